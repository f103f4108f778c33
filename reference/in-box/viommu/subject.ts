import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import { InBoxViommu } from './in-box';
import type { ViommuParts } from './parts';
import { standardViommuParts } from './standard-parts';

const VERSION = '1';

/** The in-box viommu driver, with some parts replaced. */
export const createInBoxViommu = (config: ViommuConfig, parts: Partial<ViommuParts> = {}): InBoxViommu =>
  new InBoxViommu(config, { ...standardViommuParts, ...parts });

/** The same as a subject on the stand. */
export const inBoxViommuSubject = (
  name: string,
  parts: Partial<ViommuParts> = {},
): MachineSubject<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView> => ({
  name,
  version: VERSION,
  start: (config) => createInBoxViommu(config, parts),
});
