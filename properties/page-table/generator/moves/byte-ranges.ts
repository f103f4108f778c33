import type { ByteOffset, Op } from '../../../../model/vocabulary';
import { OpFlag, OpKind } from '../../../../model/vocabulary/op';
import type { CaseContext } from '../context';
import { addressOp, anyOp, dirtyOp, mapOp, syncOp } from '../ops';
import { drawIova, drawOa, drawProt } from '../place';
import type { Move } from '../theme';
import { pickLive } from './live';
import { mapNear } from './map';

// Ranges that start and end inside of pages: where a comparison of pages is not enough.

const PAGE = 4096;

/** A byte of a page but the first: often the second, the last, or the middle. */
const drawByte = (c: CaseContext): ByteOffset =>
  c.draw.chance(50) ? c.draw.pick([1, 0x800, PAGE - 1]) : 1 + c.draw.int(PAGE - 1);

/** A byte near `byte`: before it, the same, after it, or anywhere. */
function drawByteNear(c: CaseContext, byte: ByteOffset): ByteOffset {
  const near = c.draw.chance(75) ? byte + c.draw.int(3) - 1 : c.draw.int(PAGE);
  return Math.min(Math.max(near, 0), PAGE - 1);
}

/**
 * Unmaps two pages side by side, each from some byte on, into one gather: the ranges that go meet, touch or lie apart
 * within one page (page-tables.md 5.1, 6.2).
 */
export const unmapTwoInBytes: Move = {
  name: 'unmapTwoInBytes',
  kinds: [OpKind.unmap],
  contracts: ['io-pgtable'],
  draw(c): Op {
    const { domain, draw } = c;
    const iova = drawIova(c);
    if (!c.can(OpKind.iommuMap) || iova + 2 * c.minPages >= c.spacePages || c.minPages > 1) return mapNear.draw(c);
    const low = drawByte(c);
    const unmapFrom = (page: number, byte: ByteOffset): Op =>
      anyOp(OpKind.unmap, domain, page, byte, 0, 0, c.minPages, 0, 0, 0, c.minLg, null);
    const two = [unmapFrom(iova, low), unmapFrom(iova + 1, drawByteNear(c, low))];
    if (draw.chance(50)) two.reverse();
    if (c.can(OpKind.sync)) c.followUps.push(syncOp(domain));
    c.followUps.push(...two);
    return mapOp(OpKind.iommuMap, domain, iova, drawOa(c, iova, 2), 2, drawProt(c), 0);
  },
};

/**
 * The hardware writes to a page, some bytes of it are read, and perhaps the same once more. The last byte alone is a range
 * that no driver is called for: its start and end are the same (page-tables.md 3.11).
 */
export const readBytesOfPage: Move = {
  name: 'readBytesOfPage',
  kinds: [OpKind.setDirty],
  draw(c): Op {
    const at = pickLive(c);
    if (at < 0 || !c.can(OpKind.readAndClearDirty) || !c.can(OpKind.sync)) return mapNear.draw(c);
    const { domain, draw, followUps } = c;
    const page = c.live.iova[at]! + draw.int(c.live.pages[at]!);
    // Old drivers do not return from a read up to the last byte of the space (5.1).
    if (page + 1 >= c.spacePages) return mapNear.draw(c);
    const first = drawByte(c);
    const touch = addressOp(OpKind.setDirty, domain, page, 0);
    const read = (byte: ByteOffset): Op =>
      dirtyOp(domain, page, byte, 0, 1 + draw.int(PAGE - byte), draw.chance(20) ? OpFlag.noClear : 0);
    followUps.push(syncOp(domain));
    if (draw.chance(60)) followUps.push(read(drawByteNear(c, first)), touch);
    followUps.push(read(first), touch);
    return syncOp(domain);
  },
};

/** The hardware writes to the first page of an entry, and a read ends about as far into that page as it began (5.1). */
export const readIntoEntry: Move = {
  name: 'readIntoEntry',
  kinds: [OpKind.setDirty],
  draw(c): Op {
    const at = pickLive(c);
    if (at < 0 || !c.can(OpKind.readAndClearDirty)) return mapNear.draw(c);
    const { domain, draw } = c;
    const leaf = c.view.leafAt(c.live.iova[at]! + draw.int(c.live.pages[at]!));
    const before = 1 + draw.int(3);
    if (leaf === null || leaf.page < before || leaf.page + 1 >= c.spacePages) return mapNear.draw(c);
    const byte = draw.chance(50) ? 0 : drawByte(c);
    const flags = draw.chance(30) ? OpFlag.noClear : 0;
    c.followUps.push(dirtyOp(domain, leaf.page - before, byte, before, draw.int(3), flags));
    return addressOp(OpKind.setDirty, domain, leaf.page, 0);
  },
};
