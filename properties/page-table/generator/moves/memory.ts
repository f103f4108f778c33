import { OpKind, UNLIMITED_BUDGET } from '../../../../model/vocabulary/op';
import { budgetOp } from '../ops';
import { drawIova, drawPages, mapAt, unmapRange } from '../place';
import type { Move } from '../theme';
import { mapNear } from './map';

/** Tables that one map on a fresh path can need: growth to the top and a path down from it, and a neighbour. */
const MOST_TABLES = 12;

/** Lets only a few more tables be allocated. */
export const starve: Move = {
  name: 'starve',
  kinds: [OpKind.budget],
  draw: (c) => budgetOp(c.domain, c.draw.chance(60) ? c.draw.int(3) : c.draw.int(MOST_TABLES)),
};

/** Lifts the limit. */
export const feed: Move = {
  name: 'feed',
  kinds: [OpKind.budget],
  draw: (c) => budgetOp(c.domain, UNLIMITED_BUDGET),
};

/** Maps where tables are missing, with 0, 1, 2 … allocations allowed: fails at the k-th (PT-078). */
export const mapStarved: Move = {
  name: 'mapStarved',
  kinds: [OpKind.budget],
  draw(c) {
    const away = c.draw.int(c.spacePages);
    const iova = c.draw.chance(50) ? drawIova(c) : away;
    c.followUps.push(mapAt(c, iova, drawPages(c)));
    return budgetOp(c.domain, c.draw.int(MOST_TABLES));
  },
};

/** After a map that failed: removes what it left, lifts the limit and maps the same again (PT-077). */
export const retry: Move = {
  name: 'retry',
  kinds: [OpKind.budget],
  draw(c) {
    const failed = c.failed;
    if (failed === null || failed.domain !== c.domain) return mapNear.draw(c);
    c.failed = null;
    c.followUps.push(failed, budgetOp(c.domain, UNLIMITED_BUDGET));
    return c.failedPages > 0 ? unmapRange(c, failed.iova, c.failedPages) : c.followUps.pop()!;
  },
};

/** Unmaps need no memory (PT-112): starves, then unmaps near an anchor. */
export const unmapStarved: Move = {
  name: 'unmapStarved',
  kinds: [OpKind.budget],
  draw(c) {
    const at = c.live.count > 0 ? c.draw.int(c.live.count) : -1;
    if (at < 0) return mapNear.draw(c);
    c.followUps.push(unmapRange(c, c.live.iova[at]!, c.live.pages[at]!));
    return budgetOp(c.domain, 0);
  },
};
