import type { IovaParts } from '../parts/iova';

/** dma_iova_sync and unlink. dma-mmio.md 4.4. */
export const unlinkParts: Pick<IovaParts, 'syncLinks' | 'unlink' | 'unlinkSlowly'> = {
  syncLinks(d, state, offset, bytes) {
    const address = state.address + offset;
    const within = d.inGranule(address);
    d.parts.flush(d, state.device, address - within, d.wholeGranules(within + bytes), 'map');
  },

  unlink(d, state, offset, request) {
    const { attrs, bytes, device } = request;
    const address = state.address + offset;
    if (state.hasBounced || d.parts.needsCache(device, attrs)) d.parts.unlinkSlowly(d, address, request);
    const within = d.inGranule(address);
    const length = d.wholeGranules(within + bytes);
    d.parts.iommuUnmap(d, device, address - within, length);
    d.parts.flush(d, device, address - within, length, 'unmap');
  },

  unlinkSlowly(d, address, request) {
    const end = address + request.bytes;
    for (let at = address; at < end;) {
      const toEdge = d.granule - d.inGranule(at);
      const bytes = toEdge < end - at ? toEdge : end - at;
      const phys = d.lookUp(request.device, at);
      if (phys === null) return;
      d.parts.cacheFor(d, 'cpu', { ...request, bytes }, phys);
      d.parts.giveSlots(d, request.device, phys);
      at += bytes;
    }
  },
};
