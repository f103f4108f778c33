import { SUBREGION_COUNT, type IommuIndex } from '../../../../model/vocabulary/viommu/config';
import type { DomainId } from '../../../../model/vocabulary/viommu/outcome';
import type { Block } from './block';
import { CommandQueue } from './command-queue';
import { Iotlb } from './iotlb';
import type { IovaSpan, V1Domain } from './v1-domain';

/** A slot of `viommu_priv_region`: what is known of the block of a sub-region. */
export interface Slot {
  readonly block: Block;
  /** Its attribute may have been changed. */
  triedUncached: boolean;
  /** IOVAs that were unmapped, of which cached translations may be left. */
  unflushed: IovaSpan | null;
  isLeaked: boolean;
}

/** An IOMMU: what the driver has on record of it, and what its hardware holds. */
export class Iommu {
  /** `viommu_pdom` */
  domain: V1Domain | null = null;
  readonly slots: (Slot | null)[] = Array.from({ length: SUBREGION_COUNT }, () => null);
  hasVf = false;
  hasVfControl = false;
  hasGuestIds = false;
  /** Its own device-table entry. */
  dte: DomainId | null = null;
  readonly iotlb = new Iotlb();
  readonly queue = new CommandQueue(this.iotlb);

  constructor(
    readonly index: IommuIndex,
    /** NUMA node. */
    readonly node: number | null,
  ) {}
}
