import type { Contract, RuleId } from '../../model/vocabulary';
import { PROFILES } from '../../model/page-table/profiles';
import { allRules } from '../../properties/page-table/catalogue';
import { exhibits } from '../../reference/museum/page-table';
import type { MuseumRow } from '../../reports/museum';
import { PLAIN_STANDS } from '../plain/stands';
import type { Attempt, Job, JobResult } from './job';

/** Cases within which an exhibit must be convicted. */
const MUSEUM_CASES = 2000;

const profileOf = (contract: Contract): string =>
  Object.keys(PROFILES).find((profile) => PROFILES[profile]!.contract === contract)!;

/** One job per exhibit, of all machines. */
export const museumJobs = (seed: string): Job[] => [
  ...exhibits().map(({ name, rule, contract, hard = null }): Job => {
    const profile = profileOf(contract);
    return { kind: 'convict', exhibit: name, hard, rule, profile, seed, maxCases: MUSEUM_CASES };
  }),
  ...PLAIN_STANDS.flatMap(({ machine, exhibits: known }) =>
    known().map(({ name, rule }): Job => {
      return { kind: 'convict-plain', machine, exhibit: name, rule, seed, maxCases: MUSEUM_CASES };
    }),
  ),
];

/** The attempts as rows of the matrix, in the order of the museum; exhibits that were not reached are left out. */
export function museumRows(results: readonly JobResult[]): MuseumRow[] {
  const attempts = new Map<string, Attempt>();
  for (const result of results) if (result.kind === 'convict') attempts.set(result.attempt.exhibit, result.attempt);
  const all = [...exhibits(), ...PLAIN_STANDS.flatMap((stand) => stand.exhibits())];
  return all.flatMap(({ name, rule }) => {
    const attempt = attempts.get(name);
    if (attempt === undefined) return [];
    const { cases, traceOps, others } = attempt;
    return [{ name, rule, cases, traceOps, broke: cases === null ? [] : [rule, ...others] }];
  });
}

/** The rules that must convict an exhibit: all that are judged. */
export const judgedRules = (): RuleId[] =>
  [...allRules(), ...PLAIN_STANDS.flatMap((stand) => stand.rules())]
    .filter(({ scope }) => scope !== 'untested')
    .map(({ id }) => id);
