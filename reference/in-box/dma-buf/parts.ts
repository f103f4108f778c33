import type { DmaParts } from './parts/dma';
import type { ExportParts } from './parts/export';
import type { ImporterParts } from './parts/importer';
import type { IommufdParts } from './parts/iommufd';
import type { RevokeParts } from './parts/revoke';
import type { SgtParts } from './parts/sgt';
import type { TriggerParts } from './parts/trigger';

/** All parts of the in-box dma-buf. An exhibit replaces one; a replaced part may call `standardDmaBufParts`. */
export interface DmaBufParts
  extends ExportParts, ImporterParts, RevokeParts, TriggerParts, SgtParts, DmaParts, IommufdParts {}
