import type { DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';
import type { PicturedStep } from '../../plain/picture';

/** The shape of properties/plain, for this machine. */
export type DmaApiPicturedStep = PicturedStep<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView>;
