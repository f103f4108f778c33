import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { MachineSubject } from '../../../model/vocabulary/plain';
import { inBoxDmaBufSubject } from '../../in-box/dma-buf';
import { loadExhibits } from '../load-exhibits';
import type { DmaBufExhibit } from './exhibit';

export type { DmaBufExhibit } from './exhibit';

let all: readonly DmaBufExhibit[] | null = null;

/** All exhibits of the dma-buf machine, by the rule that convicts them. */
export const dmaBufExhibits = (): readonly DmaBufExhibit[] => (all ??= loadExhibits<DmaBufExhibit>(__dirname));

/** The in-box dma-buf with the exhibit's bug. */
export const dmaBufExhibitSubject = ({
  name,
  parts,
}: DmaBufExhibit): MachineSubject<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView> =>
  inBoxDmaBufSubject(`exhibit:${name}`, parts);
