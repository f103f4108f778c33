import type { IovaPage, OaPage, PageCount } from '../../../model/vocabulary';
import { pagesOf } from '../../../model/vocabulary/units';
import { alignDown, remainder } from './align';
import { MANY_LEAVES_PERCENT, MAX_LEAVES_PER_OP, USUAL_LEAVES_PER_OP } from './bounds';
import type { CaseContext } from './context';

// Makes a drawn map well-formed: within the output space, off the C-bit, and not too many leaves.

/** Moves [oa, oa + pages) below the end of the output space and, where it can be, off the C-bit (PT-029). */
export function fitOa(c: CaseContext, oa: OaPage, pages: PageCount): OaPage {
  if (oa + pages > c.oaPages) oa = Math.max(0, c.oaPages - pages);
  oa = c.floorMin(oa);
  const bit = c.cbitPages;
  if (bit === 0) return oa;
  if (remainder(oa, 2 * bit) >= bit) oa -= bit;
  const above = remainder(oa, bit);
  const over = above + pages - bit;
  return over > 0 && over <= above ? c.floorMin(oa - over) : oa;
}

/** A length of no more leaves than a map should have, those before and behind the largest ones included. */
export function fewEnough(c: CaseContext, iova: IovaPage, oa: OaPage, pages: PageCount): PageCount {
  const lg = c.largestLg(iova, oa, pages);
  const most = c.draw.chance(MANY_LEAVES_PERCENT) ? MAX_LEAVES_PER_OP : USUAL_LEAVES_PER_OP;
  pages = Math.min(pages, most * Math.max(1, pagesOf(lg)));
  // Up to the first boundary of a size, and from its last one on, leaves are of the next smaller size.
  for (const step of c.wideSteps) {
    if (step > lg) continue;
    const span = pagesOf(step);
    const room = most * pagesOf(c.sizeAtMost[step - 1]!);
    const before = remainder(span - remainder(iova, span), span);
    const behind = pages - before - alignDown(Math.max(0, pages - before), span);
    if (before > room) pages = Math.min(pages, room);
    else if (behind > room) pages -= behind - room;
  }
  return pages;
}

/** A length that ends before the addresses begin to carry the C-bit, unless every leaf has it below its own size. */
export function clearOfCBit(c: CaseContext, iova: IovaPage, oa: OaPage, pages: PageCount): PageCount {
  const bit = c.cbitPages;
  if (bit === 0) return pages;
  const room = bit - remainder(oa, bit);
  if (pages <= room || room < c.minPages) return pages;
  if (pagesOf(c.commonLg(iova, oa, pages)) > bit) return pages;
  // What is left may be too short for the large leaves that made the length few enough.
  return fewEnough(c, iova, oa, room);
}
