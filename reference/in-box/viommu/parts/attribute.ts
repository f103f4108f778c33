import type { Subregion } from '../../../../model/vocabulary/viommu/config';
import type { InBoxViommu } from '../in-box';
import type { Iommu, Slot } from '../objects/iommu';

/** Memory attributes of the CPU's view of a block. Numbers are 0 or an errno. */
export interface AttributeParts {
  /** [U] */
  readonly setUncached: (d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot) => number;
  /** [W] Nothing for a block whose attribute nobody tried to change. */
  readonly restore: (d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot) => number;
}
