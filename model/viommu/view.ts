import type { IommuIndex, Spa } from '../vocabulary/viommu/config';
import type { DomainId } from '../vocabulary/viommu/outcome';
import type { BlockView, IommuView, ViommuIopte, ViommuView } from '../vocabulary/viommu/view';
import type { World } from './state';

/** The state of a world, for those outside. */
export class WorldView implements ViommuView {
  readonly iommus: number;
  readonly blocks: readonly Spa[];

  constructor(private readonly world: World) {
    this.iommus = world.iommus.length;
    this.blocks = world.memory.blocks.map(({ spa }) => spa);
  }

  iommu(index: IommuIndex): IommuView {
    const { domain, slots, dte, vfMapped, vfControlMapped, guestIds, iotlb } = this.world.iommus[index]!;
    return {
      domain: domain?.id ?? null,
      slots: slots.map((slot) => slot && { block: slot.block.spa, leaked: slot.leaked }),
      dte: dte?.id ?? null,
      vfMapped,
      vfControlMapped,
      guestIds,
      cached: iotlb.view(),
    };
  }

  get domains(): readonly DomainId[] {
    return [...this.world.domains.keys()].sort((a, b) => a - b);
  }

  iopte(domain: DomainId, iova: number): ViommuIopte | null {
    return this.world.domains.get(domain)?.iopte(iova) ?? null;
  }

  mapped(domain: DomainId): readonly { readonly base: number; readonly bytes: number }[] {
    return this.world.domains.get(domain)?.spans() ?? [];
  }

  block(spa: Spa): BlockView {
    const found = this.world.memory.blocks.find((block) => block.spa === spa);
    if (found === undefined) throw new RangeError(`no block at 0x${spa.toString(16)}`);
    return found.view();
  }
}
