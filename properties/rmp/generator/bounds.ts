/** Bounds of what is generated; none hides a class of behaviour, because regions are alike. */

/** Ops of a case: long enough for a page to go round its life cycle several times, short enough to run thousands. */
export const MIN_OPS = 40;
export const MAX_OPS = 120;
/** Offsets within a region that a case returns to, besides its ends: few, so that ops meet. */
export const HOT_OFFSETS = 3;
/** Tries to find a page of a wanted kind before any page will do. */
export const TRIES = 8;
/** GPA page of the first region of a case; further regions follow. 2 GB, as in configuration G (rmp.md 8.0). */
export const FIRST_GPA = 0x80000;
/** Share of ops of ordinary themes that something is wrong with. */
export const SPOILED_PERCENT = 4;
/** Share of follow-ups that are really issued: the rest of a chain is left hanging. */
export const FOLLOW_PERCENT = 85;
/** Share of addresses of the hypervisor and the firmware that carry the C-bit, where there is one: it changes nothing. */
export const CBIT_PERCENT = 5;
