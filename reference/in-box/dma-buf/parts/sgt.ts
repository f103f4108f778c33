import type { MapType } from '../../../../model/vocabulary/dma-buf/config';
import type { InBoxDmaBuf } from '../in-box';
import type { PhysRange } from '../objects/dma-buf';
import type { Mapping } from '../objects/mapping';
import type { SgTable } from '../sgt/sg-table';

/** From physical ranges to an sg table, and back to nothing. dma-mmio.md 2. Numbers are 0 or an errno. */
export interface SgtParts {
  /** All or nothing. */
  readonly buildSgt: (d: InBoxDmaBuf, mapping: Mapping) => number;
  readonly mapTypeOf: (d: InBoxDmaBuf, mapping: Mapping) => MapType;
  /** What a peer that cannot be reached gets. */
  readonly unreachableErrno: number;
  /** Chooses the path: sets up the state that goes with it. */
  readonly choosePath: (d: InBoxDmaBuf, mapping: Mapping) => number;
  /** Longest piece that an entry has, bytes. */
  readonly maxSegment: (d: InBoxDmaBuf) => bigint;
  /** Entries that a mapping takes. */
  readonly countEntries: (d: InBoxDmaBuf, mapping: Mapping) => number;
  readonly allocTable: (d: InBoxDmaBuf, mapping: Mapping) => number;
  /** Maps and fills every range. */
  readonly mapRanges: (d: InBoxDmaBuf, mapping: Mapping) => number;
  /** Where a peer behind the same switch finds a physical address. */
  readonly busAddress: (mapping: Mapping, paddr: bigint) => bigint;
  readonly mapBusRange: (d: InBoxDmaBuf, mapping: Mapping, range: PhysRange) => number;
  readonly mapOneRange: (d: InBoxDmaBuf, mapping: Mapping, range: PhysRange, index: number) => number;
  readonly linkRange: (d: InBoxDmaBuf, mapping: Mapping, range: PhysRange, index: number) => number;
  /** Offset of the next range in the reservation. */
  readonly linkOffset: (mapping: Mapping) => bigint;
  /** All ranges are linked: makes them usable, and fills the table. */
  readonly finishSpan: (d: InBoxDmaBuf, mapping: Mapping) => number;
  /** Splits [address, address + bytes) into entries. */
  readonly fillPieces: (d: InBoxDmaBuf, table: SgTable, address: bigint, bytes: bigint) => void;
  readonly fillEntry: (table: SgTable, address: bigint, bytes: bigint) => void;
  /** Tells importers that the table has no CPU list. */
  readonly hideCpuList: (table: SgTable) => void;
  /** After a map that failed on its way: undoes its DMA mappings. */
  readonly undoDma: (d: InBoxDmaBuf, mapping: Mapping) => void;
  /** Of a whole mapping. */
  readonly unmapDma: (d: InBoxDmaBuf, mapping: Mapping) => void;
  readonly freeTable: (d: InBoxDmaBuf, table: SgTable) => void;
  readonly freeSgt: (d: InBoxDmaBuf, mapping: Mapping) => void;
}
