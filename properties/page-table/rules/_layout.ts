import type { IovaPage, Log2Size, OaPage, PageCount } from '../../../model/vocabulary';
import type { Step } from '../step';
import { LG_PAGES, isAligned } from './_range';

/**
 * The next larger size of the domain after `lg`, or 0. Sizes are dense in the default v1 bitmap, hence the guess of
 * where `lg` stands among them.
 */
function nextSize(sizes: readonly Log2Size[], lg: Log2Size): Log2Size {
  let i = sizes[lg - 12] === lg ? lg - 12 : 0;
  while (i < sizes.length && sizes[i]! <= lg) i++;
  return i < sizes.length ? sizes[i]! : 0;
}

/** True if `lg` is a size of the domain. */
export const hasSize = ({ sizes }: Step, lg: Log2Size): boolean => sizes[lg - 12] === lg || sizes.includes(lg);

/** True if a leaf of `lg` bits can stand at `page` → `oa` without passing `last`. */
function fits(page: IovaPage, oa: OaPage, last: IovaPage, pages: PageCount): boolean {
  return isAligned(page, pages) && isAligned(oa, pages) && page + pages - 1 <= last;
}

/**
 * True if `lg` is the largest size that fits at `page` → `oa` and ends by `last` (page-tables.md 3.2): alignment and
 * length can only get worse with size, so the next one up decides.
 */
export function isLargest(step: Step, page: IovaPage, oa: OaPage, last: IovaPage, lg: Log2Size): boolean {
  if (!fits(page, oa, last, LG_PAGES[lg]!)) return false;
  const larger = nextSize(step.sizes, lg);
  return larger === 0 || !fits(page, oa, last, LG_PAGES[larger]!);
}

/** The size that 3.2 chooses at `page` → `oa` for a range that ends at `last`; 0 if none fits. */
export function largestAt(step: Step, page: IovaPage, oa: OaPage, last: IovaPage): Log2Size {
  const { sizes } = step;
  let lg = 0;
  for (let i = 0; i < sizes.length && fits(page, oa, last, LG_PAGES[sizes[i]!]!); i++) lg = sizes[i]!;
  return lg;
}

/** Level of the table that holds a leaf of `lg` bits (page-tables.md 1.3). */
export const levelOf = (lg: Log2Size): number => ((lg - 12) / 9) | 0;

/**
 * The least number of leaves that cover `pages` pages from `page` → `oa` on, counted size by size from below: what the
 * next larger usable size cannot cover at either end is left to this one.
 */
export function fewestLeaves(step: Step, page: IovaPage, oa: OaPage, pages: PageCount): number {
  const { sizes } = step;
  let low = page;
  let high = page + pages;
  let count = 0;
  for (let i = 0; i < sizes.length; i++) {
    const size = LG_PAGES[sizes[i]!]!;
    const larger = i + 1 < sizes.length ? LG_PAGES[sizes[i + 1]!]! : 0;
    // A larger page needs both addresses aligned alike.
    if (larger === 0 || !isAligned(Math.abs(page - oa), larger)) return count + (high - low) / size;
    const from = Math.ceil(low / larger) * larger;
    const to = Math.floor(high / larger) * larger;
    if (from >= to) return count + (high - low) / size;
    count += (from - low + high - to) / size;
    low = from;
    high = to;
  }
  return count;
}
