import type { Op } from '../../../../model/vocabulary';
import { OpFlag, OpKind } from '../../../../model/vocabulary/op';
import { addressOp, dirtyOp } from '../ops';
import { drawPages } from '../place';
import type { CaseContext } from '../context';
import type { Move } from '../theme';
import { mapEqualNeighbours } from './large';
import { pickLive } from './live';
import { mapNear } from './map';

const READ = [OpKind.readAndClearDirty];
const PAGE = 4096;

const drawFlags = (c: CaseContext): number => (c.draw.chance(50) ? OpFlag.noClear : 0);

/** Reads from some byte in a mapped range to some byte beyond its end, which may lie in the next entry or in a hole. */
export const readAcross: Move = {
  name: 'readAcross',
  kinds: READ,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const pages = c.live.pages[at]!;
    const iova = c.live.iova[at]! + c.draw.int(pages);
    const room = c.spacePages - iova - 1;
    if (room <= 0) return mapNear.draw(c);
    const offset = c.draw.chance(50) ? 0 : c.draw.int(PAGE);
    const bytes = c.draw.chance(50) ? 0 : 1 + c.draw.int(PAGE - offset - 1 || 1);
    const len = Math.min(room, pages + drawPages(c));
    return dirtyOp(c.domain, iova, offset, len - 1, Math.max(1, bytes), drawFlags(c));
  },
};

/** The hardware writes to the first, last or another page of a mapped range, and one page of it is read. */
export const touchAndReadPage: Move = {
  name: 'touchAndReadPage',
  kinds: [OpKind.setDirty],
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const first = c.live.iova[at]!;
    const last = first + c.live.pages[at]! - 1;
    const place = (): number =>
      c.draw.chance(40) ? last : c.draw.chance(50) ? first : first + c.draw.int(last - first + 1);
    if (c.can(OpKind.readAndClearDirty)) c.followUps.push(dirtyOp(c.domain, place(), 0, 1, 0, drawFlags(c)));
    return addressOp(OpKind.setDirty, c.domain, place(), c.draw.int(PAGE));
  },
};

/** The hardware writes to the second of two equal neighbours, and the first is read: it is clean (PT-019). */
export const touchEqualNeighbour: Move = {
  name: 'touchEqualNeighbour',
  kinds: [OpKind.setDirty],
  draw(c) {
    const depth = c.followUps.length;
    const first = mapEqualNeighbours.draw(c);
    const second = c.followUps[depth];
    if (second === undefined || !c.can(OpKind.readAndClearDirty)) return first;
    const read = dirtyOp(c.domain, first.iova, 0, first.len, 0, drawFlags(c));
    c.followUps.splice(depth, 0, read, addressOp(OpKind.setDirty, c.domain, second.iova, 0));
    return first;
  },
};

/** Reads up to the last byte that the present top reaches: of 64 bits, if it reaches that far. */
export const readToTheEnd: Move = {
  name: 'readToTheEnd',
  kinds: READ,
  contracts: ['generic-pt'],
  draw: (c) => toTheEnd(c),
};

/** The same, of an old driver: released code may not return from it (page-tables.md 5.1). */
export const readToTheEndOld: Move = {
  name: 'readToTheEndOld',
  kinds: READ,
  contracts: ['io-pgtable'],
  hostile: true,
  draw: (c) => toTheEnd(c),
};

function toTheEnd(c: CaseContext): Op {
  const end = Math.min(2 ** (9 * (c.view.topLevel + 1)), c.spacePages);
  const pages = Math.min(end, drawPages(c));
  return dirtyOp(c.domain, end - pages, 0, pages, 0, drawFlags(c));
}
