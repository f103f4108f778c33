/** Exercised fewer times than this in a run, a rule is `not reached` (design.md, nouns: verdict). */
export const REACHED = 100;
/** One case in this many is also judged by a relation rule (each in its turn), and asks a domain for its info. */
export const RELATIONS_EVERY = 4;
/** One case in this many is judged on whole trees after every op (design.md, cadence). */
export const WHOLE_TREE_EVERY = 64;

/** True for the cases of which the whole tree is compared after every op. */
export const comparesWholeTrees = (k: number): boolean => k % WHOLE_TREE_EVERY === WHOLE_TREE_EVERY - 1;
