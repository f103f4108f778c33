import type { Type1Config } from '../../../../model/vocabulary/vfio-type1/config';
import type { MapOp, UnmapOp } from '../../../../model/vocabulary/vfio-type1/op';
import type { Draw } from '../../../engine/draw';
import { PAGE, TOP } from '../bounds';

/** An address: the last page where it would be beyond. */
const below = (address: bigint): bigint => (address < TOP ? address : TOP - PAGE);

/** The request with something wrong: each check of dma-mmio.md 5.1, or what is just right. */
export function spoilMap(draw: Draw, { domains }: Type1Config, op: MapOp): MapOp {
  switch (draw.int(13)) {
    case 0:
      return { ...op, argument: draw.pick(['unreadable', 'small'] as const) };
    case 1:
      return { ...op, otherFlags: true };
    case 2:
      return { ...op, size: 0n };
    case 3:
      return { ...op, iova: below(TOP - op.size + draw.pick([0n, PAGE])) };
    case 4:
      return { ...op, vaddr: below(TOP - op.size + draw.pick([0n, PAGE])) };
    case 5:
      return { ...op, read: false, write: false };
    case 6:
      return { ...op, updateVaddr: true };
    case 7:
      return { ...op, read: false, write: false, updateVaddr: true };
    case 8:
      return { ...op, iova: op.iova | draw.pick([0x10n, 0x800n]) };
    case 9:
      return { ...op, vaddr: op.vaddr | 0x800n };
    case 10:
      return { ...op, size: op.size + 0x800n };
    case 11: {
      // The last page of a window, and one more.
      const { last } = draw.pick(domains).aperture;
      const iova = last + 1n - op.size + draw.pick([0n, PAGE]);
      return iova >= 0n && iova < TOP ? { ...op, iova } : op;
    }
    default: {
      const iova = 0x10_9000n - op.size;
      return iova >= 0n ? { ...op, iova } : op;
    }
  }
}

/** The request with something wrong: each check of dma-mmio.md 5.5. */
export function spoilUnmap(draw: Draw, op: UnmapOp): UnmapOp {
  switch (draw.int(7)) {
    case 0:
      return { ...op, argument: draw.pick(['unreadable', 'small'] as const) };
    case 1:
      return { ...op, otherFlags: true };
    case 2:
      return { ...op, size: 0n };
    case 3:
      return { ...op, size: TOP - op.iova + draw.pick([-PAGE, 0n, PAGE].filter((by) => op.iova > 0n || by < 0n)) };
    case 4:
      return { ...op, iova: op.iova | 0x800n };
    case 5:
      return { ...op, size: op.size | 0x800n };
    default:
      return { ...op, all: true };
  }
}
