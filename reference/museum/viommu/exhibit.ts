import type { ViommuParts } from '../../in-box/viommu';
import type { ExhibitInfo } from '../load-exhibits';

/** A known bug: the in-box viommu driver with exactly one part replaced. */
export interface ViommuExhibit extends ExhibitInfo {
  /** The one part that is replaced. */
  readonly parts: Partial<ViommuParts>;
}
