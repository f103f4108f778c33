import type { PageCount } from '../../../../model/vocabulary';
import { OpKind } from '../../../../model/vocabulary/op';
import { pagesOf } from '../../../../model/vocabulary/units';
import type { CaseContext } from '../context';
import { MAX_LEAVES_PER_CASE, MAX_LEAVES_PER_OP } from '../bounds';
import { fitOa } from '../fit';
import { mapOp } from '../ops';
import { drawOa, drawProt, inSpace, mapTo } from '../place';
import type { Move } from '../theme';
import { MAPS, mapNear } from './map';
import { alignDown } from '../align';

/** Leaves of the drawn size in one map. */
const MOST_LEAVES = 3;
/** Small pages before and behind a boundary. */
const MOST_EDGE_PAGES = 12;

/** Any size of the domain, each as likely as the other. */
const drawLeafPages = (c: CaseContext): PageCount =>
  c.sizes.length === 0 ? c.minPages : pagesOf(c.sizes[c.draw.int(c.sizes.length)]!);

/** A physical address aligned to `pages`; at least once aligned no better than that. */
function alignedOa(c: CaseContext, pages: PageCount): number {
  const slots = Math.max(1, Math.floor(c.oaPages / pages));
  return c.draw.int(Math.min(slots, 64)) * pages;
}

/** Maps one to three leaves of one size, aligned on both sides. */
export const mapSize: Move = {
  name: 'mapSize',
  kinds: MAPS,
  draw(c) {
    const leaf = drawLeafPages(c);
    const anchor = c.anchors[c.draw.int(c.anchors.length)]!;
    const iova = alignDown(anchor, leaf) + c.draw.int(4) * leaf;
    return mapTo(c, iova, alignedOa(c, leaf), leaf * (1 + c.draw.int(MOST_LEAVES)), drawProt(c));
  },
};

/** Maps the span of a larger leaf where the IOVA alone is aligned to it: all of its leaves are small (PT-057). */
export const mapTwisted: Move = {
  name: 'mapTwisted',
  kinds: [OpKind.map],
  contracts: ['generic-pt'],
  draw(c) {
    const span = c.sizes.length < 2 ? 0 : pagesOf(c.sizes[1]!);
    if (span === 0 || span > MAX_LEAVES_PER_OP * c.minPages || c.leaves > MAX_LEAVES_PER_CASE) return mapNear.draw(c);
    const iova = alignDown(c.anchors[c.draw.int(c.anchors.length)]!, span);
    const oa = fitOa(c, alignedOa(c, span) + c.minPages, span);
    return mapOp(OpKind.map, c.domain, iova, oa, span, drawProt(c), 0);
  },
};

/** Maps two leaves of one size to the same physical address: equal neighbours that are two entries (PT-019). */
export const mapEqualNeighbours: Move = {
  name: 'mapEqualNeighbours',
  kinds: MAPS,
  draw(c) {
    const leaf = drawLeafPages(c);
    const anchor = c.anchors[c.draw.int(c.anchors.length)]!;
    const iova = alignDown(anchor, leaf);
    const oa = alignedOa(c, leaf);
    const prot = drawProt(c);
    c.followUps.push(mapTo(c, iova + leaf, oa, leaf, prot));
    return mapTo(c, iova, oa, leaf, prot);
  },
};

/** Maps from just before a boundary of one size to just behind it: small pages, large ones, small ones (9.2). */
export const mapStairs: Move = {
  name: 'mapStairs',
  kinds: MAPS,
  draw(c) {
    const leaf = drawLeafPages(c);
    const anchor = c.anchors[c.draw.int(c.anchors.length)]!;
    const boundary = alignDown(anchor, leaf) + leaf * (1 + c.draw.int(2));
    const before = Math.min(c.draw.int(MOST_EDGE_PAGES) * c.minPages, leaf);
    const behind = c.draw.int(MOST_EDGE_PAGES) * c.minPages;
    const pages = before + leaf * c.draw.int(MOST_LEAVES) + behind;
    // Aligned alike; or alike but for one bit, which is what a test of one address alone misses (PT-057).
    const twist = leaf === c.minPages || c.draw.chance(70) ? 0 : leaf / 2;
    return mapTo(c, boundary - before, alignedOa(c, leaf) + leaf - before + twist, pages, drawProt(c));
  },
};

/** Maps across a boundary of 2 MiB or 1 GiB with small pages and any physical address: leaves of two tables. */
export const mapOverBoundary: Move = {
  name: 'mapOverBoundary',
  kinds: MAPS,
  draw(c) {
    const span = c.draw.chance(75) ? 512 : 512 * 512;
    const anchor = c.anchors[c.draw.int(c.anchors.length)]!;
    const boundary = alignDown(anchor, span) + span;
    const before = (1 + c.draw.int(MOST_EDGE_PAGES)) * c.minPages;
    const pages = before + (1 + c.draw.int(MOST_EDGE_PAGES)) * c.minPages;
    const iova = inSpace(c, boundary - before);
    return mapTo(c, iova, drawOa(c, iova, pages), pages, drawProt(c));
  },
};
