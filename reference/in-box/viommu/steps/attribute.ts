import { SUBREGION_PAGES } from '../../../../model/vocabulary/viommu/config';
import type { AttributeParts } from '../parts/attribute';

/** A change that fails has changed the first pages of the block, as on x86. dma-mmio.md 8.5 V-6, V-7. */
export const attributeParts: AttributeParts = {
  setUncached(d, iommu, region, slot) {
    const fault = d.faults.next('setUncached', region);
    slot.triedUncached = true;
    slot.block.setUncached(true, fault?.pages ?? SUBREGION_PAGES);
    const value = fault?.errno ?? 0;
    const block = d.parts.spaOf(slot.block);
    d.note({ event: 'setUncached', iommu: iommu.index, region, block, pages: SUBREGION_PAGES, value });
    return value;
  },

  restore(d, iommu, region, slot) {
    if (!slot.triedUncached) return 0;
    const fault = d.faults.next('restore', region);
    slot.block.setUncached(false, fault?.pages ?? SUBREGION_PAGES);
    const value = fault?.errno ?? 0;
    const block = d.parts.spaOf(slot.block);
    d.note({ event: 'restore', iommu: iommu.index, region, block, pages: SUBREGION_PAGES, value });
    return value;
  },
};
