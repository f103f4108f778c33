import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { MachineSubject } from '../../../model/vocabulary/plain';
import { InBoxDmaBuf } from './in-box';
import type { DmaBufParts } from './parts';
import { standardDmaBufParts } from './standard-parts';

const VERSION = '1';

/** The in-box dma-buf, with some parts replaced. */
export const createInBoxDmaBuf = (config: DmaBufConfig, parts: Partial<DmaBufParts> = {}): InBoxDmaBuf =>
  new InBoxDmaBuf(config, { ...standardDmaBufParts, ...parts });

/** The same as a subject on the stand. */
export const inBoxDmaBufSubject = (
  name: string,
  parts: Partial<DmaBufParts> = {},
): MachineSubject<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView> => ({
  name,
  version: VERSION,
  start: (config) => createInBoxDmaBuf(config, parts),
});
