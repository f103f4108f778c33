import type { AreaKind, Frame } from '../../../../model/vocabulary/vfio-type1/area';
import type { InBoxType1 } from '../in-box';
import type { Mapping, PageClass, Run } from '../objects/mapping';

/** How MMIO is told from RAM, from the area of the user to the leaf: one part, of which there are many proposals. dma-mmio.md 5.6. */
export interface MmioMarking {
  /** Class of a reserved frame behind an area. A run is of one class. */
  readonly classOf: (d: InBoxType1, kind: AreaKind, frame: Frame) => PageClass;
  /** GUP has pinned pages for the mapping. */
  readonly pinned: (mapping: Mapping) => void;
  /** A page of a VM_PFNMAP area was looked up; `isReserved` false: that failed, or it is no reserved page. */
  readonly followed: (mapping: Mapping, kind: AreaKind, isReserved: boolean) => void;
  /** A pin call ends with this run. */
  readonly ran: (mapping: Mapping, run: Run) => void;
  /** In replay: are pages of these classes never in one call? */
  readonly keepsApart: (a: PageClass, b: PageClass) => boolean;
  /** What iommu_map is given besides the rights of the mapping, for pages of this class. */
  readonly markOf: (d: InBoxType1, mapping: Mapping, pageClass: PageClass) => number;
  /** The IOMMU driver's own idea: the prot that the leaves at `frame` get where the call has `prot`. */
  readonly leafProt: (d: InBoxType1, frame: Frame, prot: number) => number;
}

/** See MmioMarking. */
export interface MarkingParts {
  readonly marking: MmioMarking;
}
