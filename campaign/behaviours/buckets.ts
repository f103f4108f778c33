import type { Novelties } from './novelties';

/** 0, 1, 2, 3 for 3 and 4, 4 for 5 to 8, … : counts that behave alike. */
export const bucket = (n: number): number => (n <= 2 ? n : 1 + Math.ceil(Math.log2(n)));

/** Behaviours of a whole case: which rules it exercised, and about how often. */
export function showTally(novelties: Novelties, tally: Int32Array): void {
  for (let slot = 0; slot < tally.length; slot++) {
    const exercised = tally[slot]!;
    if (exercised > 0) novelties.show((RULE_SALT + slot) * 32 + bucket(exercised));
  }
}
/** Keeps rules apart from fingerprints of ops. */
const RULE_SALT = 0x52_0000;
