import type { Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { IovaWindow } from '../../../../model/vocabulary/vfio-type1/config';
import type { InBoxType1 } from '../in-box';
import type { IommuDomain } from '../iommu/domain';
import type { Batch } from '../objects/batch';
import type { Mapping } from '../objects/mapping';
import type { Piece } from './unmap';

/** Groups come and go, and mappings are replayed. dma-mmio.md 5.6 (b), D5-1; Linux vfio_iommu_type1.c. Numbers are 0 or an errno. */
export interface GroupParts {
  readonly attach: (d: InBoxType1, domain: IommuDomain) => number;
  readonly checkAttach: (d: InBoxType1, domain: IommuDomain) => number;
  /** IOVAs that can be mapped with these domains. */
  readonly windowsOf: (domains: readonly IommuDomain[]) => readonly IovaWindow[];
  readonly detach: (d: InBoxType1, domain: IommuDomain) => void;
  /** The last domain goes from a container that keeps its mappings: they are recorded only. */
  readonly unmapToRecorded: (d: InBoxType1, mapping: Mapping) => void;
  /** All mappings into a new domain. */
  readonly replay: (d: InBoxType1, domain: IommuDomain) => number;
  /** One that is mapped in the other domains. */
  readonly replayMapped: (d: InBoxType1, mapping: Mapping, domain: IommuDomain) => number;
  /** One call of the replay of a mapping: where it begins, and how far it goes. */
  readonly replaySpan: (d: InBoxType1, mapping: Mapping, page: Pages) => Piece | null;
  /** One that was only recorded. */
  readonly replayRecorded: (d: InBoxType1, mapping: Mapping, domain: IommuDomain, batch: Batch) => number;
  readonly undoReplay: (d: InBoxType1, mapping: Mapping, domain: IommuDomain) => void;
}
