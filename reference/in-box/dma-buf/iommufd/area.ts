import { Errno } from '../../../../model/vocabulary/errno';
import type { Area } from '../objects/area';
import type { IommufdParts } from '../parts/iommufd';

const ULONG_MAX = 2n ** 64n - 1n;

/** The life of an area, in every domain. dma-mmio.md 6.2 to 6.4. */
export const areaParts: Pick<
  IommufdParts,
  | 'addArea'
  | 'chargeOf'
  | 'mapArea'
  | 'unmapFrom'
  | 'revokePages'
  | 'copyArea'
  | 'unmapArea'
  | 'partErrno'
  | 'kernelAccessErrno'
  | 'attachDomain'
  | 'detachDomain'
> = {
  addArea(d, area) {
    d.areas.set(area.name, area);
    area.pages.areas.push(area);
    d.lockedPages += d.parts.chargeOf(d, area.bytes);
    for (const domain of d.domains.keys()) d.parts.mapArea(d, area, domain);
  },

  // MMIO is not pinned.
  chargeOf: () => 0,

  mapArea(d, area, domain) {
    const { bytes, iova, pages, prot } = area;
    pages.tracked.push({ area, domain });
    if (!pages.revoked) d.domains.get(domain)!.map(iova, pages.paddr, bytes, prot);
  },

  unmapFrom: (d, { bytes, iova }, domain) => d.domains.get(domain)!.unmap(iova, bytes),

  revokePages(d, pages) {
    if (pages.revoked) return;
    for (const { area, domain } of pages.tracked) d.parts.unmapFrom(d, area, domain);
    pages.revoked = true;
  },

  copyArea(d, name, { bytes, pages, prot }, iova) {
    if (iova >= ULONG_MAX) return Errno.EOVERFLOW;
    const refused = d.parts.checkArea(d, iova, bytes);
    if (refused !== 0) return refused;
    const area: Area = { name, iova, bytes, prot, pages };
    d.giveName(name);
    d.parts.addArea(d, area);
    return 0;
  },

  unmapArea(d, area, part) {
    if (part !== null) return d.parts.partErrno(part);
    const { pages } = area;
    for (const { domain } of pages.tracked.filter((tracked) => tracked.area === area))
      if (!pages.revoked) d.parts.unmapFrom(d, area, domain);
    pages.tracked = pages.tracked.filter((tracked) => tracked.area !== area);
    pages.areas.splice(pages.areas.indexOf(area), 1);
    d.areas.delete(area.name);
    d.lockedPages -= d.parts.chargeOf(d, area.bytes);
    if (pages.areas.length === 0) d.parts.detach(d, pages.attachment);
    return area.bytes;
  },

  partErrno: (part) => (part === 'native' ? Errno.ENOENT : Errno.EOPNOTSUPP),

  kernelAccessErrno: Errno.EINVAL,

  attachDomain(d, domain) {
    d.addDomain(domain);
    for (const area of d.areas.values()) d.parts.mapArea(d, area, domain);
  },

  detachDomain(d, domain) {
    for (const area of d.areas.values()) {
      const { pages } = area;
      if (!pages.revoked) d.parts.unmapFrom(d, area, domain);
      pages.tracked = pages.tracked.filter((tracked) => tracked.area !== area || tracked.domain !== domain);
    }
    d.domains.delete(domain);
  },
};
