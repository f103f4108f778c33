import type { Spa, Subregion } from '../../../../model/vocabulary/viommu/config';
import type { InBoxViommu } from '../in-box';
import type { Block } from '../objects/block';
import type { Iommu, Slot } from '../objects/iommu';

/** Blocks of memory, and the slots in which they are on record. */
export interface BlockParts {
  /** [A] An errno where no block is to be had. */
  readonly allocBlock: (d: InBoxViommu, iommu: Iommu, region: Subregion) => Block | number;
  /** From which the block is asked for. */
  readonly nodeOf: (iommu: Iommu) => number | null;
  readonly zero: (block: Block) => void;
  /** The block as the allocator names it. */
  readonly spaOf: (block: Block) => Spa;
  readonly record: (iommu: Iommu, region: Subregion, block: Block) => Slot;
  /** [X] */
  readonly freeBlock: (d: InBoxViommu, iommu: Iommu, region: Subregion, block: Block) => void;
  /** The slot of a block that was freed. */
  readonly forget: (iommu: Iommu, region: Subregion) => void;
}
