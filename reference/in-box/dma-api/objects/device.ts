import type { DmaDevice } from '../../../../model/vocabulary/dma-api/config';
import { IoPageTable } from '../iommu/io-page-table';
import { IovaSpace } from '../iommu/iova-space';
import { MapTypeCache } from '../pci/map-type-cache';
import type { PciFunction } from '../pci/pci-function';
import { SpanSet } from '../spans';

/** A device as the DMA API and P2PDMA see it. */
export class Device {
  /** Its provider table, with what that remembers of clients; null: not made. */
  providers: MapTypeCache | null;
  /** TDISP: it issues T=1, and its `tee` BARs are private. */
  isLocked: boolean;
  readonly space: IovaSpace;
  readonly table: IoPageTable;
  /** IOVA space that was mapped, and of which the IOTLB was not told. */
  readonly unflushed = new SpanSet();

  constructor(
    readonly index: number,
    readonly config: DmaDevice,
    granuleLg: number,
    /** Null: not a PCI device. */
    readonly fn: PciFunction | null,
    /** The nearest one above a device that is none. */
    readonly ancestor: PciFunction | null,
  ) {
    this.providers = config.providers ? new MapTypeCache() : null;
    this.isLocked = config.locked;
    this.space = new IovaSpace(config.windows, 1n << BigInt(granuleLg));
    this.table = new IoPageTable(BigInt(granuleLg));
  }
}
