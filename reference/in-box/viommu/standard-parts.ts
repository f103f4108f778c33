import type { ViommuParts } from './parts';
import { attributeParts } from './steps/attribute';
import { blockParts } from './steps/block';
import { domainParts } from './steps/domain';
import { driverParts } from './steps/driver';
import { flushParts } from './steps/flush';
import { initParts } from './steps/init';
import { teardownParts } from './steps/teardown';

/** The in-box driver as the document's obligations have it (dma-mmio.md 8.4). Exhibits replace one of these. */
export const standardViommuParts: ViommuParts = {
  ...initParts,
  ...teardownParts,
  ...blockParts,
  ...attributeParts,
  ...domainParts,
  ...flushParts,
  ...driverParts,
};
