import { Errno } from '../../../../model/vocabulary/errno';
import { REGION_BASE, SUBREGION_BYTES, SUBREGION_COUNT } from '../../../../model/vocabulary/viommu/config';
import type { InitParts } from '../parts/init';

/** dma-mmio.md 8.4: O2, O3, O8. */
export const initParts: InitParts = {
  init(d, iommu) {
    const early = d.parts.answerEarly(d, iommu);
    if (early !== null) return early;
    const domain = d.parts.allocDomain(d, iommu);
    if (typeof domain === 'number') return d.parts.initErrno(domain);
    iommu.domain = domain;
    for (const region of d.parts.regions) {
      const failed = d.parts.buildRegion(d, iommu, region);
      if (failed === 0) continue;
      d.parts.undoInit(d, iommu, region);
      return d.parts.initErrno(failed);
    }
    return 0;
  },

  answerEarly({ config }, { domain, slots }) {
    if (domain === null) return null;
    const isWhole = slots.every((slot) => slot !== null && !slot.isLeaked);
    return isWhole && config.assumptions.VIOMMU_INIT_TWICE === 'no-op' ? 0 : Errno.EBUSY;
  },

  regions: Array.from({ length: SUBREGION_COUNT }, (_, region) => region),

  iovaOf: (region) => REGION_BASE + region * SUBREGION_BYTES,

  buildRegion(d, iommu, region) {
    const block = d.parts.allocBlock(d, iommu, region);
    if (typeof block === 'number') return block;
    const slot = d.parts.record(iommu, region, block);
    return (
      d.parts.setUncached(d, iommu, region, slot) ||
      d.parts.mapRegion(d, iommu, region, slot) ||
      d.parts.flushMapped(d, iommu, region, slot)
    );
  },

  undoInit(d, iommu, failed) {
    d.parts.teardown(d, iommu, [failed, ...d.parts.regions.filter((region) => region !== failed)]);
  },

  initErrno: (errno) => errno,
};
