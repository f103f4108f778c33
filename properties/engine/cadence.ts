/** Exercised fewer times than this in a run, a rule is `not reached` (design.md, nouns: verdict). */
export const REACHED = 100;
/** One case in this many is also judged by a relation rule (each in its turn), and asks a domain for its info. */
export const RELATIONS_EVERY = 4;
