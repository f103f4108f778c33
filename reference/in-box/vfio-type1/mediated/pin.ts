import { Errno } from '../../../../model/vocabulary/errno';
import { Batch } from '../objects/batch';
import { bytesOf } from '../page';
import type { MediatedParts } from '../parts/mediated';
import { holdsRam } from './pins';

/** Pins of the mediated device. Linux vfio_iommu_type1.c. */
export const mediatedParts: MediatedParts = {
  pinPage(d, { iova, write }) {
    const mapping = d.mappings.overlapping(iova, iova + bytesOf(1) - 1n);
    if (mapping === null) return Errno.EINVAL;
    if (!mapping.read || (write && !mapping.write)) return Errno.EPERM;
    const pin = mapping.mediatedPins.get(iova);
    if (pin === undefined) return d.parts.pinFirst(d, mapping, iova);
    pin.times++;
    return 0;
  },

  pinFirst(d, mapping, iova) {
    const batch = new Batch(1);
    const fetched = d.parts.fetch(d, mapping, mapping.vaddr + (iova - mapping.iova), 1, batch);
    if (typeof fetched === 'number') return fetched;
    const { frame } = fetched;
    const kind = d.memory.kindOf(frame);
    if (kind === null) return Errno.EINVAL;
    if (kind === 'ram' && !holdsRam(mapping, iova)) {
      if (d.parts.isOverLimit(d, d.process.lockedPages + 1)) {
        d.unpin(mapping, frame, 1);
        return Errno.ENOMEM;
      }
      d.parts.lockPages(d, 1);
    }
    mapping.mediatedPins.set(iova, { frame, isRam: kind === 'ram', times: 1 });
    return 0;
  },

  unpinPage(d, mapping, iova) {
    const pin = mapping.mediatedPins.get(iova)!;
    if (--pin.times > 0) return;
    mapping.mediatedPins.delete(iova);
    if (!pin.isRam) return;
    d.unpin(mapping, pin.frame, 1);
    if (!holdsRam(mapping, iova)) d.parts.unlockPages(d, 1);
  },

  notifyUnmap(d, mapping) {
    d.log.note({ event: 'notify', iova: mapping.iova, bytes: mapping.bytes });
    const iovas = [...mapping.mediatedPins.keys()].sort((a, b) => (a < b ? -1 : 1));
    for (const iova of iovas) while (mapping.mediatedPins.has(iova)) d.parts.unpinPage(d, mapping, iova);
  },
};
