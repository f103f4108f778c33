/** Bounds of the generator, each with what it is for. */

/** Ops of a case: long enough for export, attach, map, revoke, wait and restore, twice over. */
export const MIN_OPS = 14;
export const MAX_OPS = 44;
/** Ops at the start of a case, most of them towards a live mapping: little happens without. */
export const SETUP_OPS = 6;
export const SETUP_PERCENT = 60;
/** How often a move that finds nothing to work on is drawn again. */
export const TRIES = 12;

/** BARs of different devices lie this far apart. */
export const DEVICE_STRIDE = 1n << 40n;
/** The first BAR: that of dma-mmio.md 10. */
export const FIRST_BAR = 0x40_0000_0000n;
/** The most pages of a BAR, but in the theme `segments`: ranges collide, and meet the end. */
export const BAR_PAGES = 16;
/** Some MAX_SEG and a rest (dma-mmio.md 0.4): no more, each entry of a table is compared. */
export const LARGE_BAR = 1n << 34n;

/** A 64-bit value that is not there. */
export const TOP = 1n << 64n;

/** Share of exports with something wrong, and of those with a second thing wrong: the order of checks shows. */
export const SPOILED_PERCENT = 12;
export const SPOILED_TWICE_PERCENT = 45;
/** Share of maps with a step that fails. */
export const MAP_FAULT_PERCENT = 14;
/** Share of ops that help a call that waits, while there is one. */
export const HELP_PERCENT = 45;
