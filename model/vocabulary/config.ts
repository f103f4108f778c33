import type { AssumptionChoices } from './assumption';
import type { Level, Log2Size } from './units';

/** Page-table formats. AMD v1 is the host table, AMD v2 the x86-64 (GCR3) table. page-tables.md 1, 2. */
export type Format = 'amdv1' | 'amdv2';

/** An API's own promises: `generic-pt` is G3 post-fix, `io-pgtable` the old driver code (page-tables.md 0.1). */
export type Contract = 'generic-pt' | 'io-pgtable';

/** How the gather treats gaps: FLUSH_RANGE, or FLUSH_RANGE_NO_GAPS as under NpCache (page-tables.md 6.2). */
export type FlushFeature = 'range' | 'no-gaps';

/** What `iommu_domain` the wrappers see (PT-165, PT-168). Anything but `paging` has no table behind it. */
export type DomainType = 'paging' | 'identity' | 'blocked';

/** Everything that decides what a page-table trace must do, besides its ops. */
export interface PageTableConfig {
  readonly format: Format;
  readonly contract: Contract;
  /** Top level at the start: v1 1 … 5 (the AMD driver: 2); v2 3 or 4, fixed. */
  readonly topLevel: Level;
  /** Bits of the device's address space: v1 32 … 64, v2 47 (top 3) or 56 (top 4), not sign-extended. */
  readonly vasz: number;
  /** Bits of the output address space, 1 … 52 (the AMD driver: 52). */
  readonly oasz: number;
  /**
   * The driver's mask over the format's page sizes (bit = log2 size), as `amd_iommu=nohugepages` sets it. The bitmap
   * of the domain is this AND what `get_info` reports (page-tables.md 1.10).
   */
  readonly pageSizes: bigint;
  /** Position of the C-bit, or null for no memory encryption (page-tables.md 4.1). */
  readonly smeBit: number | null;
  readonly flush: FlushFeature;
  /** The trace's gather belongs to a flush queue (DMA-FQ): G3 adds no range to it (page-tables.md 3.8). */
  readonly queued: boolean;
  readonly domainType: DomainType;
  /** Domains with this configuration; `op.domain` says which one an op goes to. */
  readonly domains: 1 | 2;
  readonly assumptions: AssumptionChoices;
}

/** C-bit positions at which every page size of v1 can be decoded (page-tables.md 1.5). */
export const USABLE_SME_BITS_V1: readonly number[] = [20, 29, 38, 47, 51];

/** Default command-line masks of page sizes (page-tables.md 1.10, 2.3). */
export const PAGE_SIZES = {
  v1: 0x000f_ff7f_ffff_f000n,
  nohugepages: 0x1000n,
  v2: 0x4020_1000n,
} as const;

/** The sizes in `bitmap`, as log2, ascending. */
export const sizesOf = (bitmap: bigint): Log2Size[] =>
  Array.from({ length: 64 }, (_, lg) => lg).filter((lg) => ((bitmap >> BigInt(lg)) & 1n) === 1n);
