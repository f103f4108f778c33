import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import type { IommuParts } from '../parts/iommu';

const UNCACHED = DmaAttr.MMIO | DmaAttr.REQUIRE_COHERENT;

/** iommu-dma. dma-mmio.md 4.3. */
export const iommuMapParts: Pick<
  IommuParts,
  'needsBounce' | 'bounces' | 'mapIommu' | 'dropBounce' | 'unmapIommu' | 'mapTranslated' | 'unmapTranslated'
> = {
  needsBounce: (d, device, bytes, direction) =>
    device.config.untrusted || d.parts.kmallocBounces(device, bytes, direction),

  bounces: (d, { attrs, bytes, device, direction, phys }) =>
    (attrs & DmaAttr.MMIO) === 0 && d.parts.needsBounce(d, device, bytes, direction) && !d.isAligned(phys | bytes),

  mapIommu(d, request) {
    const { attrs, bytes, device, direction, phys } = request;
    if (!d.parts.translationAllows(d, request)) return null;
    const mustBounce = d.parts.bounces(d, request);
    if (mustBounce && (attrs & DmaAttr.REQUIRE_COHERENT) !== 0) return null;
    const bounce = mustBounce ? d.parts.takeSlots(d, device, bytes, d.inGranule(phys)) : null;
    if (mustBounce && bounce === null) return null;
    const memory = bounce?.paddr ?? phys;
    d.parts.cacheFor(d, 'device', request, memory);
    const prot = d.parts.protOf(d, device, direction, attrs);
    const address = d.faults.attachFails ? null : d.parts.mapTranslated(d, request, memory, prot);
    if (address !== null) return { request, address, by: 'iommu', translated: true, bounce };
    if (bounce !== null) d.parts.dropBounce(d, device, memory);
    return null;
  },

  dropBounce: (d, device, phys) => d.parts.giveSlots(d, device, phys),

  unmapIommu(d, { address, request }) {
    const { attrs, bytes, device } = request;
    if ((attrs & UNCACHED) !== 0) return d.parts.unmapTranslated(d, device, address, bytes);
    const phys = d.lookUp(device, address);
    if (phys === null) return;
    d.parts.cacheFor(d, 'cpu', request, phys);
    d.parts.unmapTranslated(d, device, address, bytes);
    d.parts.giveSlots(d, device, phys);
  },

  mapTranslated(d, { bytes, device }, phys, prot) {
    const within = d.inGranule(phys);
    const length = d.wholeGranules(within + bytes);
    const iova = d.parts.reserve(d, device, length);
    if (iova === null) return null;
    if (d.parts.iommuMap(d, device, iova, phys - within, length, prot) !== 0) {
      d.parts.release(d, device, iova, length);
      return null;
    }
    d.parts.flush(d, device, iova, length, 'map');
    return iova + within;
  },

  unmapTranslated(d, device, address, bytes) {
    const within = d.inGranule(address);
    const length = d.wholeGranules(within + bytes);
    d.parts.iommuUnmap(d, device, address - within, length);
    d.parts.flush(d, device, address - within, length, 'unmap');
    d.parts.release(d, device, address - within, length);
  },
};
