/** The model of the DMA API and of P2PDMA: dma-mmio.md 3, 4, 7. */
import type { DmaApiConfig } from '../vocabulary/dma-api/config';
import type { DmaApiOp } from '../vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../vocabulary/dma-api/outcome';
import type { DmaApiView } from '../vocabulary/dma-api/view';
import type { Machine } from '../vocabulary/plain';
import { DmaApiModel } from './machine';

/** A model of devices and topology as `config` says, with nothing mapped. */
export const createDmaApiModel = (config: DmaApiConfig): Machine<DmaApiOp, DmaApiOutcome, DmaApiView> =>
  new DmaApiModel(config);
