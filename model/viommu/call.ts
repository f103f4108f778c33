import type { ViommuEvent } from '../vocabulary/viommu/outcome';
import type { Faults } from './faults';
import type { Iommu, World } from './state';

/** A call under way on one IOMMU: its faults to come, its events so far. */
export interface Call {
  readonly world: World;
  readonly iommu: Iommu;
  readonly faults: Faults;
  readonly events: ViommuEvent[];
}

/** A failure that the document gives no errno: an unmap that took less than was asked, a domain that has to stay. */
export const UNNAMED = 'unnamed';
/** A negative errno, or an error without a name. */
export type Failure = number | typeof UNNAMED;

/** A step with nothing wrong. */
export const DONE = null;
/** How a step, or a call, ended: the first failure (O7), or DONE. */
export type Result = Failure | null;
