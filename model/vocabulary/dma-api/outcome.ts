import type { DeviceIndex, PoolIndex } from './config';
import type { P2pMapType } from './topology';

/**
 * A caller's error that the API takes without a word, but DMA debugging or a reader would tell. dma-mmio.md 4.6, 7.2.
 * `mmioOnRam`: a mapping with MMIO begins in RAM. `ramOnMmio`: one without MMIO begins in a memory BAR. `syncOfMmio`,
 * `attrsDiffer`: see the ops. `privateAsShared`: in a guest, RAM that is private was mapped with CC_SHARED (R4).
 * `sharedAsPrivate`: in a guest, RAM that is shared was mapped without CC_SHARED (R11). Both: without MMIO, direct, not
 * bounced, whether or not the platform's aliases differ. All but syncOfMmio and attrsDiffer are told of mappings that
 * succeed, the first two of links too. P2P segments that are mapped as RAM count as ramOnMmio.
 */
export type DmaReport =
  'mmioOnRam' | 'ramOnMmio' | 'syncOfMmio' | 'attrsDiffer' | 'privateAsShared' | 'sharedAsPrivate';

/** What happened during one op, in its order. Addresses of memory are CPU addresses. */
export type DmaApiEvent =
  /** CPU cache maintenance. */
  | { readonly event: 'cache'; readonly target: 'cpu' | 'device'; readonly phys: bigint; readonly bytes: bigint }
  /** Slots of a pool are taken, or given back; `phys`: where the first byte of the `bytes` bounced lies. */
  | {
      readonly event: 'bounce' | 'unbounce';
      readonly pool: PoolIndex;
      readonly phys: bigint;
      readonly bytes: bigint;
      /** Number of the first slot, and how many. */
      readonly slot: number;
      readonly slots: number;
    }
  /** IOVA space is taken, or given back: whole granules. */
  | {
      readonly event: 'reserve' | 'release';
      readonly device: DeviceIndex;
      readonly iova: bigint;
      readonly bytes: bigint;
    }
  /** iommu_map without its flush; `value`: 0 or a negative errno. `prot`: bits of dma-mmio.md 0.4. */
  | {
      readonly event: 'iommuMap';
      readonly device: DeviceIndex;
      readonly iova: bigint;
      readonly paddr: bigint;
      readonly bytes: bigint;
      readonly prot: number;
      readonly value: number;
    }
  | { readonly event: 'iommuUnmap'; readonly device: DeviceIndex; readonly iova: bigint; readonly bytes: bigint }
  /** The IOTLB is told of a range that was mapped or unmapped. */
  | {
      readonly event: 'flush';
      readonly device: DeviceIndex;
      readonly iova: bigint;
      readonly bytes: bigint;
      readonly after: 'map' | 'unmap';
    }
  /** iova-to-phys of an address. */
  | { readonly event: 'lookup'; readonly device: DeviceIndex; readonly address: bigint };

/** What one op gave. */
export interface DmaApiOutcome {
  /** `bug`: fatal to the kernel, nothing changed. `absent`: not made. */
  readonly end: 'returned' | 'bug' | 'absent';
  /** As the op says; 0 for success, a negative errno; null where it was not made, or is fatal. */
  readonly value: number | null;
  /** DMA address of a mapping or state that was made; else null. */
  readonly address: bigint | null;
  /** DMA address of each segment of a mapSg that succeeded; else empty. */
  readonly entries: readonly bigint[];
  /** The answer of mapType, and what mapP2p went by; null where it was not asked. */
  readonly mapType: P2pMapType | null;
  /** Attributes that a mapP2p through the host bridge maps with; else null. */
  readonly attrs: number | null;
  /** In alphabetical order, each once. */
  readonly reports: readonly DmaReport[];
  readonly events: readonly DmaApiEvent[];
}
