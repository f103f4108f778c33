import { Errno } from '../../../../model/vocabulary/errno';
import { LAST } from '../page';
import type { UnmapParts } from '../parts/unmap';

/** What an unmap asks for: dma-mmio.md 5.5, as v2 has it. */
export const unmapRequestParts: Pick<
  UnmapParts,
  'unmapDma' | 'checkUnmapArgument' | 'checkUnmapRange' | 'checkBisect' | 'invalidateVaddr' | 'nothingThere'
> = {
  unmapDma(d, op) {
    const badArgument = d.parts.checkUnmapArgument(op);
    if (badArgument !== 0) return badArgument;
    if (op.invalidateVaddr && d.config.mediated) return Errno.EBUSY;
    const [first, last] = op.all ? [0n, LAST] : [op.iova, op.iova + op.size - 1n];
    const refused = d.parts.checkUnmapRange(d, op) || (op.all ? 0 : d.parts.checkBisect(d, first, last));
    if (refused !== 0) return refused;
    const mappings = d.mappings.within(first, last);
    if (mappings.length === 0) return d.parts.nothingThere;
    if (op.invalidateVaddr) return d.parts.invalidateVaddr(d, mappings);
    let bytes = 0n;
    for (const mapping of mappings) {
      bytes += mapping.bytes;
      if (mapping.mediatedPins.size > 0) d.parts.notifyUnmap(d, mapping);
      d.parts.removeMapping(d, mapping);
    }
    return bytes;
  },

  checkUnmapArgument({ argument, otherFlags }) {
    if (argument === 'unreadable') return Errno.EFAULT;
    return argument === 'small' || otherFlags ? Errno.EINVAL : 0;
  },

  checkUnmapRange(d, { all, iova, size }) {
    const mask = d.parts.alignment(d) - 1n;
    if ((iova & mask) !== 0n) return Errno.EINVAL;
    if (all) return iova === 0n && size === 0n ? 0 : Errno.EINVAL;
    if (size === 0n || (size & mask) !== 0n) return Errno.EINVAL;
    return iova + size - 1n > LAST ? Errno.EOVERFLOW : 0;
  },

  checkBisect(d, first, last) {
    const low = d.mappings.overlapping(first, first);
    if (low !== null && low.iova !== first) return Errno.EINVAL;
    const high = d.mappings.overlapping(last, last);
    return high !== null && high.last !== last ? Errno.EINVAL : 0;
  },

  invalidateVaddr(_d, mappings) {
    if (mappings.some(({ vaddrInvalid }) => vaddrInvalid)) return Errno.EINVAL;
    let bytes = 0n;
    for (const mapping of mappings) {
      mapping.vaddrInvalid = true;
      bytes += mapping.bytes;
    }
    return bytes;
  },

  nothingThere: 0n,
};
