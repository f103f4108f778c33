import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import type { InBoxDmaApi } from '../in-box';
import type { Entry } from '../objects/mapping';
import type { MapRequest } from '../objects/request';
import type { IommuParts } from '../parts/iommu';

/** Devices with dma_ops of their own. dma-mmio.md 4.5. */
export const legacyParts: Pick<IommuParts, 'mapLegacy' | 'unmapLegacy' | 'mapWithoutOp' | 'refusedByOp'> = {
  mapLegacy(d, request) {
    const { dma } = request.device.config;
    if (dma.path !== 'legacy' || !d.parts.translationAllows(d, request)) return null;
    const isMmio = (request.attrs & DmaAttr.MMIO) !== 0;
    switch (dma.ops) {
      case 'absent':
        return d.parts.mapWithoutOp(d, request);
      case 'xenSwiotlb':
        return mapThroughXen(d, request);
      case 'refusesMmio':
        return isMmio ? d.parts.refusedByOp(d, request) : translate(d, request);
      case 'powerTce': {
        const refuses = isMmio && d.config.assumptions.DMA_POWER_TCE_MMIO === 'refuses';
        return refuses ? d.parts.refusedByOp(d, request) : translate(d, request);
      }
      case 'arm32':
        return translate(d, request);
    }
  },

  unmapLegacy(d, { address, request, translated }) {
    d.parts.cacheFor(d, 'cpu', request, request.phys);
    if (translated) d.parts.unmapTranslated(d, request.device, address, request.bytes);
  },

  mapWithoutOp: () => null,

  refusedByOp: () => null,
};

function mapThroughXen(d: InBoxDmaApi, request: MapRequest): Entry | null {
  const { bytes, device, phys } = request;
  if (!d.parts.names(d, device, phys, bytes)) return null;
  d.parts.cacheFor(d, 'device', request, phys);
  return { request, address: phys, by: 'legacy', translated: false, bounce: null };
}

function translate(d: InBoxDmaApi, request: MapRequest): Entry | null {
  d.parts.cacheFor(d, 'device', request, request.phys);
  const address = d.parts.mapTranslated(d, request, request.phys, d.parts.legacyProtOf(d, request));
  return address === null ? null : { request, address, by: 'legacy', translated: true, bounce: null };
}
