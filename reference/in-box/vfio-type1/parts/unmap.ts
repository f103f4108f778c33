import type { Frame, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { UnmapOp } from '../../../../model/vocabulary/vfio-type1/op';
import type { InBoxType1 } from '../in-box';
import type { IommuDomain } from '../iommu/domain';
import type { Mapping } from '../objects/mapping';

/** Contiguous memory of a mapping. */
export interface Piece {
  readonly iova: bigint;
  readonly frame: Frame;
  readonly frames: Pages;
}

/** Pieces that are unmapped, and not unpinned before the IOTLB is flushed. */
export interface Gathered {
  pieces: Piece[];
  /** Pages unpinned so far. */
  unpinned: Pages;
}

/** VFIO_IOMMU_UNMAP_DMA. dma-mmio.md 5.5. Errnos are negative. */
export interface UnmapParts {
  /** Bytes unmapped, or an errno. */
  readonly unmapDma: (d: InBoxType1, op: UnmapOp) => bigint | number;
  readonly checkUnmapArgument: (op: UnmapOp) => number;
  readonly checkUnmapRange: (d: InBoxType1, op: UnmapOp) => number;
  /** May the range not be unmapped for the mappings at its ends? */
  readonly checkBisect: (d: InBoxType1, first: bigint, last: bigint) => number;
  /** Bytes of mappings whose vaddr is invalid now, or an errno. */
  readonly invalidateVaddr: (d: InBoxType1, mappings: readonly Mapping[]) => bigint | number;
  /** What a range without mappings gives. */
  readonly nothingThere: bigint | number;
  /** Unmaps, unpins, un-accounts and forgets. */
  readonly removeMapping: (d: InBoxType1, mapping: Mapping) => void;
  /** Takes the mapping out of all domains; pages unpinned. */
  readonly unmapMapping: (d: InBoxType1, mapping: Mapping) => Pages;
  /** Takes it out of all domains but the first, whose tables say what to unpin. */
  readonly unmapOthers: (d: InBoxType1, mapping: Mapping) => void;
  /** Takes it out of the first domain, piece by piece; pages unpinned. */
  readonly unmapFirst: (d: InBoxType1, mapping: Mapping) => Pages;
  /**
   * As much contiguous memory as there is in `domain` from `page` of the mapping on, at most `most` pages; null: the
   * page leads nowhere.
   */
  readonly pieceAt: (d: InBoxType1, domain: IommuDomain, mapping: Mapping, page: Pages, most: Pages) => Piece | null;
  /** Unmaps a piece, to be unpinned later. */
  readonly unmapPiece: (d: InBoxType1, domain: IommuDomain, mapping: Mapping, piece: Piece, gathered: Gathered) => void;
  /** Flushes, then unpins what is gathered. */
  readonly flushGathered: (d: InBoxType1, domain: IommuDomain, mapping: Mapping, gathered: Gathered) => void;
  /** Unpins those of the frames that are pinned: how many. */
  readonly unpinFrames: (d: InBoxType1, mapping: Mapping, frame: Frame, frames: Pages) => Pages;
  /** So many pages are locked no longer. */
  readonly unlockPages: (d: InBoxType1, pages: Pages) => void;
}
