import { Errno } from '../../../../model/vocabulary/errno';
import type { PinParts } from '../parts/pin';
import { bytesOf } from '../page';

/** Pages of the user, pinned or followed: dma-mmio.md 5.2. */
export const fetchParts: Pick<
  PinParts,
  'fetch' | 'pinUserPages' | 'refusal' | 'followFrames' | 'isFollowed' | 'isThere' | 'isReserved'
> = {
  fetch(d, mapping, vaddr, pages, batch) {
    const errno = d.parts.pinUserPages(d, mapping, vaddr, Math.min(pages, batch.capacity), batch);
    if (errno !== 0) return d.parts.followFrames(d, mapping, vaddr, pages, errno);
    d.parts.marking.pinned(mapping);
    return { frame: batch.first, frames: 0, pageClass: 'ram' };
  },

  pinUserPages(d, mapping, vaddr, pages, batch) {
    batch.clear();
    while (batch.size < pages) {
      const page = d.process.pageAt(vaddr + bytesOf(batch.size));
      const refused = d.parts.refusal(page === null ? null : page.area, mapping.write);
      if (refused !== 0) return batch.size > 0 ? 0 : refused;
      const most = Math.min(page!.inRun, pages - batch.size);
      const pinned = Math.min(most, d.faults.pinsLeft);
      d.faults.countPins(pinned);
      d.pin(page!.frame, pinned);
      batch.add(page!.frame, pinned);
      if (pinned < most) return batch.size > 0 ? 0 : d.faults.pinErrno || Errno.EFAULT;
    }
    return 0;
  },

  refusal(area, write) {
    if (area?.kind === 'fsdax') return Errno.EOPNOTSUPP;
    const isPinned = area?.kind === 'memory' && (area.writable || !write);
    return isPinned ? 0 : Errno.EFAULT;
  },

  followFrames(d, mapping, vaddr, pages, errno) {
    const page = d.process.pageAt(vaddr);
    if (page === null || !d.parts.isFollowed(page.area.kind)) return errno;
    const { area, frame, inLeaf } = page;
    const isReserved = d.parts.isThere(area, mapping.write) && d.parts.isReserved(d, frame, area.kind);
    d.parts.marking.followed(mapping, area.kind, isReserved);
    if (!isReserved) return Errno.EFAULT;
    return { frame, frames: Math.min(pages, inLeaf), pageClass: d.parts.marking.classOf(d, area.kind, frame) };
  },

  isFollowed: (kind) => kind === 'pfnmap' || kind === 'ioPfnmap',

  isThere: ({ enabled, writable }, write) => enabled && (writable || !write),

  isReserved: (d, frame) => d.memory.kindOf(frame) !== 'ram',
};
