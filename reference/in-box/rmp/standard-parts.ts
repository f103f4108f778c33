import { accessParts } from './access/access';
import { checkParts } from './access/checks';
import { deviceCheckParts } from './access/device';
import { faultParts } from './access/faults';
import { structureParts } from './access/structures';
import { initParts } from './firmware/init';
import { launchParts } from './firmware/launch';
import { pageParts } from './firmware/pages';
import { reclaimParts } from './firmware/reclaim';
import { guestParts } from './instructions/guest';
import { psmashParts } from './instructions/psmash';
import { pvalidateParts } from './instructions/pvalidate';
import { rmpadjustParts } from './instructions/rmpadjust';
import { updateParts } from './instructions/rmpupdate';
import { updateCheckParts } from './instructions/update-checks';
import { coverageParts } from './layout/coverage';
import { fieldParts } from './layout/fields';
import { regionParts } from './layout/region';
import type { RmpParts } from './parts';

/** The in-box RMP as the document has it. Exhibits replace one of these. */
export const standardRmpParts: RmpParts = {
  ...coverageParts,
  ...fieldParts,
  ...regionParts,
  ...updateCheckParts,
  ...updateParts,
  ...psmashParts,
  ...guestParts,
  ...pvalidateParts,
  ...rmpadjustParts,
  ...initParts,
  ...reclaimParts,
  ...pageParts,
  ...launchParts,
  ...checkParts,
  ...accessParts,
  ...faultParts,
  ...structureParts,
  ...deviceCheckParts,
};
