/** The model of dma-buf export of BARs: dma-mmio.md 1, 2, 6. */
import type { DmaBufConfig } from '../vocabulary/dma-buf/config';
import type { DmaBufOp } from '../vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../vocabulary/dma-buf/view';
import type { Machine } from '../vocabulary/plain';
import { DmaBufModel } from './machine';

/** A model of devices and importers as `config` says, all devices open and nothing exported. */
export const createDmaBufModel = (config: DmaBufConfig): Machine<DmaBufOp, DmaBufOutcome, DmaBufView> =>
  new DmaBufModel(config);
