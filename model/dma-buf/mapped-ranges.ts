import type { Entry } from './segments';

/** How the ranges of a buffer were mapped, which says how they are unmapped. dma-mmio.md 2.1, 2.4. */
export type MappedRanges =
  | { readonly path: 'BUS'; readonly entries: readonly Entry[] }
  | { readonly path: 'IOVA'; readonly entries: readonly Entry[]; readonly base: bigint; readonly bytes: bigint }
  /** `spans`: one for each range. */
  | { readonly path: 'MAP'; readonly entries: readonly Entry[]; readonly spans: readonly Entry[] };
