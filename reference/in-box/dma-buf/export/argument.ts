import { Errno } from '../../../../model/vocabulary/errno';
import type { ExportParts } from '../parts/export';

const HEADER_BYTES = 8;
/** Without the ranges, whose room `argsz` need not count. dma-mmio.md 1.1. */
const PAYLOAD_BYTES = 16;
const BARS = 6;
const ALL = 2n ** 64n;
/** Marks a size that bounces: no buffer may have it. dma-mmio.md 0.4. */
const IOVA_SWIOTLB_FLAG = 2n ** 63n;

/** What the user says is to be exported: dma-mmio.md 1.2, B4 to B11. */
export const argumentParts: Pick<
  ExportParts,
  | 'checkArgument'
  | 'checkPayload'
  | 'hasLegalFlags'
  | 'hasLegalCount'
  | 'checkRegion'
  | 'isBar'
  | 'isClaimed'
  | 'copyRanges'
  | 'checkRanges'
  | 'isAligned'
  | 'isLegalTotal'
> = {
  checkArgument: (d, device, op) =>
    d.parts.checkPayload(d, op) ||
    d.parts.checkRegion(d, device, op) ||
    d.parts.copyRanges(op) ||
    d.parts.checkRanges(d, op.ranges),

  checkPayload(d, op) {
    if (!op.get) return Errno.EINVAL;
    if (op.argsz - HEADER_BYTES < PAYLOAD_BYTES) return Errno.EINVAL;
    if (op.unreadable === 'payload') return Errno.EFAULT;
    return d.parts.hasLegalCount(op) && d.parts.hasLegalFlags(op) ? 0 : Errno.EINVAL;
  },

  hasLegalFlags: (op) => op.flags === 0,

  hasLegalCount: (op) => op.ranges.length > 0,

  checkRegion: (d, device, { region }) =>
    d.parts.isBar(region) && d.parts.isClaimed(device, region) ? 0 : Errno.ENODEV,

  isBar: (region) => region < BARS,

  isClaimed(device, region) {
    const { kind, claimed } = device.config.bars[region]!;
    return kind !== 'absent' && claimed;
  },

  copyRanges(op) {
    if (op.fail?.at === 'copy') return Errno.ENOMEM;
    return op.unreadable === 'ranges' ? Errno.EFAULT : 0;
  },

  checkRanges(d, ranges) {
    let total = 0n;
    for (const { offset, length } of ranges) {
      if (length === 0n || !d.parts.isAligned(d, offset, length)) return Errno.EINVAL;
      total += length;
      if (total >= ALL) return Errno.EINVAL;
    }
    return d.parts.isLegalTotal(total) ? 0 : Errno.EINVAL;
  },

  isAligned: (d, offset, length) => (offset | length) % d.pageBytes === 0n,

  isLegalTotal: (total) => total < IOVA_SWIOTLB_FLAG,
};
