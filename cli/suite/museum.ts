import type { RuleId } from '../../model/vocabulary';
import type { Exhibit } from '../../reference/museum/page-table';
import type { MuseumRow } from '../../reports/museum';
import type { Attempt, Job } from './job';

/** Cases within which an exhibit must be convicted. */
export const MUSEUM_CASES = 2000;

/** One job per exhibit and rule named for it. */
export const museumJobs = (exhibits: readonly Exhibit[], seed: string): Job[] =>
  exhibits.flatMap(({ name, rules, profile }) =>
    rules.map((rule): Job => ({ kind: 'convict', exhibit: name, rule, profile, seed, maxCases: MUSEUM_CASES })),
  );

/** The attempts at each exhibit as a row of the matrix; exhibits that were not reached are left out. */
export function museumRows(exhibits: readonly Exhibit[], attempts: readonly Attempt[]): MuseumRow[] {
  return exhibits.flatMap(({ name, rules }) => {
    const own = attempts.filter(({ exhibit }) => exhibit === name);
    if (own.length === 0) return [];
    const convicted = own.filter(({ cases }) => cases !== null);
    const broke = new Set<RuleId>(convicted.flatMap(({ rule, others }) => [rule, ...others]));
    const all = rules.every((rule) => convicted.some((attempt) => attempt.rule === rule));
    const cases = all ? Math.max(...convicted.map((attempt) => attempt.cases ?? 0)) : null;
    return [{ name, named: rules, broke: [...broke], cases }];
  });
}
