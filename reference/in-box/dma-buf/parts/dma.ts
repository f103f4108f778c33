import type { Direction } from '../../../../model/vocabulary/dma-buf/op';
import type { InBoxDmaBuf } from '../in-box';
import type { PhysRange } from '../objects/dma-buf';
import type { IovaState, Mapping } from '../objects/mapping';

/** The DMA API as a mapping calls it. dma-mmio.md 4.2 to 4.4. */
export interface DmaParts {
  /** IOMMU prot of MMIO for a direction. */
  readonly protOf: (direction: Direction) => number;
  /** One reservation for `bytes`; its address is null where there is none. */
  readonly tryAllocIova: (d: InBoxDmaBuf, mapping: Mapping, bytes: bigint) => IovaState;
  /** Maps `range` at `offset` of the reservation: 0 or an errno. `index`: of the range. */
  readonly linkIova: (d: InBoxDmaBuf, mapping: Mapping, range: PhysRange, index: number, offset: bigint) => number;
  readonly syncIova: (d: InBoxDmaBuf, mapping: Mapping, bytes: bigint) => number;
  /** Unlinks the first `bytes`, and frees the whole reservation. */
  readonly destroyIova: (d: InBoxDmaBuf, mapping: Mapping, bytes: bigint) => void;
  /** The address that the device uses, null: refused. `index`: of the range. */
  readonly mapPhys: (d: InBoxDmaBuf, mapping: Mapping, range: PhysRange, index: number) => bigint | null;
  readonly unmapPhys: (d: InBoxDmaBuf, mapping: Mapping, address: bigint, bytes: bigint) => void;
  /** The attributes of a mapping's calls have MMIO; by call. */
  readonly isMmio: (call: 'link' | 'destroy' | 'mapPhys' | 'unmapPhys') => boolean;
}
