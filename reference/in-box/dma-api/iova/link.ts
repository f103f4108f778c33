import { DmaAttr } from '../../../../model/vocabulary/dma-api/attrs';
import { Errno } from '../../../../model/vocabulary/errno';
import type { InBoxDmaApi } from '../in-box';
import type { IovaState } from '../objects/iova-state';
import type { MapRequest } from '../objects/request';
import type { IovaParts } from '../parts/iova';

/** dma_iova_link. dma-mmio.md 4.4. */
export const linkParts: Pick<IovaParts, 'link' | 'refusesLink' | 'linkThroughPool' | 'linkPiece' | 'linkBounced'> = {
  link(d, state, offset, request) {
    const refused = d.parts.refusesLink(d, state, offset, request);
    if (refused !== 0) return refused;
    return d.parts.bounces(d, request)
      ? d.parts.linkThroughPool(d, state, offset, request)
      : d.parts.linkPiece(d, request, state.address + offset);
  },

  refusesLink(d, state, offset, request) {
    const { attrs, bytes, device, direction, phys } = request;
    const mustStay = (attrs & DmaAttr.REQUIRE_COHERENT) !== 0;
    if (d.inGranule(phys) !== 0n && offset > 0n) return Errno.EIO;
    if ((mustStay && state.hasBounced) || d.parts.lacksCoherence(device, attrs)) return Errno.EOPNOTSUPP;
    const looks = d.config.assumptions.DMA_IOMMU_CC === 'checked';
    if (looks && (d.parts.isCcShared(d, attrs) || !d.parts.translationAllows(d, request))) return Errno.EPERM;
    const stays = mustStay || (attrs & DmaAttr.MMIO) !== 0;
    const wantsPool = d.parts.needsBounce(d, device, bytes, direction) && !d.isAligned(phys | bytes);
    return stays && wantsPool ? Errno.EPERM : 0;
  },

  linkThroughPool(d, state, offset, request) {
    const { bytes, phys } = request;
    const piece = (from: bigint, length: bigint): MapRequest => ({ ...request, phys: phys + from, bytes: length });
    const address = state.address + offset;
    const within = d.inGranule(phys);
    const toEdge = within === 0n ? 0n : d.granule - within;
    const head = toEdge < bytes ? toEdge : bytes;
    // What the head swallows whole has no tail.
    const tail = head === bytes ? 0n : d.inGranule(phys + bytes);
    const middle = bytes - head - tail;
    if (head > 0n) {
      const value = d.parts.linkBounced(d, piece(0n, head), address);
      if (value !== 0) return value;
      state.noteBounce();
    }
    if (middle > 0n) {
      const value = d.parts.linkPiece(d, piece(head, middle), address + head);
      if (value !== 0) return undo(d, state, offset, piece(0n, head), value);
    }
    if (tail > 0n) {
      const value = d.parts.linkBounced(d, piece(head + middle, tail), address + head + middle);
      if (value !== 0) return undo(d, state, offset, piece(0n, head + middle), value);
      state.noteBounce();
    }
    return 0;
  },

  linkPiece(d, request, address) {
    const { attrs, bytes, device, direction, phys } = request;
    const within = d.inGranule(phys);
    d.parts.cacheFor(d, 'device', request, phys);
    const prot = d.parts.protOf(d, device, direction, attrs);
    return d.parts.iommuMap(d, device, address - within, phys - within, d.wholeGranules(within + bytes), prot);
  },

  linkBounced(d, request, address) {
    const { bytes, device, phys } = request;
    const bounce = d.parts.takeSlots(d, device, bytes, d.inGranule(phys));
    if (bounce === null) return Errno.ENOMEM;
    const value = d.parts.linkPiece(d, { ...request, phys: bounce.paddr }, address);
    if (value !== 0) d.parts.dropBounce(d, device, bounce.paddr);
    return value;
  },
};

/** Takes back the pieces before the one that failed; `linked`: all of them. */
function undo(d: InBoxDmaApi, state: IovaState, offset: bigint, linked: MapRequest, value: number): number {
  if (linked.bytes > 0n) d.parts.unlink(d, state, offset, linked);
  return value;
}
