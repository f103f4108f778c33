import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import type { DmaParts } from '../parts/dma';

/** CPU caches, and the calls that maintain them while memory is mapped. dma-mmio.md 4.2, 4.6. */
export const cacheParts: Pick<DmaParts, 'needsCache' | 'cacheFor' | 'syncEntry' | 'mustNotSync'> = {
  needsCache: ({ config }, attrs) => !config.coherent && (attrs & (DmaAttr.SKIP_CPU_SYNC | DmaAttr.MMIO)) === 0,

  cacheFor(d, target, { attrs, bytes, device }, phys) {
    if (d.parts.needsCache(device, attrs)) d.note({ event: 'cache', target, phys, bytes });
  },

  syncEntry(d, { address, by, request }, target) {
    const { bytes, device, direction } = request;
    const { coherent } = device.config;
    if (by === 'iommu') {
      if (coherent && !d.parts.needsBounce(d, device, bytes, direction)) return;
      const phys = d.lookUp(device, address);
      if (!coherent && phys !== null) d.note({ event: 'cache', target, phys, bytes });
    } else if (!coherent) {
      const phys = by === 'direct' ? d.parts.physOf(device, d.parts.canonical(d, address)) : request.phys;
      if (phys !== null) d.note({ event: 'cache', target, phys, bytes });
    }
  },

  mustNotSync: ({ by, request }) => by === 'bus' || (request.attrs & DmaAttr.MMIO) !== 0,
};
