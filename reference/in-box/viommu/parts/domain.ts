import type { ByteIova, Spa, Subregion } from '../../../../model/vocabulary/viommu/config';
import type { ViommuIopte } from '../../../../model/vocabulary/viommu/view';
import type { InBoxViommu } from '../in-box';
import type { Block } from '../objects/block';
import type { Iommu, Slot } from '../objects/iommu';
import type { V1Domain } from '../objects/v1-domain';

/** The private domain and its IOPTEs. Numbers that are no address are 0 or an errno. */
export interface DomainParts {
  /** An errno where none is to be had. */
  readonly allocDomain: (d: InBoxViommu, iommu: Iommu) => V1Domain | number;
  readonly freeDomain: (d: InBoxViommu, iommu: Iommu) => void;
  /** The address that is given to iommu_map. */
  readonly paddrOf: (d: InBoxViommu, block: Block) => Spa;
  readonly prot: number;
  /** The leaf that the format makes of `paddr` and `prot`. */
  readonly leafOf: (d: InBoxViommu, paddr: Spa, prot: number) => ViommuIopte;
  /** [M] */
  readonly mapRegion: (d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot) => number;
  /** [N] Until nothing is mapped; an errno where something is left. */
  readonly unmapRegion: (d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot) => number;
  /** One call of iommu_unmap: how many bytes it unmapped. */
  readonly unmapOnce: (d: InBoxViommu, iommu: Iommu, region: Subregion, iova: ByteIova, bytes: number) => number;
  /** Is an unmap that took less than was asked tried once more? */
  readonly triesAgain: (d: InBoxViommu) => boolean;
}
