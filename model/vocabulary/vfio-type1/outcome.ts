import type { Frame, Pages } from './area';
import type { DomainIndex } from './op';

/** What happened during one op, in its order. */
export type Type1Event =
  /** Pages that GUP pinned. Pins, and unpins, of consecutive frames with nothing between are one event. */
  | { readonly event: 'pin'; readonly frame: Frame; readonly frames: Pages }
  /** `dirty`: marked dirty, as the mapping has WRITE. */
  | { readonly event: 'unpin'; readonly frame: Frame; readonly frames: Pages; readonly dirty: boolean }
  /** iommu_map; `prot`: bits of dma-mmio.md 0.4; `value` 0 or a negative errno. */
  | {
      readonly event: 'map';
      readonly domain: DomainIndex;
      readonly iova: bigint;
      readonly paddr: bigint;
      readonly bytes: bigint;
      readonly prot: number;
      readonly value: number;
    }
  /**
   * `flushes`: iommu_unmap, which flushes the IOTLB before it returns; else iommu_unmap_fast, which leaves that to
   * `flush`.
   */
  | {
      readonly event: 'unmap';
      readonly domain: DomainIndex;
      readonly iova: bigint;
      readonly bytes: bigint;
      readonly flushes: boolean;
    }
  /** iommu_iotlb_sync, whether or not anything is gathered. */
  | { readonly event: 'flush'; readonly domain: DomainIndex }
  /**
   * The mediated device is told that a mapping in which it has pinned pages is to be unmapped; it lets all its pages
   * there go, in IOVA order, before it returns.
   */
  | { readonly event: 'notify'; readonly iova: bigint; readonly bytes: bigint };

/** What one op gave. */
export interface Type1Outcome {
  /** 0 for success, a negative errno; null where the op was not made (Type1Op). */
  readonly value: number | null;
  /** Bytes of a successful unmap; else null. */
  readonly bytes: bigint | null;
  readonly events: readonly Type1Event[];
}
