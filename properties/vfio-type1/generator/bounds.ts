/** Bounds of the generator, each with what it is for. */

/** Ops of a case: long enough for domains, some mappings, replay, unmap, twice over. */
export const MIN_OPS = 10;
export const MAX_OPS = 28;
/** A case that has many pages has fewer ops: each page is looked at. */
export const MAX_LARGE_OPS = 13;
/** Ops at the start of a case, most of them a domain or a mapping: little happens without. */
export const SETUP_OPS = 4;
export const SETUP_PERCENT = 70;
/** Share of these that attach a domain more. */
export const ATTACH_PERCENT = 30;
/** Share of ops that give a mapping a vaddr again, while one has none: no domain can be attached meanwhile. */
export const HELP_PERCENT = 35;
/** How often a move that finds nothing to work on is drawn again. */
export const TRIES = 12;

/** Areas of a layout, and pages of a run: dma-mmio.md 12 asks for runs of 1 to 3. */
export const MAX_AREAS = 8;
/** Large ones are as many pages as all of the others. */
export const MAX_LARGE_AREAS = 4;
export const MAX_RUN = 3;
/** Capacity of a batch (dma-mmio.md 5.2): runs end before, at and behind its edge. */
export const BATCH = 512;

/** Share of areas that are what begins behind the last one in memory, and begin there, where something does. */
export const NEIGHBOUR_PERCENT = 75;

/** Where the layout begins. */
export const VADDR = 0x7f00_0000_0000n;
export const PAGE = 4096n;
/** IOVA slots of this many pages lie behind one another, so that mappings touch and collide. */
export const SLOT_PAGES = 4;
export const SLOTS = 16;
/** Slots of the theme with many pages. */
export const LARGE_SLOT_PAGES = 1024;

/** Share of requests with something wrong, and of those with a second thing wrong: the order of checks shows. */
export const SPOILED_PERCENT = 10;
export const SPOILED_TWICE_PERCENT = 40;
/** Share of ops with a step that fails. */
export const FAULT_PERCENT = 12;

/** A 64-bit value that is not there. */
export const TOP = 1n << 64n;
