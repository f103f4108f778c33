import { rangeParts } from './dma/range-calls';
import { spanParts } from './dma/span-calls';
import { argumentParts } from './export/argument';
import { createParts } from './export/create';
import { requestParts } from './export/request';
import { attachParts } from './importer/attach';
import { mapParts } from './importer/map';
import { areaParts } from './iommufd/area';
import { mapFileParts } from './iommufd/map-file';
import type { DmaBufParts } from './parts';
import { moveParts } from './revoke/move';
import { waitParts } from './revoke/wait';
import { buildParts } from './sgt/build';
import { fillParts } from './sgt/fill';
import { freeParts } from './sgt/free';
import { commonParts } from './triggers/common';
import { configWriteParts } from './triggers/config-write';
import { earlyParts } from './triggers/early';
import { endParts } from './triggers/end';
import { lowPowerParts } from './triggers/low-power';
import { resetParts } from './triggers/reset';

/** The in-box dma-buf as the document has it. Exhibits replace one of these. */
export const standardDmaBufParts: DmaBufParts = {
  ...requestParts,
  ...argumentParts,
  ...createParts,
  ...attachParts,
  ...mapParts,
  ...moveParts,
  ...waitParts,
  ...earlyParts,
  ...commonParts,
  ...resetParts,
  ...configWriteParts,
  ...lowPowerParts,
  ...endParts,
  ...buildParts,
  ...fillParts,
  ...freeParts,
  ...spanParts,
  ...rangeParts,
  ...mapFileParts,
  ...areaParts,
};
