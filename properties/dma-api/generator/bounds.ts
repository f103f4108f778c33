/** Bounds of the generator, each with what it is for. */

/** Ops of a case: long enough to map, lock, and map again, or for a state and several links. */
export const MIN_OPS = 10;
export const MAX_OPS = 32;
/** How often a move that finds nothing to work on is drawn again. */
export const TRIES = 10;

/** BARs of a device begin here, below 4 GiB: that of dma-mmio.md 10.5. Those of the next lie a stride further. */
export const LOW_BAR = 0xfe00_0000n;
export const LOW_STRIDE = 0x10_0000n;
/** And its 64-bit BAR: that of dma-mmio.md 10. */
export const HIGH_BAR = 0x40_0000_0000n;
export const HIGH_STRIDE = 1n << 36n;
/** Granules of a BAR: ranges meet its end. */
export const BAR_GRANULES = 8n;

/** RAM: private and shared below 4 GiB, private above. Addresses as in dma-mmio.md 10.5. */
export const PRIVATE_RAM = { base: 0x100_0000n, bytes: 0x100_0000n } as const;
export const SHARED_RAM = { base: 0x300_0000n, bytes: 0x100_0000n } as const;
export const HIGH_RAM = { base: 0x1_0000_0000n, bytes: 0x1_0000_0000n } as const;
/** Neither RAM nor BAR: a doorbell of no provider. */
export const ELSEWHERE = 0xfd00_0000n;
/** Where the bounce pools are: one below the masks of 32-bit devices, one that is too high for some. */
export const POOLS = [0x9000_0000n, 0x2_0000_0000n] as const;

/** The most granules of a range: states, pools and windows are a few times as large. */
export const RANGE_GRANULES = 4;

/** Share of mappings with a step that fails, where a theme does not say. */
export const FAULT_PERCENT = 8;
/** Share of mappings that end where the addresses of their device end, or a byte behind, where that is near. */
export const EDGE_PERCENT = 40;
/** Share of unmaps with another direction or attributes than the map. */
export const WRONG_UNMAP_PERCENT = 7;
/** Share of links that do not fit the state. */
export const WRONG_LINK_PERCENT = 12;
/** Share of calls with direction NONE. */
export const NONE_PERCENT = 2;
