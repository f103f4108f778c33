/** Exhibits on the direct path (dma-mmio.md 4.2). */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { standardDmaApiParts } from '../../in-box/dma-api';
import type { DmaApiExhibit } from './exhibit';

const isMmio = (attrs: number): boolean => (attrs & DmaAttr.MMIO) !== 0;

export const mmioPassesForce: DmaApiExhibit = {
  name: 'mmio-passes-forced-bounce',
  title: 'MMIO of a device that must bounce is mapped as if it need not',
  source: 'dma-mmio.md DMA-007, BG55; seed 002',
  rule: 'DMA-007',
  parts: {
    mapDirect(d, request) {
      const { attrs, device, phys } = request;
      if (!isMmio(attrs) || !d.parts.forcesBounce(d, device)) return standardDmaApiParts.mapDirect(d, request);
      const address = d.parts.directAddress(d, request);
      if (!d.parts.isCapable(d, request, address)) return null;
      d.parts.cacheFor(d, 'device', request, phys);
      return { request, address: address!, by: 'direct', translated: false, bounce: null };
    },
  },
};

export const forcedMmioBounces: DmaApiExhibit = {
  name: 'forced-mmio-bounces',
  title: 'MMIO of a device that must bounce is led to a bounce buffer',
  source: 'dma-mmio.md DMA-007, DMA-008',
  rule: 'DMA-008',
  parts: {
    mapDirect: (d, request) =>
      isMmio(request.attrs) && d.parts.forcesBounce(d, request.device)
        ? d.parts.bounceDirect(d, request)
        : standardDmaApiParts.mapDirect(d, request),
  },
};

export const untrustedMmioBounces: DmaApiExhibit = {
  name: 'untrusted-mmio-bounces',
  title: 'unaligned MMIO of a device on an external port is led to a bounce buffer',
  source: 'dma-mmio.md DMA-008',
  rule: 'DMA-008',
  parts: {
    bounces: (d, request) => standardDmaApiParts.bounces(d, { ...request, attrs: request.attrs & ~DmaAttr.MMIO }),
  },
};

export const maskOfTheStart: DmaApiExhibit = {
  name: 'mask-asked-of-the-start',
  title: 'a device must be able to name the first byte, not the last one',
  source: 'dma-mmio.md DMA-012',
  rule: 'DMA-012',
  parts: {
    names: (d, device, address) => address !== null && address <= d.parts.limitOf(device),
  },
};

export const maskOffByOne: DmaApiExhibit = {
  name: 'mask-off-by-one',
  title: 'a mapping may end one byte behind what the device can name',
  source: 'dma-mmio.md DMA-012, BG68',
  rule: 'DMA-012',
  parts: {
    names: (d, device, address, bytes) => address !== null && address + bytes - 2n <= d.parts.limitOf(device),
  },
};

export const noLimitIsLimit0: DmaApiExhibit = {
  name: 'no-bus-limit-is-limit-0',
  title: 'a bus without a limit lets nothing through',
  source: 'dma-mmio.md DMA-013',
  rule: 'DMA-013',
  parts: {
    limitOf: (device) => (device.config.busLimit === 0n ? 0n : standardDmaApiParts.limitOf(device)),
  },
};

export const mmioFallsBack: DmaApiExhibit = {
  name: 'mmio-falls-back-to-the-pool',
  title: 'MMIO that a device cannot name is led to a bounce buffer',
  source: 'dma-mmio.md DMA-014, BG68',
  rule: 'DMA-014',
  parts: { mmioOutOfReach: (d, request) => d.parts.bounceDirect(d, request) },
};

export const uncoveredIsIdentity: DmaApiExhibit = {
  name: 'uncovered-is-identity',
  title: 'an address that the dma_range_map does not cover is taken for a bus address',
  source: 'dma-mmio.md DMA-015',
  rule: 'DMA-015',
  parts: { busOf: (device, phys) => standardDmaApiParts.busOf(device, phys) ?? phys },
};

export const mmioFlushed: DmaApiExhibit = {
  name: 'mmio-flushed',
  title: 'a device that is not coherent has MMIO flushed from CPU caches',
  source: 'dma-mmio.md DMA-016',
  rule: 'DMA-016',
  parts: {
    needsCache: ({ config }, attrs) => !config.coherent && (attrs & DmaAttr.SKIP_CPU_SYNC) === 0,
  },
};

export const mmioUnmappedAsMemory: DmaApiExhibit = {
  name: 'mmio-unmapped-as-memory',
  title: 'an unmap of MMIO maintains caches and searches the bounce pool, as one of memory',
  source: 'dma-mmio.md DMA-017',
  rule: 'DMA-017',
  parts: {
    unmapDirect(d, entry) {
      const { request } = entry;
      standardDmaApiParts.unmapDirect(d, { ...entry, request: { ...request, attrs: request.attrs & ~DmaAttr.MMIO } });
    },
  },
};
