import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import { isGuest } from '../../../../model/vocabulary/dma-api/platform';
import { Errno } from '../../../../model/vocabulary/errno';
import { MapTypeCache } from '../pci/map-type-cache';
import type { P2pParts } from '../parts/p2p';

const MASK64 = 2n ** 64n - 1n;

/** Providers, and what they are asked. dma-mmio.md 3.1, 3.3, 3.4. */
export const providerParts: Pick<
  P2pParts,
  | 'clientOf'
  | 'mapType'
  | 'nearestFunction'
  | 'distanceMany'
  | 'makeProviders'
  | 'busAddress'
  | 'p2pAttrs'
  | 'p2pSegmentAttrs'
> = {
  clientOf: ({ fn }) => fn,

  mapType(d, owner, device) {
    const client = d.parts.clientOf(device);
    if (owner.providers === null || client === null) return 'NOT_SUPPORTED';
    const cached = owner.providers.load(client.config.bdf);
    return cached === 'UNKNOWN' ? d.parts.findRoute(d, owner, client).type : cached;
  },

  nearestFunction: ({ ancestor, fn }) => fn ?? ancestor,

  distanceMany(d, owner, clients, verbose) {
    let sum = 0;
    let unsupported = clients.length === 0;
    for (const device of clients) {
      const client = d.parts.nearestFunction(device);
      if (client === null) return -1;
      const { type, hops } = d.parts.findRoute(d, owner, client);
      if (type === 'NOT_SUPPORTED') unsupported = true;
      if (unsupported && !verbose) break;
      sum += hops;
    }
    return unsupported ? -1 : sum;
  },

  makeProviders(device, fails) {
    if (device.providers !== null) return 0;
    if (device.config.nonMappableBars) return Errno.EOPNOTSUPP;
    if (fails) return Errno.ENOMEM;
    device.providers = new MapTypeCache();
    return 0;
  },

  busAddress: ({ base, bus }, phys) => (phys + bus - base) & MASK64,

  p2pAttrs(d, owner, bar) {
    const { DMA_MMIO_ATTR, DMA_P2P_ATTRS } = d.config.assumptions;
    if (DMA_P2P_ATTRS === 'mmio-alone' || !isGuest(d.config.platform.kind)) return DmaAttr.MMIO;
    const isPrivate = d.parts.isPrivate(owner, bar);
    if (DMA_MMIO_ATTR === 'mmio-encrypted') return DmaAttr.MMIO | (isPrivate ? DmaAttr.MMIO_ENCRYPTED : 0);
    return DmaAttr.MMIO | (isPrivate ? 0 : DmaAttr.CC_SHARED);
  },

  p2pSegmentAttrs(d, owner, bar, attrs) {
    if (d.config.assumptions.DMA_SG_P2P === 'as-ram') return attrs;
    return (attrs & ~DmaAttr.CC_SHARED) | d.parts.p2pAttrs(d, owner, bar);
  },
};
