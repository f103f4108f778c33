import type { ImporterConfig } from '../../../../model/vocabulary/dma-buf/config';
import { IoPageTable } from './io-page-table';
import { IovaSpace } from './iova-space';

/** An importing device as the DMA API sees it. */
export class DmaDevice {
  /** Null for direct DMA. */
  readonly space: IovaSpace | null;
  readonly table = new IoPageTable();

  constructor(readonly config: ImporterConfig) {
    this.space = config.dma.path === 'iommu' ? new IovaSpace(config.dma.windows) : null;
  }
}
