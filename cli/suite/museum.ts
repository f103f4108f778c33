import type { Contract } from '../../model/vocabulary';
import { PROFILES } from '../../model/page-table/profiles';
import type { Exhibit } from '../../reference/museum/page-table';
import type { MuseumRow } from '../../reports/museum';
import type { Attempt, Job } from './job';

/** Cases within which an exhibit must be convicted. */
const MUSEUM_CASES = 2000;

const profileOf = (contract: Contract): string =>
  Object.keys(PROFILES).find((profile) => PROFILES[profile]!.contract === contract)!;

/** One job per exhibit. */
export const museumJobs = (exhibits: readonly Exhibit[], seed: string): Job[] =>
  exhibits.map(({ name, rule, contract }) => ({
    kind: 'convict',
    exhibit: name,
    rule,
    profile: profileOf(contract),
    seed,
    maxCases: MUSEUM_CASES,
  }));

/** The attempts as rows of the matrix, in the order of the museum; exhibits that were not reached are left out. */
export const museumRows = (exhibits: readonly Exhibit[], attempts: readonly Attempt[]): MuseumRow[] =>
  exhibits.flatMap(({ name, rule }) => {
    const attempt = attempts.find(({ exhibit }) => exhibit === name);
    if (attempt === undefined) return [];
    const { cases, traceOps, others } = attempt;
    return [{ name, rule, cases, traceOps, broke: cases === null ? [] : [rule, ...others] }];
  });
