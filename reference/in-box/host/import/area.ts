import type { SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { IovaPage } from '../../../../model/vocabulary/units';

/** Pages that one call of iommu_map is for. */
export interface Span {
  readonly iova: IovaPage;
  readonly spa: SpaPage;
  readonly n: number;
  /** IOMMU_MMIO. */
  readonly mmio: boolean;
}

/** What an importer keeps of a BAR that it imported: an area of an IOAS, an entry of a container, a mapping of a driver. */
export interface ImportArea {
  readonly bar: number;
  /** First page of the BAR as the importer's devices see it. */
  readonly iova: IovaPage;
  /** What is mapped for each open port; none where devices use bus addresses. */
  readonly spans: readonly Span[];
  /** False: it was revoked, and stays empty for ever (dma-mmio.md 6.4). */
  mapped: boolean;
  /** The driver was told to give it up. */
  asked: boolean;
}
