import { KINDS } from './behaviour-map';
import type { Novelties } from './novelties';

/** 0, 1, 2, 3 for 3 and 4, 4 for 5 to 8, … : counts that behave alike. */
export const bucket = (n: number): number => (n <= 2 ? n : 1 + Math.ceil(Math.log2(n)));

/** Behaviours of a whole case: which rules it exercised, and about how often. */
export function showTally(novelties: Novelties, tally: Int32Array): void {
  for (let slot = 0; slot < tally.length; slot++) {
    const exercised = tally[slot]!;
    if (exercised > 0) novelties.show(RULES, slot * 32 + bucket(exercised));
  }
}
/** Kind of behaviour, beside those that a machine's fingerprint has. */
const RULES = KINDS - 1;
