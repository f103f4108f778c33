import type { IovaParts } from '../parts/iova';

/** IOVA_SWIOTLB_FLAG of the state: no size may have it. */
const FLAG = 1n << 63n;

/** dma_iova_try_alloc, destroy and free. dma-mmio.md 4.4. */
export const reservationParts: Pick<IovaParts, 'tryAlloc' | 'stateOfFailure' | 'destroy' | 'free'> = {
  tryAlloc(d, device, phys, bytes) {
    if (device.config.dma.path !== 'iommu' || d.faults.attachFails) return null;
    if (bytes === 0n || (bytes & FLAG) !== 0n) return null;
    const within = d.inGranule(phys);
    const iova = d.parts.reserve(d, device, d.wholeGranules(within + bytes));
    return iova === null ? null : iova + within;
  },

  stateOfFailure: () => null,

  destroy(d, state, request) {
    if (request !== null) d.parts.unlink(d, state, 0n, request);
    d.parts.free(d, state);
  },

  free(d, { address, bytes, device }) {
    const within = d.inGranule(address);
    d.parts.release(d, device, address - within, d.wholeGranules(within + bytes));
  },
};
