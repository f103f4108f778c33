import type { Op } from '../../../../model/vocabulary';
import { OpKind } from '../../../../model/vocabulary/op';
import { ALL_PAGES } from '../../../../model/vocabulary/units';
import { fitOa } from '../fit';
import { mapOp, rangeOp, syncOp } from '../ops';
import { drawIova, drawPages, drawProt, unmapRange } from '../place';
import type { Move } from '../theme';
import { pickHole, pickLive } from './live';
import { mapNear } from './map';

/** Unmaps what is not mapped between two unmaps of one gather: nothing was removed, nothing may be added (3.8). */
export const unmapHoleBetween: Move = {
  name: 'unmapHoleBetween',
  kinds: [OpKind.unmap],
  contracts: ['generic-pt'],
  draw(c) {
    const a = pickLive(c);
    const b = pickLive(c);
    if (a < 0 || b < 0) return mapNear.draw(c);
    const hole = pickHole(c);
    const at = hole < 0 ? drawIova(c) : c.holes.iova[hole]!;
    if (c.can(OpKind.sync)) c.followUps.push(syncOp(c.domain));
    c.followUps.push(rangeOp(OpKind.unmap, c.domain, c.live.iova[b]!, c.live.pages[b]!, 0));
    c.followUps.push(rangeOp(OpKind.unmap, c.domain, at, drawPages(c), 0));
    return rangeOp(OpKind.unmap, c.domain, c.live.iova[a]!, c.live.pages[a]!, 0);
  },
};

/** Unmaps the last two pages of the space, the last one first: adjacent, but sums go round at 2^64 (6.2). */
export const unmapAtTheEnd: Move = {
  name: 'unmapAtTheEnd',
  kinds: [OpKind.unmap],
  draw(c) {
    const pages = 2 * c.minPages;
    const iova = c.spacePages - pages;
    if (!c.can(OpKind.iommuMap)) return mapNear.draw(c);
    const lg = c.ioPgtable ? c.minLg : 0;
    const unmap = (at: number): Op => rangeOp(OpKind.unmap, c.domain, at, c.minPages, lg);
    if (c.can(OpKind.sync)) c.followUps.push(syncOp(c.domain));
    c.followUps.push(unmap(iova), unmap(iova + c.minPages));
    // No alignment in common: two leaves of the smallest size.
    const oa = fitOa(c, c.oaBases[0]! + c.minPages, pages);
    return mapOp(OpKind.iommuMap, c.domain, iova, oa, pages, drawProt(c), 0);
  },
};

/** Unmaps from something mapped, or from address 0, to the end of the present top's reach: teardown of a domain by its user. */
export const unmapTheRest: Move = {
  name: 'unmapTheRest',
  kinds: [OpKind.unmap, OpKind.iommuUnmap],
  draw(c) {
    const at = pickLive(c);
    const iova = at < 0 ? 0 : c.live.iova[at]!;
    const end = Math.min(2 ** (9 * (c.view.topLevel + 1)), c.spacePages);
    // The whole of 64 bits has no length that 64 bits can hold.
    const pages = Math.min(end - iova, ALL_PAGES - c.minPages);
    return unmapRange(c, iova, Math.max(c.minPages, c.floorMin(pages)));
  },
};
