import { OpKind } from '../../../../model/vocabulary/op';
import { pagesOf } from '../../../../model/vocabulary/units';
import { drawIova, drawPages, inSpace, unmapRange } from '../place';
import { anyOp } from '../ops';
import type { Move } from '../theme';
import { pickLive } from './live';
import { mapNear } from './map';
import { alignDown } from '../align';

/** Kinds that unmap. */
export const UNMAPS = [OpKind.unmap, OpKind.iommuUnmap];
const TABLE_PAGES = 512;
const GIB_PAGES = TABLE_PAGES * TABLE_PAGES;

/** Unmaps exactly what a map mapped. */
export const unmapLive: Move = {
  name: 'unmapLive',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    return at < 0 ? mapNear.draw(c) : unmapRange(c, c.live.iova[at]!, c.live.pages[at]!);
  },
};

/** Unmaps the same range twice: the second finds nothing (PT-108). */
export const unmapTwice: Move = {
  name: 'unmapTwice',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    c.followUps.push(unmapRange(c, c.live.iova[at]!, c.live.pages[at]!));
    return unmapRange(c, c.live.iova[at]!, c.live.pages[at]!);
  },
};

/** Unmaps the first part of a mapped range; where its leaf is larger, the whole leaf goes (3.8). */
export const unmapFront: Move = {
  name: 'unmapFront',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const pages = 1 + c.draw.int(c.live.pages[at]!);
    return unmapRange(c, c.live.iova[at]!, Math.max(c.floorMin(pages), c.minPages));
  },
};

/** Unmaps the end of a mapped range, which may start inside of a leaf (PT-104), and goes on a little. */
export const unmapBack: Move = {
  name: 'unmapBack',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const from = c.floorMin(c.draw.int(c.live.pages[at]!));
    const pages = c.live.pages[at]! - from + c.draw.int(3) * c.minPages;
    return unmapRange(c, c.live.iova[at]! + from, Math.min(pages, c.spacePages - c.live.iova[at]! - from));
  },
};

/** Unmaps from the start of a mapped range to far behind it, over neighbours and holes. */
export const unmapPast: Move = {
  name: 'unmapPast',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const iova = c.live.iova[at]!;
    const more = c.draw.chance(70) ? drawPages(c) : TABLE_PAGES * (1 + c.draw.int(4));
    return unmapRange(c, iova, Math.min(c.live.pages[at]! + c.floorMin(more), c.spacePages - iova));
  },
};

/** Unmaps the span of whole tables from a mapped leaf's table on, so that tables may be freed (PT-110). */
export const unmapTables: Move = {
  name: 'unmapTables',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const span = c.draw.chance(80) ? TABLE_PAGES : GIB_PAGES;
    const iova = c.live.iova[at]!;
    const first = c.draw.chance(60) ? iova : alignDown(iova, span);
    const end = alignDown(iova, span) + span * (1 + c.draw.int(2));
    return unmapRange(c, first, Math.min(end, c.spacePages) - first);
  },
};

/** Unmaps near an anchor, whatever is there. */
export const unmapNear: Move = {
  name: 'unmapNear',
  kinds: UNMAPS,
  draw(c) {
    const iova = drawIova(c);
    return unmapRange(c, iova, Math.min(drawPages(c), c.spacePages - iova));
  },
};

/** Unmaps from inside of a large leaf, or up to its inside. */
export const unmapInLeaf: Move = {
  name: 'unmapInLeaf',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const leaf = c.view.leafAt(c.live.iova[at]!)!;
    const pages = pagesOf(leaf.lg);
    const into = c.draw.chance(30) ? c.floorMin(c.draw.int(pages)) : 0;
    return unmapRange(c, inSpace(c, leaf.page + into), (1 + c.draw.int(4)) * c.minPages);
  },
};

/** Unmaps a few bytes at the start of a leaf: the leaf goes (PT-106). */
export const unmapBytes: Move = {
  name: 'unmapBytes',
  kinds: [OpKind.unmap],
  contracts: ['generic-pt'],
  draw(c) {
    const at = pickLive(c);
    if (at < 0) return mapNear.draw(c);
    const bytes = c.draw.chance(50) ? 1 : 1 + c.draw.int(4095);
    return anyOp(OpKind.unmap, c.domain, c.live.iova[at]!, 0, 0, 0, c.draw.int(3), bytes, 0, 0, 0, null);
  },
};
