/** Bounds of the generator, each with what it is for. */

/** Ops of a case: some setups and teardowns, with what hardware does between them. */
export const MIN_OPS = 8;
export const MAX_OPS = 30;
/** Blocks beside the four of each IOMMU: which one an allocation gets shows. */
export const SPARE_BLOCKS = 5;
/** Share of configurations with too little memory for all IOMMUs, and how many blocks are missing at most. */
export const SCARCE_PERCENT = 12;
export const MISSING_BLOCKS = 4;
/** The first block of memory, and one above 4 GiB. */
export const LOW_MEMORY = 0x4000_0000;
export const HIGH_MEMORY = 0x1_8000_0000;
/** Share of configurations in which no domain can be had. */
export const NO_TRANSLATION_PERCENT = 3;
/** Share of teardowns with faults in which something fails in every sub-region. */
export const EVERYWHERE_PERCENT = 12;
/** Share of setups in which steps on the way back fail too, if one fails at all. */
export const WAY_BACK_PERCENT = 35;
