import type { Name } from '../../../../model/vocabulary/dma-buf/op';
import type { Attachment } from './attachment';

/** An area of the IOAS: IOVA space that leads to pages. */
export interface Area {
  readonly name: Name;
  readonly iova: bigint;
  readonly bytes: bigint;
  readonly prot: number;
  readonly pages: AreaPages;
}

/** One area in one domain. */
export interface TrackedArea {
  readonly area: Area;
  readonly domain: number;
}

/** What areas of one dma-buf share: iommufd's hold on the physical range. */
export class AreaPages {
  /** The exporter took it back: for ever. dma-mmio.md 6.4. */
  revoked = false;
  readonly areas: Area[] = [];
  /** Where a revoke finds them. */
  tracked: TrackedArea[] = [];

  constructor(
    readonly attachment: Attachment,
    /** Of the first byte. */
    readonly paddr: bigint,
  ) {}
}
