import type { InBoxDmaApi } from '../in-box';
import type { Entry, Mapping } from '../objects/mapping';
import type { MapRequest } from '../objects/request';
import type { Segment, SgCall } from '../sg/segment';

/** What a scatterlist was mapped to, or a negative errno. */
export type SgResult = Pick<Mapping, 'entries' | 'span'> | number;

/** dma_map_sgtable of pages. vocabulary op.ts, mapSg. */
export interface SgParts {
  readonly mapSg: (d: InBoxDmaApi, call: SgCall) => SgResult;
  /** Why a call is refused before its first segment, or 0. */
  readonly refusesSg: (d: InBoxDmaApi, call: SgCall) => number;
  /** What a segment is: RAM, or P2P memory with its map type. */
  readonly classify: (d: InBoxDmaApi, request: MapRequest) => Segment;
  /** Each segment is mapped on its own, not all in one reservation. */
  readonly goesOneByOne: (d: InBoxDmaApi, call: SgCall) => boolean;
  readonly mapEach: (d: InBoxDmaApi, call: SgCall) => SgResult;
  /** All in one reservation. */
  readonly mapTogether: (d: InBoxDmaApi, call: SgCall) => SgResult;
  /** Segments that were mapped before one that was not. */
  readonly undoEach: (d: InBoxDmaApi, entries: readonly Entry[]) => void;
  readonly unmapSg: (d: InBoxDmaApi, mapping: Mapping) => void;
}
