import { attachParts } from './group/attach';
import { loopParts } from './map/loop';
import { requestParts } from './map/request';
import { mediatedParts } from './mediated/pin';
import type { Type1Parts } from './parts';
import { accountParts } from './pin/account';
import { fetchParts } from './pin/fetch';
import { markingParts } from './pin/marking';
import { runParts } from './pin/run';
import { replayParts } from './replay/replay';
import { removeParts } from './unmap/remove';
import { unmapRequestParts } from './unmap/request';

/** The in-box VFIO type1 as the document has it. Exhibits replace one of these. */
export const standardType1Parts: Type1Parts = {
  ...requestParts,
  ...loopParts,
  ...runParts,
  ...fetchParts,
  ...accountParts,
  ...markingParts,
  ...unmapRequestParts,
  ...removeParts,
  ...attachParts,
  ...replayParts,
  ...mediatedParts,
  tables: {},
};
