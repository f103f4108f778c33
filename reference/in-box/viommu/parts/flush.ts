import type { ByteIova, Subregion } from '../../../../model/vocabulary/viommu/config';
import type { InBoxViommu } from '../in-box';
import type { Iommu, Slot } from '../objects/iommu';
import type { Invalidation } from '../objects/iotlb';

/** Invalidation of cached translations, [F]. Numbers that are no address are 0 or an errno. */
export interface FlushParts {
  /** After a map: for IOMMUs that keep non-present translations. */
  readonly flushMapped: (d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot) => number;
  /** After an unmap: all that was unmapped and not flushed. */
  readonly flushUnmapped: (d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot) => number;
  /** A command, and its completion. */
  readonly flush: (d: InBoxViommu, iommu: Iommu, region: Subregion, iova: ByteIova, bytes: number) => number;
  /** What the command for [iova, iova + bytes) of the private domain says. */
  readonly commandFor: (iommu: Iommu, iova: ByteIova, bytes: number) => Invalidation;
  readonly queueCommand: (d: InBoxViommu, iommu: Iommu, region: Subregion, command: Invalidation) => number;
  readonly awaitCompletion: (d: InBoxViommu, iommu: Iommu, region: Subregion) => number;
}
