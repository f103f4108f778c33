import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import { Errno } from '../../../../model/vocabulary/errno';
import type { DmaParts } from '../parts/dma';

const MASK_32 = 2n ** 32n - 1n;

/** dma_map_phys: which path a device takes. dma-mmio.md 4.1. */
export const dispatchParts: Pick<
  DmaParts,
  | 'isFatal'
  | 'mappingErrno'
  | 'mapPhys'
  | 'unmapPhys'
  | 'pageFormTakes'
  | 'resourceAttrs'
  | 'lacksCoherence'
  | 'goesDirect'
  | 'usesWindow'
  | 'limitOf'
> = {
  isFatal: (direction) => direction === 'NONE',

  mappingErrno: Errno.ENOMEM,

  mapPhys(d, request) {
    const { attrs, device } = request;
    if (device.config.dmaMask === null || d.parts.lacksCoherence(device, attrs)) return null;
    if (d.parts.goesDirect(d, device) || d.parts.usesWindow(request)) return d.parts.mapDirect(d, request);
    if (d.parts.isCcShared(d, attrs)) return null;
    return device.config.dma.path === 'iommu' ? d.parts.mapIommu(d, request) : d.parts.mapLegacy(d, request);
  },

  unmapPhys(d, entry) {
    switch (entry.by) {
      case 'direct':
        return d.parts.unmapDirect(d, entry);
      case 'iommu':
        return d.parts.unmapIommu(d, entry);
      case 'legacy':
        return d.parts.unmapLegacy(d, entry);
      case 'bus':
      case 'span':
        return;
    }
  },

  pageFormTakes: (attrs) => (attrs & DmaAttr.MMIO) === 0,

  resourceAttrs: (attrs) => attrs | DmaAttr.MMIO,

  lacksCoherence: (device, attrs) => !device.config.coherent && (attrs & DmaAttr.REQUIRE_COHERENT) !== 0,

  goesDirect(d, device) {
    const { dma } = device.config;
    if (dma.path !== 'legacy') return dma.path === 'direct';
    return dma.bypass && d.parts.limitOf(device) >= dma.requiredMask;
  },

  usesWindow({ attrs, bytes, device, phys }) {
    const { dma } = device.config;
    const isPlain = (attrs & (DmaAttr.MMIO | DmaAttr.CC_SHARED)) === 0;
    return isPlain && dma.path === 'legacy' && phys + bytes <= dma.directWindow;
  },

  limitOf({ config: { busLimit, dmaMask } }) {
    // try_alloc does not mind that no mask was set. Linux dma_get_mask.
    const mask = dmaMask ?? MASK_32;
    return busLimit !== 0n && busLimit < mask ? busLimit : mask;
  },
};
