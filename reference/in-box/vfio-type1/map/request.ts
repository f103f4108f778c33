import { Errno } from '../../../../model/vocabulary/errno';
import { Mapping } from '../objects/mapping';
import { LAST } from '../page';
import type { MapParts } from '../parts/map';

/** What a map asks for: dma-mmio.md 5.1, by number. */
export const requestParts: Omit<
  MapParts,
  'pinAndMap' | 'iovaOfRun' | 'mapRun' | 'undoRun' | 'releaseRun' | 'undoMap' | 'protOf'
> = {
  mapDma(d, op) {
    const refused =
      d.parts.checkArgument(op) || d.parts.checkRange(op) || d.parts.checkRights(op) || d.parts.checkAlignment(d, op);
    if (refused !== 0) return refused;
    if (op.updateVaddr) return d.parts.updateVaddr(d, op);
    for (const check of d.parts.newMappingChecks) {
      const errno = d.parts[check](d, op);
      if (errno !== 0) return errno;
    }
    if (d.faults.has('mapping')) return Errno.ENOMEM;
    const mapping = d.parts.makeMapping(d, op);
    d.mappings.insert(mapping);
    d.entriesLeft--;
    if (d.domains.length > 0) return d.parts.pinAndMap(d, mapping, op.size);
    mapping.bytes = op.size;
    return 0;
  },

  checkArgument({ argument, otherFlags }) {
    if (argument === 'unreadable') return Errno.EFAULT;
    return argument === 'small' || otherFlags ? Errno.EINVAL : 0;
  },

  checkRange({ iova, size, vaddr }) {
    if (size === 0n) return Errno.EINVAL;
    return iova + size - 1n > LAST || vaddr + size - 1n > LAST ? Errno.EOVERFLOW : 0;
  },

  checkRights: ({ read, updateVaddr, write }) => ((read || write) === updateVaddr ? Errno.EINVAL : 0),

  checkAlignment: (d, { iova, size, vaddr }) =>
    ((iova | size | vaddr) & (d.parts.alignment(d) - 1n)) === 0n ? 0 : Errno.EINVAL,

  alignment: (d) => d.pageSizes & -d.pageSizes,

  updateVaddr(d, { iova, size, vaddr }) {
    const mapping = d.mappings.overlapping(iova, iova + size - 1n);
    if (mapping === null) return Errno.ENOENT;
    if (!mapping.vaddrInvalid || mapping.iova !== iova || mapping.bytes !== size) return Errno.EINVAL;
    mapping.vaddr = vaddr;
    mapping.vaddrInvalid = false;
    return 0;
  },

  newMappingChecks: ['checkOverlap', 'checkBudget', 'checkWindow'],

  checkOverlap: (d, { iova, size }) => (d.mappings.overlapping(iova, iova + size - 1n) === null ? 0 : Errno.EEXIST),

  checkBudget: (d) => (d.entriesLeft > 0 ? 0 : Errno.ENOSPC),

  checkWindow(d, { iova, size }) {
    const last = iova + size - 1n;
    const isInside = d.parts.windowsOf(d.domains).some((window) => window.first <= iova && last <= window.last);
    return isInside ? 0 : Errno.EINVAL;
  },

  makeMapping: (_d, { iova, read, vaddr, write }) => new Mapping(iova, vaddr, read, write),
};
