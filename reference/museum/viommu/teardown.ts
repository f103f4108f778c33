/** Exhibits on teardown (dma-mmio.md 8.3, 8.4 O4 to O7, O10). */
import { KernelCrash, standardViommuParts } from '../../in-box/viommu';
import type { ViommuExhibit } from './exhibit';

const { teardown, uninit, unmapRegion } = standardViommuParts;
const PAGE_BYTES = 0x1000;

export const freesBeforeFlush: ViommuExhibit = {
  name: 'viommu-frees-before-flush',
  title: 'a block is freed, and its translations flushed then',
  source: 'dma-mmio.md VIOMMU-011',
  rule: 'VIOMMU-011',
  parts: {
    teardownRegion(d, iommu, region, slot) {
      const error = d.parts.unmapRegion(d, iommu, region, slot) || d.parts.restore(d, iommu, region, slot);
      if (error !== 0) {
        d.parts.leak(d, iommu, region, slot);
        return error;
      }
      d.parts.freeBlock(d, iommu, region, slot.block);
      d.parts.forget(iommu, region);
      return d.parts.flushUnmapped(d, iommu, region, slot);
    },
  },
};

export const partlyMappedFreed: ViommuExhibit = {
  name: 'viommu-v3-partly-mapped-freed',
  title: 'an unmap that took less than was asked is a warning, and the block is freed (V-2)',
  source: 'seed 003; dma-mmio.md 8.5 V-2',
  rule: 'VIOMMU-012',
  parts: {
    unmapRegion(d, iommu, region, slot) {
      unmapRegion(d, iommu, region, slot);
      return 0;
    },
  },
};

export const mappedFreed: ViommuExhibit = {
  name: 'viommu-v3-mapped-freed',
  title: 'an unmap that took nothing needs no flush, and the block is freed (V-3)',
  source: 'seed 003; dma-mmio.md 8.5 V-3',
  rule: 'VIOMMU-012',
  parts: {
    unmapRegion(d, iommu, region, slot) {
      const error = unmapRegion(d, iommu, region, slot);
      return slot.unflushed === null ? 0 : error;
    },
  },
};

export const tablesFirst: ViommuExhibit = {
  name: 'viommu-tables-first',
  title: 'the domain is freed ahead of its blocks',
  source: 'dma-mmio.md VIOMMU-017',
  rule: 'VIOMMU-017',
  parts: {
    teardown(d, iommu, order) {
      const { domain, slots } = iommu;
      if (slots.every((slot) => slot === null || !slot.isLeaked)) {
        d.note({ event: 'freeDomain', iommu: iommu.index, domain: domain!.id });
        d.domains.delete(domain!.id);
      }
      let error = 0;
      for (const region of order) {
        const slot = slots[region] ?? null;
        if (slot !== null && d.parts.mayTouch(d, slot)) error ||= d.parts.teardownRegion(d, iommu, region, slot);
      }
      if (!d.domains.has(domain!.id)) iommu.domain = null;
      return error;
    },
  },
};

export const domainOfTheMapped: ViommuExhibit = {
  name: 'viommu-v3-domain-of-the-mapped',
  title: 'the domain is freed whatever became of its blocks (V-2)',
  source: 'seed 003; dma-mmio.md 8.5 V-2',
  rule: 'VIOMMU-018',
  parts: { mayFreeDomain: ({ dte }) => dte === null },
};

export const domainInUse: ViommuExhibit = {
  name: 'viommu-v3-domain-in-use',
  title: 'the domain is freed while the device-table entry refers to it',
  source: 'dma-mmio.md 8.4 O5',
  rule: 'VIOMMU-018',
  parts: { mayFreeDomain: ({ slots }) => slots.every((slot) => slot === null) },
};

export const uninitFollowsNull: ViommuExhibit = {
  name: 'viommu-uninit-follows-null',
  title: 'uninit takes for granted that there is a domain',
  source: 'dma-mmio.md VIOMMU-019',
  rule: 'VIOMMU-019',
  parts: {
    uninit(d, iommu) {
      if (iommu.domain === null) throw new KernelCrash('null pointer');
      return uninit(d, iommu);
    },
  },
};

export const followsNull: ViommuExhibit = {
  name: 'viommu-follows-null',
  title: 'teardown takes for granted that every slot holds a block',
  source: 'dma-mmio.md VIOMMU-020',
  rule: 'VIOMMU-020',
  parts: {
    teardown(d, iommu, order) {
      if (iommu.slots.some((slot) => slot === null)) throw new KernelCrash('null pointer');
      return teardown(d, iommu, order);
    },
  },
};

export const stopsAtFirst: ViommuExhibit = {
  name: 'viommu-stops-at-first',
  title: 'teardown ends with the first sub-region that fails',
  source: 'dma-mmio.md VIOMMU-021',
  rule: 'VIOMMU-021',
  parts: { goesOn: (error) => error === 0 },
};

export const lastErrorKept: ViommuExhibit = {
  name: 'viommu-last-error-kept',
  title: 'the last error is reported',
  source: 'dma-mmio.md VIOMMU-022',
  rule: 'VIOMMU-022',
  parts: { keepError: (first, next) => next || first },
};

export const uninitIsSilent: ViommuExhibit = {
  name: 'viommu-v3-uninit-is-silent',
  title: 'uninit returns nothing, and its callers take that for success (V-9)',
  source: 'seed 003; dma-mmio.md 8.5 V-9',
  rule: 'VIOMMU-022',
  parts: {
    uninit(d, iommu) {
      uninit(d, iommu);
      return 0;
    },
  },
};

export const leakedAndLost: ViommuExhibit = {
  name: 'viommu-leaked-and-lost',
  title: 'a block that cannot be freed is kept, and its slot cleared',
  source: 'dma-mmio.md VIOMMU-023',
  rule: 'VIOMMU-023',
  parts: { leak: (d, iommu, region) => d.parts.forget(iommu, region) },
};

export const danglingSlot: ViommuExhibit = {
  name: 'viommu-dangling-slot',
  title: 'the slot of a block that was freed still names it',
  source: 'dma-mmio.md VIOMMU-024',
  rule: 'VIOMMU-024',
  parts: { forget: () => undefined },
};

export const driverUninitForgets: ViommuExhibit = {
  name: 'viommu-v3-driver-uninit-forgets',
  title: 'the driver’s uninit does not call that of the private region (V-10)',
  source: 'seed 003; dma-mmio.md 8.5 V-10',
  rule: 'VIOMMU-028',
  parts: {
    driverUninit(d, iommu) {
      d.parts.undoDriver(d, iommu);
      return 0;
    },
  },
};

export const lastPageStays: ViommuExhibit = {
  name: 'viommu-last-page-stays',
  title: 'the last page of a sub-region stays mapped, and is counted as unmapped',
  source: 'dma-mmio.md 8.4 O4',
  rule: 'VIOMMU-027',
  parts: {
    unmapOnce(d, iommu, region, iova, bytes) {
      const unmapped = Math.min(bytes, d.faults.next('unmap', region)?.bytes ?? bytes);
      if (unmapped > 0) iommu.domain!.unmap(iova, unmapped - PAGE_BYTES);
      d.note({ event: 'unmap', iommu: iommu.index, region, iova, bytes, unmapped });
      return unmapped;
    },
  },
};
