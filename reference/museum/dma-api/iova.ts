/** Exhibits on the IOVA API (dma-mmio.md 4.4). */
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import { Errno } from '../../../model/vocabulary/errno';
import { standardDmaApiParts } from '../../in-box/dma-api';
import { IovaState } from '../../in-box/dma-api/objects/iova-state';
import type { DmaApiExhibit } from './exhibit';

export const linkInsideGranule: DmaApiExhibit = {
  name: 'link-inside-granule',
  title: 'memory that begins inside a granule is linked behind another one',
  source: 'dma-mmio.md DMA-047',
  rule: 'DMA-047',
  parts: {
    refusesLink(d, state, offset, request) {
      const value = standardDmaApiParts.refusesLink(d, state, offset, request);
      return value === Errno.EIO ? 0 : value;
    },
  },
};

export const linkedMmioBounces: DmaApiExhibit = {
  name: 'linked-mmio-bounces',
  title: 'unaligned MMIO of a device on an external port is linked to bounce buffers',
  source: 'dma-mmio.md DMA-048',
  rule: 'DMA-048',
  parts: {
    link(d, state, offset, request) {
      const asMemory = { ...request, attrs: request.attrs & ~DmaAttr.MMIO };
      return d.parts.bounces(d, asMemory) && d.parts.refusesLink(d, state, offset, asMemory) === 0
        ? d.parts.linkThroughPool(d, state, offset, request)
        : standardDmaApiParts.link(d, state, offset, request);
    },
  },
};

export const syncSkipped: DmaApiExhibit = {
  name: 'sync-skipped',
  title: 'the IOTLB is not told of what was linked',
  source: 'dma-mmio.md DMA-049',
  rule: 'DMA-049',
  parts: { syncLinks: () => undefined },
};

export const destroyFreesLinked: DmaApiExhibit = {
  name: 'linux-7.2-destroy-frees-linked-part',
  title: 'destroy hands back the IOVA space that was linked, and leaks the rest of the reservation',
  source: 'Linux 7.2; dma-mmio.md DMA-050',
  rule: 'DMA-050',
  parts: {
    destroy(d, state, request) {
      if (request === null) return d.parts.free(d, state);
      d.parts.unlink(d, state, 0n, request);
      const within = d.inGranule(state.address);
      d.parts.release(d, state.device, state.address - within, d.wholeGranules(within + request.bytes));
    },
  },
};

export const halfFilledState: DmaApiExhibit = {
  name: 'half-filled-state',
  title: 'try_alloc finds no IOVA space, and leaves a state with a size',
  source: 'dma-mmio.md DMA-051',
  rule: 'DMA-051',
  parts: {
    stateOfFailure: (device, bytes) => (bytes === 0n ? null : new IovaState(device, 0n, bytes)),
  },
};
