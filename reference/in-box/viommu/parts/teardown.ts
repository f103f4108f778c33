import type { Subregion } from '../../../../model/vocabulary/viommu/config';
import type { InBoxViommu } from '../in-box';
import type { Iommu, Slot } from '../objects/iommu';

/** From sub-regions to nothing. dma-mmio.md 8.3, 8.4. Numbers are 0 or an errno. */
export interface TeardownParts {
  readonly uninit: (d: InBoxViommu, iommu: Iommu) => number;
  /** Tears down sub-regions in this order, then the domain; the first error. */
  readonly teardown: (d: InBoxViommu, iommu: Iommu, order: readonly Subregion[]) => number;
  /** Is a block that was leaked tried again? */
  readonly mayTouch: (d: InBoxViommu, slot: Slot) => boolean;
  /** Unmap, flush, write-back, free. */
  readonly teardownRegion: (d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot) => number;
  /** What follows when steps before write-back have ended with `unmapped` and `flushed`: their errnos. */
  readonly errorOf: (unmapped: number, flushed: number) => number;
  readonly leak: (d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot) => void;
  /** The error to report of those so far and the next one. */
  readonly keepError: (first: number, next: number) => number;
  /** Does the teardown go on after an error? */
  readonly goesOn: (error: number) => boolean;
  readonly mayFreeDomain: (iommu: Iommu) => boolean;
}
