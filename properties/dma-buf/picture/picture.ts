import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import type { DmaBufOutcome } from '../../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../../model/vocabulary/dma-buf/view';
import type { PlainPicture } from '../../plain/picture';
import { addressMapsOf } from './address-maps';
import { waysOf } from './ways';

export { stateText } from './state-text';

/** What is drawn of an op on an exporter or its buffers: from BAR to IOPTE, the calls that it made, what is held. */
export const dmaBufPicture: PlainPicture<DmaBufConfig, DmaBufOp, DmaBufOutcome, DmaBufView> = (step) => ({
  maps: addressMapsOf(step),
  trees: [],
  entries: [],
  regions: [],
  effects: [],
  ways: waysOf(step),
});
