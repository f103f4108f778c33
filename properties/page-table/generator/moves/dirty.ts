import { OpFlag, OpKind } from '../../../../model/vocabulary/op';
import { addressOp, dirtyOp } from '../ops';
import { drawIova, drawPages } from '../place';
import type { Move } from '../theme';
import { pickLive } from './live';
import { mapNear } from './map';

const READ = [OpKind.readAndClearDirty];
const SET = [OpKind.setDirty];

/** The hardware writes somewhere in a mapped range: one replica of its entry becomes dirty. */
export const touch: Move = {
  name: 'touch',
  kinds: SET,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    return addressOp(OpKind.setDirty, c.domain, c.live.iova[at]! + c.draw.int(c.live.pages[at]!), c.draw.int(4096));
  },
};

/** The hardware writes, and the same range is read at once, with or without clearing. */
export const touchAndRead: Move = {
  name: 'touchAndRead',
  kinds: SET,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const iova = c.live.iova[at]!;
    const pages = c.live.pages[at]!;
    if (c.can(OpKind.readAndClearDirty))
      c.followUps.push(dirtyOp(c.domain, iova, 0, pages, 0, drawFlags(c.draw.int(2))));
    return addressOp(OpKind.setDirty, c.domain, iova + c.draw.int(pages), 0);
  },
};

/** Writes to an address that is perhaps not mapped. */
export const touchNear: Move = {
  name: 'touchNear',
  kinds: SET,
  draw: (c) => addressOp(OpKind.setDirty, c.domain, drawIova(c), 0),
};

/** Reads the dirty state of exactly one mapped range. */
export const readLive: Move = {
  name: 'readLive',
  kinds: READ,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    return dirtyOp(c.domain, c.live.iova[at]!, 0, c.live.pages[at]!, 0, drawFlags(c.draw.int(2)));
  },
};

/** Reads from the inside of a mapped range on, perhaps from the middle of a page: reports part of an entry (PT-134). */
export const readPart: Move = {
  name: 'readPart',
  kinds: READ,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const into = c.draw.int(c.live.pages[at]!);
    const offset = c.draw.chance(70) ? 0 : c.draw.int(4096);
    const pages = c.draw.int(8);
    const bytes = pages === 0 || c.draw.chance(20) ? 1 + c.draw.int(4095) : 0;
    const room = c.spacePages - c.live.iova[at]! - into - 1;
    const fits = pages < room;
    return dirtyOp(
      c.domain,
      c.live.iova[at]! + into,
      fits ? offset : 0,
      fits ? pages : 0,
      fits ? bytes : 4096 - 1,
      drawFlags(c.draw.int(2)),
    );
  },
};

/** Reads a wide range with holes, clean and dirty entries. */
export const readWide: Move = {
  name: 'readWide',
  kinds: READ,
  draw(c) {
    const iova = drawIova(c);
    const pages = c.draw.chance(50) ? drawPages(c) * 8 : 512 * (1 + c.draw.int(4));
    return dirtyOp(c.domain, iova, 0, Math.min(pages, c.spacePages - iova), 0, drawFlags(c.draw.int(2)));
  },
};

const drawFlags = (noClear: number): number => (noClear === 1 ? OpFlag.noClear : 0);
