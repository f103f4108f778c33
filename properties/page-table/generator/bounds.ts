import type { PageCount } from '../../../model/vocabulary';

/**
 * Bounds of what is generated. They keep a case cheap to run and to look at; none hides a class of behaviour, because
 * page tables treat the n-th leaf of a kind like the second.
 */

/** Ops of one case, drawn uniformly from 1 … MAX_OPS: 100 on average. Longer cases find little that these do not. */
export const MAX_OPS = 200;
/**
 * Leaves that one map may ask for of its largest size: one full table, so that a call can fill a table and go on into
 * the next. With the smaller leaves at both ends an op stays near 1,024 leaves.
 */
export const MAX_LEAVES_PER_OP = 512;
/** Leaves that most maps keep to. What each costs is paid in the model, the subject and the rules alike. */
export const USUAL_LEAVES_PER_OP = 24;
/** Share of the maps that may go up to MAX_LEAVES_PER_OP. */
export const MANY_LEAVES_PERCENT = 4;
/** Live leaves of a case, beyond which maps turn into unmaps: the dump of a whole tree stays cheap. */
export const MAX_LEAVES_PER_CASE = 3000;
/** Pages of a map whose leaves are not known to be large: one table of small pages. */
export const MAX_SMALL_PAGES: PageCount = 512;
/** Places that a case returns to. Few, so that ops meet: collisions, neighbours and leftovers need them. */
export const ANCHORS = 3;
/** Ranges remembered per domain; the oldest are forgotten. Enough for every op to find a live one. */
export const REMEMBERED_RANGES = 32;
