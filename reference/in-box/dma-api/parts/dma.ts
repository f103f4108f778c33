import type { DmaDirection } from '../../../../model/vocabulary/dma-api/attrs';
import type { InBoxDmaApi } from '../in-box';
import type { Device } from '../objects/device';
import type { Entry } from '../objects/mapping';
import type { MapRequest } from '../objects/request';
import type { Bounce } from '../swiotlb/pool';

/** dma_map_phys and what is below it. dma-mmio.md 4.1 to 4.5. An entry that is null is DMA_MAPPING_ERROR. */
export interface DmaParts {
  /** The kernel stops. */
  readonly isFatal: (direction: DmaDirection) => boolean;
  /** What a mapping error is reported as. */
  readonly mappingErrno: number;
  readonly mapPhys: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  readonly unmapPhys: (d: InBoxDmaApi, entry: Entry) => void;
  readonly pageFormTakes: (attrs: number) => boolean;
  readonly resourceAttrs: (attrs: number) => number;
  /** The attributes need a device that is coherent, and it is not. */
  readonly lacksCoherence: (device: Device, attrs: number) => boolean;
  readonly goesDirect: (d: InBoxDmaApi, device: Device) => boolean;
  readonly usesWindow: (request: MapRequest) => boolean;
  /** Highest DMA address of a device. */
  readonly limitOf: (device: Device) => bigint;
  /** The device can name the last byte. */
  readonly names: (d: InBoxDmaApi, device: Device, address: bigint | null, bytes: bigint) => boolean;
  /** names, and the alias is one that it reaches. */
  readonly isCapable: (d: InBoxDmaApi, request: MapRequest, address: bigint | null) => boolean;
  /** dma_range_map, null: not covered. */
  readonly busOf: (device: Device, phys: bigint) => bigint | null;
  /** The other way. */
  readonly physOf: (device: Device, address: bigint) => bigint | null;
  /** CPU caches are maintained for memory that is mapped so. */
  readonly needsCache: (device: Device, attrs: number) => boolean;
  /** Maintains them if so; `phys`: of the memory of `request`, or of its slot. */
  readonly cacheFor: (d: InBoxDmaApi, target: 'cpu' | 'device', request: MapRequest, phys: bigint) => void;

  readonly forcesBounce: (d: InBoxDmaApi, device: Device) => boolean;
  readonly mapDirect: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  /** The direct path of 7.2. */
  readonly mapDirect72: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  readonly unmapDirect: (d: InBoxDmaApi, entry: Entry) => void;
  /** dma_addr of RAM or MMIO that is not bounced; null: none. */
  readonly directAddress: (d: InBoxDmaApi, request: MapRequest) => bigint | null;
  /** What becomes of MMIO that the device is not capable of. */
  readonly mmioOutOfReach: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  readonly kmallocBounces: (device: Device, bytes: bigint, direction: DmaDirection) => boolean;
  readonly bounceDirect: (d: InBoxDmaApi, request: MapRequest) => Entry | null;
  /** Takes slots; `offset`: of the first byte in a granule that the slots begin with, null: none is needed. */
  readonly takeSlots: (d: InBoxDmaApi, device: Device, bytes: bigint, offset: bigint | null) => Bounce | null;
  /** Gives back the slots that `phys` lies in, if it lies in any. */
  readonly giveSlots: (d: InBoxDmaApi, device: Device, phys: bigint) => void;
  readonly syncEntry: (d: InBoxDmaApi, entry: Entry, target: 'cpu' | 'device') => void;
  /** A sync of it is the caller's error. */
  readonly mustNotSync: (entry: Entry) => boolean;
}
