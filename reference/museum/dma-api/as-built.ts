/** Released kernels, where their intent is another (dma-mmio.md 4.2, 4.6, 7.2). */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { standardDmaApiParts } from '../../in-box/dma-api';
import { barAt } from '../../in-box/dma-api/memory';
import type { DmaApiExhibit } from './exhibit';

const isMmio = (attrs: number): boolean => (attrs & DmaAttr.MMIO) !== 0;

export const sharedMmioPassesForce: DmaApiExhibit = {
  name: 'linux-7.2-shared-mmio-passes-forced-bounce',
  title: 'the direct path of 7.2: a device that must bounce maps MMIO with CC_SHARED, at its CPU address',
  source: 'Linux 7.2; dma-mmio.md 4.2, M3',
  rule: 'DMA-007',
  parts: { mapDirect: (d, request) => d.parts.mapDirect72(d, request) },
};

export const mmioIgnoresRangeMap: DmaApiExhibit = {
  name: 'linux-7.2-mmio-ignores-range-map',
  title: 'MMIO is given at its CPU address, whatever the dma_range_map says',
  source: 'Linux 7.2; dma-mmio.md 4.2, BG80',
  rule: 'DMA-015',
  parts: {
    directAddress: (d, request) =>
      isMmio(request.attrs) ? request.phys : standardDmaApiParts.directAddress(d, request),
  },
};

export const realmMmioPlain: DmaApiExhibit = {
  name: 'linux-7.2-realm-mmio-plain',
  title: 'MMIO of a realm is given without the top bit, CC_SHARED or not',
  source: 'Linux 7.2; dma-mmio.md M2, BG74',
  rule: 'DMA-026',
  parts: {
    aliasFor: (d, attrs, address) => (isMmio(attrs) ? address : standardDmaApiParts.aliasFor(d, attrs, address)),
  },
};

export const pagedP2pAsMemory: DmaApiExhibit = {
  name: 'linux-7.3-paged-p2p-as-memory',
  title: 'page-backed P2P memory of a scatterlist is mapped as RAM: CACHE, no MMIO, no look at its BAR',
  source: 'Linux 7.2, 7.3; dma-mmio.md 4.6; seed 002',
  rule: 'DMA-001',
  parts: { p2pSegmentAttrs: (_d, _owner, _bar, attrs) => attrs },
};

export const syncTouchesMmio: DmaApiExhibit = {
  name: 'linux-7.3-sync-touches-mmio',
  title: 'a sync of an MMIO mapping maintains CPU caches of MMIO',
  source: 'Linux 7.2, 7.3; dma-mmio.md 4.6',
  rule: 'DMA-016',
  parts: { mustNotSync: () => false },
};

export const iovaLimitInGranules: DmaApiExhibit = {
  name: 'linux-7.2-iova-limit-in-granules',
  title: 'the limit of a device is rounded up to a whole granule before IOVA space is looked for',
  source: 'Linux 7.2, dma-iommu.c iommu_dma_alloc_iova',
  rule: 'DMA-012',
  parts: { iovaLimitOf: (d, device) => d.parts.limitOf(device) | (d.granule - 1n) },
};

export const sgFlushesP2p: DmaApiExhibit = {
  name: 'linux-7.2-sg-flushes-p2p',
  title: 'a scatterlist of a device that is not coherent has its P2P segments flushed from CPU caches',
  source: 'Linux 7.2, dma-iommu.c iommu_dma_map_sg',
  rule: 'DMA-016',
  parts: {
    mapTogether(d, call) {
      for (const request of call.requests)
        if (barAt(d.devices, request.phys) !== null) d.parts.cacheFor(d, 'device', request, request.phys);
      return standardDmaApiParts.mapTogether(d, call);
    },
  },
};

export const untrustedForgetsP2p: DmaApiExhibit = {
  name: 'linux-7.2-untrusted-sg-forgets-p2p',
  title: 'a device on an external port maps P2P segments as RAM, reachable or not: nobody asks for the map type',
  source: 'Linux 7.2, dma-iommu.c iommu_dma_map_sg_swiotlb',
  rule: 'DMA-001',
  parts: {
    classify(d, request) {
      const { dma, untrusted } = request.device.config;
      const isBlind = dma.path === 'iommu' && untrusted;
      return isBlind ? { way: 'map', request } : standardDmaApiParts.classify(d, request);
    },
  },
};

export const linkTakesShared: DmaApiExhibit = {
  name: 'linux-7.3-link-takes-cc-shared',
  title: 'a link does not look at CC_SHARED, which dma_map_phys refuses behind an IOMMU',
  source: 'Linux 7.2, 7.3; dma-mmio.md 4.4',
  rule: 'DMA-022',
  parts: {
    refusesLink: (d, state, offset, request) =>
      standardDmaApiParts.refusesLink(d, state, offset, { ...request, attrs: request.attrs & ~DmaAttr.CC_SHARED }),
  },
};
