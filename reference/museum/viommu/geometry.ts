/** Exhibits on what the private region is (dma-mmio.md 8.1). */
import { SUBREGION_BYTES } from '../../../model/vocabulary/viommu/config';
import { standardViommuParts } from '../../in-box/viommu';
import type { ViommuExhibit } from './exhibit';

const { leafOf, mapRegion, setUncached } = standardViommuParts;
const PAGE_BYTES = 0x1000;

export const baseOff: ViommuExhibit = {
  name: 'viommu-base-off',
  title: 'the region begins at 2 MiB: IOVA 0 is taken for no address',
  source: 'dma-mmio.md VIOMMU-001',
  rule: 'VIOMMU-001',
  parts: { iovaOf: (region) => (region + 1) * SUBREGION_BYTES },
};

export const threeRegions: ViommuExhibit = {
  name: 'viommu-three-regions',
  title: 'the last sub-region is left out',
  source: 'dma-mmio.md VIOMMU-001',
  rule: 'VIOMMU-001',
  parts: { regions: standardViommuParts.regions.slice(0, -1) },
};

export const unalignedBlock: ViommuExhibit = {
  name: 'viommu-unaligned-block',
  title: 'a block begins at any page: its size is not asked for as its alignment',
  source: 'dma-mmio.md VIOMMU-002',
  rule: 'VIOMMU-002',
  parts: { spaOf: ({ spa }) => spa + PAGE_BYTES },
};

export const staleData: ViommuExhibit = {
  name: 'viommu-stale-data',
  title: 'blocks are not zeroed',
  source: 'dma-mmio.md VIOMMU-003',
  rule: 'VIOMMU-003',
  parts: { zero: () => undefined },
};

export const mapsFirst: ViommuExhibit = {
  name: 'viommu-maps-first',
  title: 'a block is mapped, then made uncached',
  source: 'dma-mmio.md VIOMMU-004',
  rule: 'VIOMMU-004',
  parts: {
    buildRegion(d, iommu, region) {
      const block = d.parts.allocBlock(d, iommu, region);
      if (typeof block === 'number') return block;
      const slot = d.parts.record(iommu, region, block);
      return (
        d.parts.mapRegion(d, iommu, region, slot) ||
        d.parts.setUncached(d, iommu, region, slot) ||
        d.parts.flushMapped(d, iommu, region, slot)
      );
    },
  },
};

export const halfUncached: ViommuExhibit = {
  name: 'viommu-half-uncached',
  title: 'a change of attributes that failed on its way is taken for one that succeeded',
  source: 'dma-mmio.md 8.4 O1',
  rule: 'VIOMMU-004',
  parts: {
    setUncached(d, iommu, region, slot) {
      setUncached(d, iommu, region, slot);
      return 0;
    },
  },
};

export const mmioProt: ViommuExhibit = {
  name: 'viommu-mmio-prot',
  title: 'the region is mapped as MMIO, like the registers next to it',
  source: 'dma-mmio.md VIOMMU-005',
  rule: 'VIOMMU-005',
  parts: { prot: 1 | 2 | 16 },
};

export const partialSuccess: ViommuExhibit = {
  name: 'viommu-partial-success',
  title: 'init succeeds with the last page of a sub-region not mapped',
  source: 'dma-mmio.md VIOMMU-006',
  rule: 'VIOMMU-006',
  parts: {
    mapRegion(d, iommu, region, slot) {
      const ret = mapRegion(d, iommu, region, slot);
      if (ret === 0) iommu.domain!.unmap(d.parts.iovaOf(region) + SUBREGION_BYTES - PAGE_BYTES, PAGE_BYTES);
      return ret;
    },
  },
};

export const bogusAddress: ViommuExhibit = {
  name: 'viommu-v3-bogus-address',
  title: 'the address that is given to iommu_map has the C-bit, and a format that only adds it keeps it (V-14)',
  source: 'seed 003; dma-mmio.md 8.5 V-14',
  rule: 'VIOMMU-006',
  parts: { paddrOf: ({ config }, { spa }) => (config.cBit === null ? spa : spa + 2 ** config.cBit) },
};

export const clearText: ViommuExhibit = {
  name: 'viommu-clear-text',
  title: 'the C-bit is left out of the IOPTEs',
  source: 'dma-mmio.md VIOMMU-026',
  rule: 'VIOMMU-026',
  parts: { leafOf: (d, paddr, prot) => ({ ...leafOf(d, paddr, prot), encrypted: false }) },
};
