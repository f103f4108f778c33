import { Errno } from '../../../../model/vocabulary/errno';
import type { PinParts } from '../parts/pin';
import { pinnedByMediated } from '../mediated/pins';

/** Locked pages of the user: dma-mmio.md 5.3. */
export const accountParts: Pick<PinParts, 'newlyLocked' | 'isOverLimit' | 'lockPages'> = {
  newlyLocked: (mapping, iova, pages, pageClass) =>
    pageClass === 'ram' ? pages - pinnedByMediated(mapping, iova, pages) : 0,

  isOverLimit: (d, locked) => !d.config.capIpcLock && locked > d.config.lockLimit,

  lockPages(d, pages) {
    if (pages === 0) return 0;
    if (d.faults.count('account') !== null) return Errno.EINTR;
    d.process.lockedPages += pages;
    return 0;
  },
};
