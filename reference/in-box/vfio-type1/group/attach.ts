import { Errno } from '../../../../model/vocabulary/errno';
import { pinnedByBoth } from '../mediated/pins';
import { pagesOf } from '../page';
import type { GroupParts } from '../parts/group';
import { windowsOf } from './windows';

/** Groups that come and go. Linux vfio_iommu_type1.c. */
export const attachParts: Pick<GroupParts, 'attach' | 'checkAttach' | 'windowsOf' | 'detach' | 'unmapToRecorded'> = {
  attach(d, domain) {
    const errno = d.parts.checkAttach(d, domain) || d.parts.replay(d, domain);
    if (errno === 0) d.domains = [domain, ...d.domains];
    else domain.free();
    return errno;
  },

  checkAttach(d, domain) {
    const mappings = d.mappings.all();
    if (mappings.some(({ vaddrInvalid }) => vaddrInvalid)) return Errno.EBUSY;
    const windows = d.parts.windowsOf([domain, ...d.domains]);
    const fits = mappings.every(({ iova, last }) =>
      windows.some((window) => window.first <= iova && last <= window.last),
    );
    return windows.length > 0 && fits ? 0 : Errno.EINVAL;
  },

  windowsOf,

  detach(d, domain) {
    if (d.domains.length === 1)
      for (const mapping of d.mappings.all())
        if (d.config.mediated) d.parts.unmapToRecorded(d, mapping);
        else d.parts.removeMapping(d, mapping);
    d.domains = d.domains.filter((other) => other !== domain);
    domain.free();
  },

  unmapToRecorded(d, mapping) {
    const staysLocked = pinnedByBoth(mapping, mapping.iova, pagesOf(mapping.bytes));
    d.parts.unlockPages(d, d.parts.unmapMapping(d, mapping) - staysLocked);
  },
};
