import type { ViommuAssumptions } from './assumption';

/** Geometry of the private region, dma-mmio.md 8.1: IOVAs 0 … 8 MiB in four sub-regions. Bytes. */
export const REGION_BASE = 0;
export const SUBREGION_COUNT = 4;
export const SUBREGION_BYTES = 0x20_0000;
/** Pages of 4 KiB of a sub-region, and of the block behind it. */
export const SUBREGION_PAGES = 512;

/** Index of a sub-region, 0 … 3. Its IOVA is REGION_BASE + index × SUBREGION_BYTES. */
export type Subregion = number;
/** Index of an IOMMU in the configuration. */
export type IommuIndex = number;
/** A system physical byte address below 2^52, without the C-bit. A block is named by its first one. */
export type Spa = number;
/** A byte address as the device gives it, below 2^52. */
export type ByteIova = number;

/** 2 MiB of memory, aligned to its size. */
export interface MemoryBlock {
  readonly spa: Spa;
  readonly node: number;
  /** Pages, from the first on, that hold the data of their last owner; the others are zero. 0 … 512. */
  readonly stalePages: number;
}

export interface ViommuConfig {
  readonly assumptions: ViommuAssumptions;
  /** Position of the C-bit where memory encryption is active (SME); else null. */
  readonly cBit: number | null;
  /** False: host translation is disabled, and no v1 domain can be had: EOPNOTSUPP. dma-mmio.md 8.5 V-1. */
  readonly hostTranslation: boolean;
  /** NUMA node of each IOMMU; null: none (NUMA_NO_NODE). */
  readonly iommus: readonly { readonly node: number | null }[];
  /**
   * What the page allocator has, all of it free and write-back. An allocation takes the first free block of the node asked
   * for; the first free block of all where that node has none, or none is asked for.
   */
  readonly memory: readonly MemoryBlock[];
}
