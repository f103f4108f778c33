import type { ViommuConfig } from '../../../model/vocabulary/viommu/config';
import type { ViommuOp } from '../../../model/vocabulary/viommu/op';
import type { ViommuOutcome } from '../../../model/vocabulary/viommu/outcome';
import type { ViommuView } from '../../../model/vocabulary/viommu/view';
import type { PicturedStep } from '../../plain/picture';

export type ViommuPicturedStep = PicturedStep<ViommuConfig, ViommuOp, ViommuOutcome, ViommuView>;
