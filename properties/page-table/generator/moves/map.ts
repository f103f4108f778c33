import type { Op } from '../../../../model/vocabulary';
import { OpKind } from '../../../../model/vocabulary/op';
import { floorLog2, pagesOf } from '../../../../model/vocabulary/units';
import type { CaseContext } from '../context';
import { drawIova, drawOa, drawPages, drawProt, mapAt, mapTo, unmapRange } from '../place';
import type { Move } from '../theme';
import { pickHole, pickLive } from './live';
import { alignDown } from '../align';

/** Kinds that map; a subject has at least one. */
export const MAPS = [OpKind.map, OpKind.mapPages, OpKind.iommuMap];
const TABLE_PAGES = 512;

/** Maps near an anchor of the case, whatever is there. */
export const mapNear: Move = {
  name: 'mapNear',
  kinds: MAPS,
  draw: (c) => mapAt(c, drawIova(c), drawPages(c)),
};

/** Maps right behind the last map, adjacent on both sides, so that leaves could be taken for one. */
export const mapNext: Move = {
  name: 'mapNext',
  kinds: MAPS,
  draw: (c) => mapTo(c, c.nextIova, c.nextOa, drawPages(c), drawProt(c)),
};

/** Maps the range right before a mapped one, to the physical range right before its own. */
export const mapBefore: Move = {
  name: 'mapBefore',
  kinds: MAPS,
  draw(c) {
    const at = pickLive(c);
    const pages = drawPages(c);
    if (at < 0 || c.live.iova[at]! < pages) return mapNear.draw(c);
    return mapTo(c, c.live.iova[at]! - pages, Math.max(0, c.live.oa[at]! - pages), pages, drawProt(c));
  },
};

/** Maps a mapped range once more: the same call, or the same addresses with other permissions. */
export const mapAgain: Move = {
  name: 'mapAgain',
  kinds: MAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    return mapTo(c, c.live.iova[at]!, c.live.oa[at]!, c.live.pages[at]!, drawProt(c));
  },
};

/** Maps across the start or the end of a mapped range: free pages on one side, a collision on the other. */
export const mapAcross: Move = {
  name: 'mapAcross',
  kinds: MAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const before = c.draw.int(9) * c.minPages;
    const iova = c.live.iova[at]! + (c.draw.int(3) === 0 ? c.live.pages[at]! - c.minPages : -before);
    const pages = before + (1 + c.draw.int(8)) * c.minPages;
    return mapTo(c, iova, drawOa(c, Math.max(0, iova), pages), pages, drawProt(c));
  },
};

/** Maps small pages inside of a mapped range, a large leaf where there is one. */
export const mapInside: Move = {
  name: 'mapInside',
  kinds: MAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const iova = c.live.iova[at]! + c.draw.int(c.live.pages[at]!);
    return mapAt(c, iova, (1 + c.draw.int(4)) * c.minPages);
  },
};

/** Maps one larger leaf over the place of a mapped range: something lives below it. */
export const mapLarger: Move = {
  name: 'mapLarger',
  kinds: MAPS,
  draw(c) {
    const at = pickLive(c);
    return at < 0 ? mapNear.draw(c) : mapLargerAt(c, c.live.iova[at]!, c.live.pages[at]!);
  },
};

/** Maps an emptied range again, or a larger leaf over the tables that it left. */
export const mapHole: Move = {
  name: 'mapHole',
  kinds: MAPS,
  draw(c) {
    const at = pickHole(c);
    if (at < 0) return mapNear.draw(c);
    const iova = c.holes.iova[at]!;
    if (c.draw.chance(40)) return mapAt(c, iova, c.holes.pages[at]!);
    return mapLargerAt(c, iova, c.holes.pages[at]!);
  },
};

/** Maps a small range and empties it again, so that empty tables stay, then a larger leaf over them. */
export const mapOverEmptied: Move = {
  name: 'mapOverEmptied',
  kinds: MAPS,
  draw(c) {
    const iova = drawIova(c);
    const pages = (1 + c.draw.int(4)) * c.minPages;
    c.followUps.push(mapLargerAt(c, iova, pages), unmapRange(c, iova, pages));
    return mapAt(c, iova, pages);
  },
};

/** One leaf of a size above `pages` (up to two levels above) around `iova`, aligned on both sides. */
function mapLargerAt(c: CaseContext, iova: number, pages: number): Op {
  const steps = c.draw.int(100);
  const wanted = steps < 70 ? TABLE_PAGES << c.draw.int(3) : steps < 90 ? TABLE_PAGES * TABLE_PAGES : pages * 2;
  const lg = c.sizeAtMost[12 + floorLog2(wanted)]!;
  const leaf = lg === 0 ? c.minPages : pagesOf(lg);
  const first = alignDown(iova, leaf);
  const oa = alignDown(c.oaBases[0]!, leaf);
  return mapTo(c, first, oa, leaf, drawProt(c));
}
