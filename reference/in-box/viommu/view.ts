import type { ByteIova, IommuIndex, Spa } from '../../../model/vocabulary/viommu/config';
import type { DomainId } from '../../../model/vocabulary/viommu/outcome';
import type { BlockView, IommuView, ViommuIopte, ViommuView } from '../../../model/vocabulary/viommu/view';
import type { InBoxViommu } from './in-box';
import type { IovaSpan } from './objects/v1-domain';

/** What records and hardware hold, as they hold it. */
export class InBoxViommuView implements ViommuView {
  constructor(private readonly d: InBoxViommu) {}

  get iommus(): number {
    return this.d.iommus.length;
  }

  iommu(index: IommuIndex): IommuView {
    const iommu = this.d.iommus[index]!;
    return {
      domain: iommu.domain?.id ?? null,
      slots: iommu.slots.map((slot) => (slot === null ? null : { block: slot.block.spa, leaked: slot.isLeaked })),
      dte: iommu.dte,
      vfMapped: iommu.hasVf,
      vfControlMapped: iommu.hasVfControl,
      guestIds: iommu.hasGuestIds,
      cached: iommu.iotlb.sorted(),
    };
  }

  get domains(): readonly DomainId[] {
    return [...this.d.domains.keys()].sort((a, b) => a - b);
  }

  iopte(domain: DomainId, iova: ByteIova): ViommuIopte | null {
    return this.d.domains.get(domain)?.at(iova) ?? null;
  }

  mapped(domain: DomainId): readonly IovaSpan[] {
    return this.d.domains.get(domain)?.spans() ?? [];
  }

  get blocks(): readonly Spa[] {
    return this.d.memory.blocks.map(({ spa }) => spa);
  }

  block(spa: Spa): BlockView {
    const { dataPages, isAllocated, uncachedPages } = this.d.memory.blocks.find((block) => block.spa === spa)!;
    return { allocated: isAllocated, uncachedPages, dataPages };
  }
}
