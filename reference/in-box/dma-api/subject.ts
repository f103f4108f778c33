import type { DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';
import type { MachineSubject } from '../../../model/vocabulary/plain';
import { InBoxDmaApi } from './in-box';
import type { DmaApiParts } from './parts';
import { standardDmaApiParts } from './standard-parts';

const VERSION = '1';

/** The in-box DMA API, with some parts replaced. */
export const createInBoxDmaApi = (config: DmaApiConfig, parts: Partial<DmaApiParts> = {}): InBoxDmaApi =>
  new InBoxDmaApi(config, { ...standardDmaApiParts, ...parts });

/** The same as a subject on the stand. */
export const inBoxDmaApiSubject = (
  name: string,
  parts: Partial<DmaApiParts> = {},
): MachineSubject<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView> => ({
  name,
  version: VERSION,
  start: (config) => createInBoxDmaApi(config, parts),
});
