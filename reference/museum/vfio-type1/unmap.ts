/** Exhibits on unmapping and unpinning (dma-mmio.md 5.5). */
import { Errno } from '../../../model/vocabulary/errno';
import { standardType1Parts } from '../../in-box/vfio-type1';
import type { Type1Exhibit } from './exhibit';

const { flushGathered, unmapMapping, unpinFrames } = standardType1Parts;

export const unpinsBeforeFlush: Type1Exhibit = {
  name: 'unpins-before-flush',
  title: 'the pages of a piece are unpinned before the IOTLB is flushed',
  source: 'dma-mmio.md VFIO-022',
  rule: 'VFIO-022',
  parts: {
    flushGathered(d, domain, mapping, gathered) {
      for (const { frame, frames } of gathered.pieces)
        gathered.unpinned += d.parts.unpinFrames(d, mapping, frame, frames);
      gathered.pieces = [];
      flushGathered(d, domain, mapping, gathered);
    },
  },
};

export const othersUnmappedLast: Type1Exhibit = {
  name: 'others-unmapped-last',
  title: 'the other domains are unmapped after the first one: their devices reach pages that are unpinned',
  source: 'dma-mmio.md VFIO-023',
  rule: 'VFIO-023',
  parts: {
    unmapMapping(d, mapping) {
      const [first, ...others] = d.domains;
      if (first === undefined) return unmapMapping(d, mapping);
      d.domains = [first];
      const unpinned = unmapMapping(d, mapping);
      d.domains = [first, ...others];
      if (mapping.bytes > 0n) d.parts.unmapOthers(d, mapping);
      return unpinned;
    },
  },
};

export const unpinsReserved: Type1Exhibit = {
  name: 'unpins-reserved',
  title: 'frames of a BAR are unpinned, which nobody has pinned',
  source: 'dma-mmio.md VFIO-024',
  rule: 'VFIO-024',
  parts: {
    unpinFrames(d, mapping, frame, frames) {
      if (d.memory.kindOf(frame) === 'ram') return unpinFrames(d, mapping, frame, frames);
      d.unpin(mapping, frame, frames);
      return 0;
    },
  },
};

export const bisects: Type1Exhibit = {
  name: 'unmap-bisects',
  title: 'an unmap that begins or ends inside a mapping takes all of it',
  source: 'dma-mmio.md VFIO-025, BG95',
  rule: 'VFIO-025',
  parts: { checkBisect: () => 0 },
};

export const nothingIsEnoent: Type1Exhibit = {
  name: 'nothing-is-enoent',
  title: 'an unmap of a range without mappings fails',
  source: 'dma-mmio.md VFIO-026',
  rule: 'VFIO-026',
  parts: { nothingThere: Errno.ENOENT },
};
