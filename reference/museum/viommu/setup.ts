/** Exhibits on setups that fail, and that come twice (dma-mmio.md 8.2, 8.4 O3, O6, O8). */
import { Errno } from '../../../model/vocabulary/errno';
import { KernelCrash, standardViommuParts } from '../../in-box/viommu';
import type { ViommuExhibit } from './exhibit';

const { allocDomain, restore, teardownRegion, undoInit } = standardViommuParts;

export const earlierRegionsStay: ViommuExhibit = {
  name: 'viommu-earlier-regions-stay',
  title: 'a failed init undoes the sub-region that failed, and none before it',
  source: 'dma-mmio.md VIOMMU-007',
  rule: 'VIOMMU-007',
  parts: { undoInit: (d, iommu, failed) => void d.parts.teardown(d, iommu, [failed]) },
};

export const freedAtOnce: ViommuExhibit = {
  name: 'viommu-v3-freed-at-once',
  title: 'a block that could not be made uncached is freed at once: some of its pages are (V-7)',
  source: 'seed 003; dma-mmio.md 8.5 V-7',
  rule: 'VIOMMU-008',
  parts: {
    undoInit(d, iommu, failed) {
      const slot = iommu.slots[failed] ?? null;
      const isMapped = slot !== null && iommu.domain!.at(d.parts.iovaOf(failed)) !== null;
      if (slot !== null && !isMapped && slot.block.uncachedPages < 512) slot.triedUncached = false;
      undoInit(d, iommu, failed);
    },
  },
};

export const freedBeforeWriteBack: ViommuExhibit = {
  name: 'viommu-freed-before-write-back',
  title: 'a sub-region that could not be mapped is freed, then made write-back',
  source: 'dma-mmio.md VIOMMU-008',
  rule: 'VIOMMU-008',
  parts: {
    undoInit(d, iommu, failed) {
      const slot = iommu.slots[failed] ?? null;
      if (slot !== null && iommu.domain!.at(d.parts.iovaOf(failed)) === null) {
        d.parts.freeBlock(d, iommu, failed, slot.block);
        d.parts.restore(d, iommu, failed, slot);
        d.parts.forget(iommu, failed);
      }
      undoInit(d, iommu, failed);
    },
  },
};

export const alwaysNoMemory: ViommuExhibit = {
  name: 'viommu-v3-always-no-memory',
  title: 'whatever fails, init says that memory is short (V-8)',
  source: 'seed 003; dma-mmio.md 8.5 V-8',
  rule: 'VIOMMU-009',
  parts: { initErrno: () => Errno.ENOMEM },
};

export const errorPointer: ViommuExhibit = {
  name: 'viommu-v3-error-pointer',
  title: 'an error pointer is taken for a domain, because it is not null (V-1)',
  source: 'seed 003; dma-mmio.md 8.5 V-1, BG109',
  rule: 'VIOMMU-010',
  parts: {
    allocDomain(d, iommu) {
      const domain = allocDomain(d, iommu);
      if (typeof domain === 'number') throw new KernelCrash(`error pointer ${domain}`);
      return domain;
    },
  },
};

export const initOverwrites: ViommuExhibit = {
  name: 'viommu-v3-init-overwrites',
  title: 'a second init puts its domain and blocks on record in place of the first one’s (V-11)',
  source: 'seed 003; dma-mmio.md 8.5 V-11',
  rule: 'VIOMMU-025',
  parts: { answerEarly: () => null },
};

export const driverInitLeaves: ViommuExhibit = {
  name: 'viommu-v3-driver-init-leaves',
  title: 'the driver’s init returns without undoing what came before the private region (V-10)',
  source: 'seed 003; dma-mmio.md 8.5 V-10',
  rule: 'VIOMMU-029',
  parts: {
    driverInit(d, iommu) {
      if (iommu.hasVf) return Errno.EBUSY;
      return d.parts.setUpDriver(d, iommu) || d.parts.init(d, iommu);
    },
  },
};

export const writeBackForgotten: ViommuExhibit = {
  name: 'viommu-write-back-forgotten',
  title: 'the way back of a sub-region makes a block write-back only where it was mapped',
  source: 'dma-mmio.md 8.4 O3',
  rule: 'VIOMMU-016',
  parts: {
    teardownRegion(d, iommu, region, slot) {
      const wasMapped = iommu.domain!.at(d.parts.iovaOf(region)) !== null;
      if (wasMapped || slot.isLeaked) return teardownRegion(d, iommu, region, slot);
      d.parts.freeBlock(d, iommu, region, slot.block);
      d.parts.forget(iommu, region);
      return 0;
    },
  },
};

export const restoreOfOnePage: ViommuExhibit = {
  name: 'viommu-restore-ignored',
  title: 'what the return to write-back says is ignored (V-6)',
  source: 'seed 003; dma-mmio.md 8.5 V-6',
  rule: 'VIOMMU-016',
  parts: {
    restore(d, iommu, region, slot) {
      restore(d, iommu, region, slot);
      return 0;
    },
  },
};

export const oneForAll: ViommuExhibit = {
  name: 'viommu-one-domain-for-all',
  title: 'the domain is a variable of the driver: a second IOMMU shares that of the first',
  source: 'dma-mmio.md 8.1',
  rule: 'VIOMMU-031',
  parts: {
    allocDomain: (d, iommu) => d.iommus.find(({ domain }) => domain !== null)?.domain ?? allocDomain(d, iommu),
  },
};
