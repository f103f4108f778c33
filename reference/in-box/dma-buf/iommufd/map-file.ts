import { Errno } from '../../../../model/vocabulary/errno';
import { Prot } from '../../../../model/vocabulary/prot';
import { AreaPages, type Area } from '../objects/area';
import { Attachment } from '../objects/attachment';
import type { IommufdParts } from '../parts/iommufd';

const ULONG_MAX = 2n ** 64n - 1n;
/** A file may not have so many pages. */
const TOO_MANY_PAGES = 2n ** 32n - 1n;
/** iommufd has no PCI device of its own, and no P2P check is made for it. */
const NO_DEVICE = -1;
const IOMMUFD = { peer2peer: true, revocable: true };

/** IOAS_MAP_FILE: dma-mmio.md 6.1. */
export const mapFileParts: Pick<
  IommufdParts,
  'mapFile' | 'checkMapFile' | 'checkFileRange' | 'importPages' | 'foreignErrno' | 'physOf' | 'checkArea' | 'areaProt'
> = {
  mapFile(d, op) {
    const { area: name, iova, length, start, target } = op;
    const refused = d.parts.checkMapFile(op);
    if (refused !== 0) return refused;
    if (target.kind === 'none') return Errno.EBADF;
    if (target.kind === 'foreign') return d.parts.checkFileRange(d, op, target.bytes) || d.parts.foreignErrno;
    const buf = d.bufs.get(target.buf)!;
    const tooFar = d.parts.checkFileRange(d, op, buf.size);
    if (tooFar !== 0) return tooFar;
    const pages = d.parts.importPages(d, op, buf);
    if (typeof pages === 'number') return pages;
    const ret = d.parts.checkArea(d, iova, length) || (start % d.pageBytes === 0n ? 0 : Errno.EINVAL);
    if (ret !== 0) {
      d.parts.detach(d, pages.attachment);
      return ret;
    }
    const area: Area = { name, iova, bytes: length, prot: d.parts.areaProt(op.read, op.write), pages };
    d.giveName(name);
    d.parts.addArea(d, area);
    return 0;
  },

  checkMapFile({ badIoas, iova, length, otherFlags, read, start, write }) {
    if (otherFlags) return Errno.EOPNOTSUPP;
    if (iova >= ULONG_MAX || length >= ULONG_MAX) return Errno.EOVERFLOW;
    if (!read && !write) return Errno.EINVAL;
    if (badIoas) return Errno.ENOENT;
    if (length === 0n) return Errno.EINVAL;
    return start + length - 1n > ULONG_MAX ? Errno.EOVERFLOW : 0;
  },

  checkFileRange(d, { length, start }, bytes) {
    if (bytes <= start + length - 1n) return Errno.EINVAL;
    return length / d.pageBytes >= TOO_MANY_PAGES ? Errno.EINVAL : 0;
  },

  importPages(d, { area, start }, buf) {
    const refused = d.parts.mayAttach(buf, IOMMUFD);
    if (refused !== 0) return refused;
    const attachment = new Attachment(area, buf, IOMMUFD, NO_DEVICE);
    d.parts.addAttachment(attachment);
    const phys = d.parts.physOf(buf);
    if (typeof phys === 'number') {
      d.parts.detach(d, attachment);
      return phys;
    }
    const pages = new AreaPages(attachment, phys.paddr + start);
    attachment.pages = pages;
    return pages;
  },

  foreignErrno: Errno.EOPNOTSUPP,

  physOf({ physVec, revoked }) {
    if (revoked) return Errno.ENODEV;
    return physVec.length === 1 ? physVec[0]! : Errno.EOPNOTSUPP;
  },

  checkArea(d, iova, bytes) {
    if (bytes % d.pageBytes !== 0n || iova % d.pageBytes !== 0n) return Errno.EINVAL;
    const last = iova + bytes - 1n;
    if (last > ULONG_MAX) return Errno.EOVERFLOW;
    if (d.config.ioas.reserved.some((span) => span.base <= last && iova < span.base + span.bytes)) return Errno.EINVAL;
    for (const area of d.areas.values()) if (area.iova <= last && iova < area.iova + area.bytes) return Errno.EEXIST;
    return 0;
  },

  areaProt: (read, write) => (read ? Prot.READ : 0) | (write ? Prot.WRITE : 0) | Prot.MMIO,
};
