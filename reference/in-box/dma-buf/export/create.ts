import { Errno } from '../../../../model/vocabulary/errno';
import { DmaBuf, type PhysRange } from '../objects/dma-buf';
import type { ExportParts } from '../parts/export';

const ALL = 2n ** 64n;

/** From a checked argument to a buffer with an fd: dma-mmio.md 1.2, B12 to B17, and 1.3. */
export const createParts: Pick<
  ExportParts,
  | 'createBuf'
  | 'sizeOf'
  | 'hasProvider'
  | 'fillRanges'
  | 'overflowErrno'
  | 'isInBar'
  | 'arrange'
  | 'getRegistration'
  | 'putRegistration'
  | 'undoCreate'
  | 'publish'
  | 'isBornRevoked'
  | 'undoPublish'
> = {
  createBuf(d, device, op) {
    const { fail, region } = op;
    if (fail?.at === 'allocation') return Errno.ENOMEM;
    if (!d.parts.hasProvider(device, region)) return Errno.EINVAL;
    const ranges = d.parts.fillRanges(d, device, op);
    if (typeof ranges === 'number') return ranges;
    if (fail?.at === 'registration') return Errno.ENODEV;
    d.parts.getRegistration(device);
    if (fail?.at === 'create') {
      d.parts.undoCreate(d, device);
      return fail.errno;
    }
    if (device.memoryLocked) {
      d.parts.putRegistration(device);
      return 'waits';
    }
    const buf = new DmaBuf(op.buf, device);
    buf.size = d.parts.sizeOf(op.ranges);
    buf.physVec = d.parts.arrange(ranges);
    d.parts.publish(d, device, buf);
    if (fail?.at === 'fd') {
      d.parts.undoPublish(d, buf);
      return fail.errno;
    }
    d.giveName(op.buf);
    return 0;
  },

  sizeOf: (ranges) => ranges.reduce((sum, { length }) => sum + length, 0n),

  hasProvider: ({ config }, region) => config.providers && config.bars[region]!.kind === 'memory',

  fillRanges(d, device, { region, ranges }) {
    const bar = device.config.bars[region]!;
    const filled: PhysRange[] = [];
    for (const { offset, length } of ranges) {
      const paddr = bar.base + offset;
      const end = paddr + length;
      if (paddr >= ALL || end >= ALL) return d.parts.overflowErrno;
      if (!d.parts.isInBar(device, region, paddr, end)) return Errno.EINVAL;
      filled.push({ paddr, bytes: length });
    }
    return filled;
  },

  overflowErrno: Errno.EOVERFLOW,

  isInBar({ config }, region, _paddr, end) {
    const { base, bytes } = config.bars[region]!;
    return end <= base + bytes;
  },

  arrange: (ranges) => [...ranges],

  getRegistration(device) {
    device.registrations++;
  },

  putRegistration(device) {
    device.registrations--;
  },

  undoCreate: (d, device) => d.parts.putRegistration(device),

  publish(d, device, buf) {
    buf.revoked = d.parts.isBornRevoked(d, device);
    device.dmaBufs.push(buf);
    d.bufs.set(buf.name, buf);
  },

  isBornRevoked: (d, device) => !d.parts.memoryEnabled(d, device),

  undoPublish: (d, buf) => d.parts.putFile(d, buf),
};
