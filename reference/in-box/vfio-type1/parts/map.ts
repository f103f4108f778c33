import type { MapOp } from '../../../../model/vocabulary/vfio-type1/op';
import type { InBoxType1 } from '../in-box';
import type { IommuDomain } from '../iommu/domain';
import type { Mapping, Run } from '../objects/mapping';

/** VFIO_IOMMU_MAP_DMA. dma-mmio.md 5.1, 5.4. Numbers are 0 or an errno. */
export interface MapParts {
  readonly mapDma: (d: InBoxType1, op: MapOp) => number;
  /** 5.1, 1. */
  readonly checkArgument: (op: MapOp) => number;
  /** 5.1, 2. */
  readonly checkRange: (op: MapOp) => number;
  /** 5.1, 3. */
  readonly checkRights: (op: MapOp) => number;
  /** 5.1, 4. */
  readonly checkAlignment: (d: InBoxType1, op: MapOp) => number;
  /** Bytes that addresses and sizes are multiples of. */
  readonly alignment: (d: InBoxType1) => bigint;
  /** 5.1, 5. */
  readonly updateVaddr: (d: InBoxType1, op: MapOp) => number;
  /** 5.1, 6: the first of these that refuses says what the call returns. */
  readonly newMappingChecks: readonly ('checkOverlap' | 'checkBudget' | 'checkWindow')[];
  readonly checkOverlap: (d: InBoxType1, op: MapOp) => number;
  readonly checkBudget: (d: InBoxType1) => number;
  readonly checkWindow: (d: InBoxType1, op: MapOp) => number;
  /** A mapping of the rights asked for. */
  readonly makeMapping: (d: InBoxType1, op: MapOp) => Mapping;
  /** Pins and maps `size` bytes, run by run; what fails leaves what was done before. */
  readonly pinAndMap: (d: InBoxType1, mapping: Mapping, size: bigint) => number;
  /** Where the next call of a mapping begins. `isLeftover`: its run begins with leftovers of the batch. */
  readonly iovaOfRun: (mapping: Mapping, isLeftover: boolean) => bigint;
  /** 5.4: a run, into each domain. */
  readonly mapRun: (d: InBoxType1, mapping: Mapping, iova: bigint, run: Run) => number;
  /** A domain refused the run: `done` have it, in list order. */
  readonly undoRun: (
    d: InBoxType1,
    done: readonly IommuDomain[],
    refusing: IommuDomain,
    iova: bigint,
    run: Run,
  ) => void;
  /** The run is in no domain: lets it go, and the leftovers are dropped next. */
  readonly releaseRun: (d: InBoxType1, mapping: Mapping, iova: bigint, run: Run) => void;
  /** What a map that failed has made of the mapping so far. */
  readonly undoMap: (d: InBoxType1, mapping: Mapping) => void;
  /** Prot of a call for pages of this class. */
  readonly protOf: (d: InBoxType1, mapping: Mapping, pageClass: Run['pageClass']) => number;
}
