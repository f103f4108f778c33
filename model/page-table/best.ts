/** Which page size: page-tables.md 3.2, and the classic core's splitter of 3.11. Addresses in 4 KiB pages. */
import type { IovaPage, Log2Size, OaPage, PageCount } from '../vocabulary';
import { sizesOf } from '../vocabulary/config';
import { PAGE_LG, floorLog2, pagesOf, trailingZeros } from '../vocabulary/units';

/** A page-size bitmap, prepared so that a choice is one look-up. */
export interface PageSizes {
  readonly bitmap: bigint;
  /** The sizes, ascending. */
  readonly all: readonly Log2Size[];
  /** Pages of the smallest size; 0 for an empty bitmap. */
  readonly smallestPages: PageCount;
  /** The largest size of at most 2^index bytes; 0: none. */
  readonly atMost: Uint8Array;
  /** The smallest size of more than 2^index bytes; 0: none. */
  readonly above: Uint8Array;
}

/** Prepares `bitmap` (bit = log2 size). */
export function pageSizes(bitmap: bigint): PageSizes {
  const all = sizesOf(bitmap);
  const atMost = new Uint8Array(65);
  const above = new Uint8Array(65);
  for (let lg = 0, next = 0; lg < 65; lg++) {
    while (next < all.length && all[next]! <= lg) next++;
    atMost[lg] = next > 0 ? all[next - 1]! : 0;
    above[lg] = all[next] ?? 0;
  }
  return { bitmap, all, smallestPages: all.length > 0 ? pagesOf(all[0]!) : 0, atMost, above };
}

/**
 * The largest size to which `va` and `oa` are both aligned and that fits into [va, last]; 0 if there is none
 * (page-tables.md 3.2). The end need not be aligned; levels do not matter.
 */
export function best(sizes: PageSizes, va: IovaPage, last: IovaPage, oa: OaPage): Log2Size {
  const low = va | oa;
  const aligned = low !== 0 ? 31 - Math.clz32(low & -low) : Math.min(trailingZeros(va), trailingZeros(oa));
  const room = floorLog2(last - va + 1);
  return sizes.atMost[PAGE_LG + (aligned < room ? aligned : room)]!;
}

/** The greedy layout of 3.2: sizes of the leaves in ascending order; stops early where no size fits. */
export function greedyLayout(sizes: PageSizes, va: IovaPage, oa: OaPage, pages: PageCount): Log2Size[] {
  const layout: Log2Size[] = [];
  const last = va + pages - 1;
  while (va <= last) {
    const lg = best(sizes, va, last, oa);
    if (lg === 0) break;
    layout.push(lg);
    va += pagesOf(lg);
    oa += pagesOf(lg);
  }
  return layout;
}

/** What one call of `map_pages` or `unmap_pages` is asked for: `count` pages of 2^`lg` bytes. */
export interface Run {
  readonly lg: Log2Size;
  readonly count: number;
}

/**
 * The classic core's `split` (3.11): the best size now, and how often until the next larger size becomes usable, or to
 * the end. `lg` 0: no size fits.
 */
export function classicSplit(sizes: PageSizes, va: IovaPage, oa: OaPage, pages: PageCount): Run {
  const lg = best(sizes, va, va + pages - 1, oa);
  if (lg === 0) return { lg: 0, count: 0 };
  const next = sizes.above[lg]!;
  let size = pages;
  if (next !== 0) {
    const nextPages = pagesOf(next);
    // No point in trying unless both addresses are equally offset within the larger page.
    if (va % nextPages === oa % nextPages) {
      const offset = nextPages - (va % nextPages);
      if (offset + nextPages <= size) size = offset;
    }
  }
  return { lg, count: Math.floor(size / pagesOf(lg)) };
}
