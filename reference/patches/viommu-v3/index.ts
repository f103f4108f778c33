import type { MachineSubject } from '../../../model/vocabulary/plain';
import type { ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import { inBoxViommuSubject } from '../../in-box/viommu';
import { viommuV3Parts } from './parts';

export const PATCH_VIOMMU_V3 = 'patch-viommu-v3';

/** The patch of seed 003 on the stand. */
export const patchViommuV3Subject = (): MachineSubject<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView> =>
  inBoxViommuSubject(PATCH_VIOMMU_V3, viommuV3Parts);
