import type { Direction, Name } from '../../../../model/vocabulary/dma-buf/op';
import type { SgTable } from '../sgt/sg-table';
import type { Attachment } from './attachment';
import type { PhysRange } from './dma-buf';

/** The reservation of IOVA space for a whole mapping; `address` null: there is none. dma-mmio.md 4.4. */
export interface IovaState {
  address: bigint | null;
  bytes: bigint;
}

/** A DMA mapping of one range. */
export interface RangeMapping {
  readonly address: bigint;
  readonly bytes: bigint;
}

/** A mapping, whole or under construction. */
export class Mapping {
  /** Null for peers behind one switch: no DMA API takes part. */
  state: IovaState | null = null;
  /** Bytes linked so far, from the start of the reservation. */
  linkedBytes = 0n;
  /** Ranges mapped one by one so far, in order. */
  readonly mapped: RangeMapping[] = [];
  table: SgTable | null = null;

  constructor(
    readonly name: Name,
    readonly attachment: Attachment,
    readonly direction: Direction,
  ) {}

  get ranges(): readonly PhysRange[] {
    return this.attachment.buf.physVec;
  }
}
