import type { ExportOp } from '../vocabulary/dma-buf/op';
import { Errno } from '../vocabulary/errno';
import { claimedBar, isMemoryEnabled, type Buf, type Device, type World } from './state';

const HEADER_BYTES = 8;
const PAYLOAD_BYTES = 16;
const TOP = 1n << 64n;
/** The bit of a size that the IOVA state keeps for itself. dma-mmio.md 0.4. */
const IOVA_STATE_FLAG = 1n << 63n;

/** What came of the checks: an errno (0 for PROBE), or what is to be exported. */
export type Checked = { readonly value: number } | { readonly value: null; readonly physVec: Buf['physVec'] };

const ends = (value: number): Checked => ({ value });

/** The checks of an export, the first that fails decides. Rows of dma-mmio.md 1.2; B17: `finishExport`. */
export function checkExport({ config }: World, device: Device, op: ExportOp): Checked {
  /* A0 */ if (!device.open) return ends(Errno.EINVAL);
  /* A1 */ if (op.fail?.at === 'resume') return ends(Errno.EIO);
  /* A2 */ if (op.unreadable === 'header') return ends(Errno.EFAULT);
  /* A3 */ if (op.argsz < HEADER_BYTES) return ends(Errno.EINVAL);
  /* A4 */ if (op.otherFlags) return ends(Errno.EINVAL);
  /* A5 */ if (op.get && op.set && !op.probe) return ends(Errno.EINVAL);
  /* A6 */ if (device.config.driver === 'noFeature') return ends(Errno.ENOTTY);
  /* B0 */ if (!config.hasDmaBuf) return ends(Errno.ENOTTY);
  /* B1 */ if (device.config.driver === 'noRanges') return ends(Errno.EOPNOTSUPP);
  /* B2 */ if (op.set) return ends(Errno.EINVAL);
  /* B3 */ if (op.probe) return ends(0);
  /* B4 */ if (!op.get) return ends(Errno.EINVAL);
  /* B5 */ if (op.argsz - HEADER_BYTES < PAYLOAD_BYTES) return ends(Errno.EINVAL);
  /* B6 */ if (op.unreadable === 'payload') return ends(Errno.EFAULT);
  /* B7 */ if (op.ranges.length === 0 || op.flags !== 0) return ends(Errno.EINVAL);
  /* B8 */ const bar = claimedBar(device, op.region);
  if (bar === null) return ends(Errno.ENODEV);
  /* B9 */ if (op.fail?.at === 'copy') return ends(Errno.ENOMEM);
  if (op.unreadable === 'ranges') return ends(Errno.EFAULT);
  /* B10, B11 */ if (!isSoundRequest(op, BigInt(2 ** config.pageLg))) return ends(Errno.EINVAL);
  /* B12 */ if (op.fail?.at === 'allocation') return ends(Errno.ENOMEM);
  /* B13 */ if (bar.kind !== 'memory' || !device.config.providers) return ends(Errno.EINVAL);
  /* B14 */ for (const { offset, length } of op.ranges) {
    const end = bar.base + offset + length;
    if (end >= TOP) return ends(Errno.EOVERFLOW);
    if (end > bar.base + bar.bytes) return ends(Errno.EINVAL);
  }
  /* B15 */ if (op.fail?.at === 'registration') return ends(Errno.ENODEV);
  /* B16 */ if (op.fail?.at === 'create') return ends(op.fail.errno);
  // dma-mmio.md 1.3: one for each range, in order.
  return {
    value: null,
    physVec: op.ranges.map(({ offset, length }) => ({ paddr: bar.base + offset, bytes: length })),
  };
}

/** Every range whole pages, and a total that fits. */
function isSoundRequest({ ranges }: ExportOp, page: bigint): boolean {
  let total = 0n;
  for (const { offset, length } of ranges) {
    if (length === 0n || offset % page !== 0n || length % page !== 0n) return false;
    total += length;
    if (total >= TOP) return false;
  }
  return (total & IOVA_STATE_FLAG) === 0n;
}

/** With the memory lock held: the buffer is there, unless no fd is to be had (B17), which leaves nothing. */
export function finishExport(world: World, device: Device, op: ExportOp, physVec: Buf['physVec']): number {
  if (op.fail?.at === 'fd') return op.fail.errno;
  world.names.add(op.buf);
  world.bufs.set(op.buf, {
    name: op.buf,
    device: device.index,
    bytes: physVec.reduce((sum, { bytes }) => sum + bytes, 0n),
    physVec,
    revoked: !isMemoryEnabled(world, device),
    orphaned: false,
    fdOpen: true,
    attachments: [],
    fences: new Set(),
  });
  return 0;
}
