import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import { isGuest } from '../../../../model/vocabulary/dma-api/platform';
import type { DmaParts } from '../parts/dma';

/** The direct path. dma-mmio.md 4.2, 7.2. */
export const directParts: Pick<
  DmaParts,
  'forcesBounce' | 'mapDirect' | 'mapDirect72' | 'mmioOutOfReach' | 'unmapDirect' | 'kmallocBounces'
> = {
  forcesBounce(d, { config: { forceBounce } }) {
    const { guestForcesBounce, kind } = d.config.platform;
    return forceBounce || (d.config.assumptions.DMA_RELEASE === '7.2' && isGuest(kind) && guestForcesBounce);
  },

  mapDirect(d, request) {
    const { attrs, bytes, device, direction, phys } = request;
    if (!d.parts.directAllows(d, request) || !d.parts.sharedRamAllowed(d, attrs)) return null;
    if (d.config.assumptions.DMA_RELEASE === '7.2') return d.parts.mapDirect72(d, request);
    const isMmio = (attrs & DmaAttr.MMIO) !== 0;
    const mustStay = (attrs & DmaAttr.REQUIRE_COHERENT) !== 0;
    if (d.parts.forcesBounce(d, device)) return isMmio || mustStay ? null : d.parts.bounceDirect(d, request);
    const address = d.parts.directAddress(d, request);
    if (!d.parts.isCapable(d, request, address)) {
      if (isMmio) return d.parts.mmioOutOfReach(d, request);
      return mustStay ? null : d.parts.bounceDirect(d, request);
    }
    if (!isMmio && d.parts.kmallocBounces(device, bytes, direction))
      return mustStay ? null : d.parts.bounceDirect(d, request);
    d.parts.cacheFor(d, 'device', request, phys);
    return { request, address: address!, by: 'direct', translated: false, bounce: null };
  },

  mapDirect72(d, request) {
    const { attrs, bytes, device, direction, phys } = request;
    const isMmio = (attrs & DmaAttr.MMIO) !== 0;
    const isShared = d.parts.namesShared(d, attrs);
    const mustStay = (attrs & DmaAttr.REQUIRE_COHERENT) !== 0;
    if (d.parts.forcesBounce(d, device) !== isShared) {
      if (isShared || isMmio || mustStay) return null;
      return d.parts.bounceDirect(d, request);
    }
    const address = isMmio ? phys : d.parts.directAddress(d, request);
    const mayBounce = !isMmio && !isShared && !mustStay;
    const isOut = !d.parts.names(d, device, address, bytes);
    const isUnsafe = !isMmio && !isShared && d.parts.kmallocBounces(device, bytes, direction);
    if (isOut || isUnsafe) return mayBounce ? d.parts.bounceDirect(d, request) : null;
    d.parts.cacheFor(d, 'device', request, phys);
    return { request, address: address!, by: 'direct', translated: false, bounce: null };
  },

  mmioOutOfReach: () => null,

  unmapDirect(d, { address, request }) {
    const { attrs, device } = request;
    // Uncached, and in no pool.
    if ((attrs & (DmaAttr.MMIO | DmaAttr.REQUIRE_COHERENT)) !== 0) return;
    const phys = d.parts.physOf(device, d.parts.canonical(d, address));
    if (phys === null) return;
    d.parts.cacheFor(d, 'cpu', request, phys);
    d.parts.giveSlots(d, device, phys);
  },

  kmallocBounces: ({ config: { coherent, kmallocAlign } }, bytes, direction) =>
    !coherent && direction !== 'TO_DEVICE' && kmallocAlign !== 0n && bytes % kmallocAlign !== 0n,
};
