import { Errno } from '../../../../model/vocabulary/errno';
import { SUBREGION_BYTES } from '../../../../model/vocabulary/viommu/config';
import type { BlockParts } from '../parts/block';

export const blockParts: BlockParts = {
  allocBlock(d, iommu, region) {
    const step = { event: 'allocBlock', iommu: iommu.index, region, bytes: SUBREGION_BYTES } as const;
    const fault = d.faults.next('allocBlock', region);
    const block = fault === undefined ? d.memory.take(d.parts.nodeOf(iommu)) : null;
    if (block === null) {
      d.note({ ...step, block: null, value: Errno.ENOMEM });
      return Errno.ENOMEM;
    }
    d.parts.zero(block);
    d.note({ ...step, block: d.parts.spaOf(block), value: 0 });
    return block;
  },

  nodeOf: ({ node }) => node,

  zero: (block) => block.zero(),

  spaOf: ({ spa }) => spa,

  record(iommu, region, block) {
    const slot = { block, triedUncached: false, unflushed: null, isLeaked: false };
    iommu.slots[region] = slot;
    return slot;
  },

  freeBlock(d, iommu, region, block) {
    d.note({ event: 'freeBlock', iommu: iommu.index, region, block: d.parts.spaOf(block) });
    d.memory.give(block);
  },

  forget(iommu, region) {
    iommu.slots[region] = null;
  },
};
