import { Errno } from '../../../../model/vocabulary/errno';
import { SUBREGION_BYTES } from '../../../../model/vocabulary/viommu/config';
import type { FlushParts } from '../parts/flush';

/** dma-mmio.md 8.3, 8.4 O4, 8.5 V-12. */
export const flushParts: FlushParts = {
  flushMapped(d, iommu, region) {
    if (d.config.assumptions.VIOMMU_NON_PRESENT !== 'cached') return 0;
    return d.parts.flush(d, iommu, region, d.parts.iovaOf(region), SUBREGION_BYTES);
  },

  flushUnmapped(d, iommu, region, slot) {
    if (slot.unflushed === null) return 0;
    const ret = d.parts.flush(d, iommu, region, slot.unflushed.base, slot.unflushed.bytes);
    if (ret === 0) slot.unflushed = null;
    return ret;
  },

  flush(d, iommu, region, iova, bytes) {
    const command = d.parts.commandFor(iommu, iova, bytes);
    return d.parts.queueCommand(d, iommu, region, command) || d.parts.awaitCompletion(d, iommu, region);
  },

  commandFor: ({ domain }, iova, bytes) => ({ domain: domain!.id, iova, bytes }),

  queueCommand(d, iommu, region, command) {
    const value = d.faults.next('queue', region)?.errno ?? 0;
    if (value === 0) iommu.queue.queue(command);
    d.note({ event: 'invalidate', iommu: iommu.index, region, ...command, value });
    return value;
  },

  awaitCompletion(d, iommu, region) {
    const value = d.faults.next('wait', region) === undefined ? 0 : Errno.EIO;
    if (value === 0) iommu.queue.complete();
    d.note({ event: 'wait', iommu: iommu.index, region, value });
    return value;
  },
};
