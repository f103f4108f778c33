import type { Level, PageCount } from '../../../../model/vocabulary';
import { ITEM_PAGES, pagesOf } from '../../../../model/vocabulary/units';
import type { CaseContext } from '../context';
import { drawPages, drawProt, mapAt, mapTo } from '../place';
import type { Move } from '../theme';
import { MAPS, mapNear } from './map';

/** Pages that a top of `level` reaches (page-tables.md 1.9). */
const reachOf = (c: CaseContext, level: Level): PageCount => Math.min(ITEM_PAGES[level + 1]!, c.spacePages);

/** Maps just behind the reach of the present top, which must grow by one level (PT-088). */
export const mapBehindReach: Move = {
  name: 'mapBehindReach',
  kinds: MAPS,
  draw(c) {
    const reach = reachOf(c, c.view.topLevel);
    return reach === c.spacePages ? mapNear.draw(c) : mapAt(c, reach + c.draw.int(4) * c.minPages, drawPages(c));
  },
};

/** Maps the last pages of the reach, or across its end. */
export const mapAcrossReach: Move = {
  name: 'mapAcrossReach',
  kinds: MAPS,
  draw(c) {
    const before = (1 + c.draw.int(4)) * c.minPages;
    const behind = c.draw.int(3) * c.minPages;
    return mapAt(c, reachOf(c, c.view.topLevel) - before, before + behind);
  },
};

/** Maps somewhere above: several levels at once. */
export const mapFarAbove: Move = {
  name: 'mapFarAbove',
  kinds: MAPS,
  draw(c) {
    const level = c.draw.int(6);
    return mapAt(c, reachOf(c, level) + c.draw.int(64) * c.minPages, drawPages(c));
  },
};

/** Maps a leaf of a level above the top at a low address, so that the old root is what it replaces (3.5). */
export const mapTall: Move = {
  name: 'mapTall',
  kinds: MAPS,
  draw(c) {
    const sizes = c.sizes;
    if (sizes.length === 0) return mapNear.draw(c);
    const leaf = pagesOf(sizes[sizes.length - 1 - c.draw.int(Math.min(12, sizes.length))]!);
    return mapTo(c, c.draw.int(2) * leaf, c.draw.int(2) * leaf, leaf, drawProt(c));
  },
};

/** Maps page 0, to page 0 or elsewhere (PT-062). */
export const mapZero: Move = {
  name: 'mapZero',
  kinds: MAPS,
  draw: (c) => (c.draw.chance(50) ? mapTo(c, 0, 0, drawPages(c), drawProt(c)) : mapAt(c, 0, drawPages(c))),
};

/** Maps up to the very last byte of the address space (PT-062). */
export const mapLast: Move = {
  name: 'mapLast',
  kinds: MAPS,
  draw(c) {
    const pages = Math.min(drawPages(c), c.spacePages);
    return mapAt(c, c.spacePages - pages, pages);
  },
};
