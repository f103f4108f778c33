import type { InBoxViommu } from '../in-box';
import type { Iommu } from '../objects/iommu';

/** The driver around the private region: VF and VF control MMIO, the allocator of guest IDs. Numbers are 0 or an errno. */
export interface DriverParts {
  readonly driverInit: (d: InBoxViommu, iommu: Iommu) => number;
  readonly driverUninit: (d: InBoxViommu, iommu: Iommu) => number;
  /** Makes what init does not, in this order: VF, VF control, guest IDs. */
  readonly setUpDriver: (d: InBoxViommu, iommu: Iommu) => number;
  /** Undoes what there is of it, the last first. */
  readonly undoDriver: (d: InBoxViommu, iommu: Iommu) => void;
}
