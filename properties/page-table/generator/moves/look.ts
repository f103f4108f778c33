import { OpKind } from '../../../../model/vocabulary/op';
import { drawIova } from '../place';
import { addressOp } from '../ops';
import type { Move } from '../theme';
import { pickLive } from './live';

const LOOKUP = [OpKind.iovaToPhys];

/** Looks up an address inside of a mapped range. */
export const lookupLive: Move = {
  name: 'lookupLive',
  kinds: LOOKUP,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return lookupNear.draw(c);
    const page = c.live.iova[at]! + c.draw.int(c.live.pages[at]!);
    return addressOp(OpKind.iovaToPhys, c.domain, page, c.draw.int(4096));
  },
};

/** Looks up the last byte of a mapped range, or the first one behind it or before it. */
export const lookupEdge: Move = {
  name: 'lookupEdge',
  kinds: LOOKUP,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return lookupNear.draw(c);
    const iova = c.live.iova[at]!;
    const end = Math.min(iova + c.live.pages[at]!, c.spacePages - 1);
    const shape = c.draw.int(3);
    if (shape === 0) return addressOp(OpKind.iovaToPhys, c.domain, end - 1, 4095);
    return addressOp(OpKind.iovaToPhys, c.domain, shape === 1 ? end : Math.max(0, iova - 1), 0);
  },
};

/** Looks up an address near an anchor, mapped or not. */
export const lookupNear: Move = {
  name: 'lookupNear',
  kinds: LOOKUP,
  draw: (c) => addressOp(OpKind.iovaToPhys, c.domain, drawIova(c), c.draw.int(4096)),
};
