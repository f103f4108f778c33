import { Errno } from '../../../../model/vocabulary/errno';
import type { TeardownParts } from '../parts/teardown';

/** dma-mmio.md 8.4: O4 to O7, O10. */
export const teardownParts: TeardownParts = {
  uninit: (d, iommu) => (iommu.domain === null ? 0 : d.parts.teardown(d, iommu, d.parts.regions)),

  teardown(d, iommu, order) {
    let error = 0;
    for (const region of order) {
      const slot = iommu.slots[region];
      if (slot === null || slot === undefined || !d.parts.mayTouch(d, slot)) continue;
      error = d.parts.keepError(error, d.parts.teardownRegion(d, iommu, region, slot));
      if (!d.parts.goesOn(error)) break;
    }
    if (!d.parts.mayFreeDomain(iommu)) return error || Errno.EBUSY;
    d.parts.freeDomain(d, iommu);
    return error;
  },

  mayTouch: ({ config }, { isLeaked }) => !isLeaked || config.assumptions.VIOMMU_RETRY !== 'never',

  teardownRegion(d, iommu, region, slot) {
    const unmapped = d.parts.unmapRegion(d, iommu, region, slot);
    const flushed = d.parts.flushUnmapped(d, iommu, region, slot);
    const error = d.parts.errorOf(unmapped, flushed) || d.parts.restore(d, iommu, region, slot);
    if (error !== 0) {
      d.parts.leak(d, iommu, region, slot);
      return error;
    }
    d.parts.freeBlock(d, iommu, region, slot.block);
    d.parts.forget(iommu, region);
    return 0;
  },

  errorOf: (unmapped, flushed) => unmapped || flushed,

  leak(_d, _iommu, _region, slot) {
    slot.isLeaked = true;
  },

  keepError: (first, next) => first || next,

  goesOn: () => true,

  mayFreeDomain: ({ dte, slots }) => dte === null && slots.every((slot) => slot === null),
};
