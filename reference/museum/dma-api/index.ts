import type { DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../../model/vocabulary/dma-api/view';
import type { MachineSubject } from '../../../model/vocabulary/plain';
import { inBoxDmaApiSubject } from '../../in-box/dma-api';
import { loadExhibits } from '../load-exhibits';
import type { DmaApiExhibit } from './exhibit';

export type { DmaApiExhibit } from './exhibit';

let all: readonly DmaApiExhibit[] | null = null;

/** All exhibits of the dma-api machine, by the rule that convicts them. */
export const dmaApiExhibits = (): readonly DmaApiExhibit[] => (all ??= loadExhibits<DmaApiExhibit>(__dirname));

/** The in-box DMA API with the exhibit's bug. */
export const dmaApiExhibitSubject = ({
  name,
  parts,
}: DmaApiExhibit): MachineSubject<DmaApiConfig, DmaApiOp, DmaApiOutcome, DmaApiView> =>
  inBoxDmaApiSubject(`exhibit:${name}`, parts);
