import type { IovaPage, Level, Log2Size, PageCount } from '../../../model/vocabulary';
import { ALL_PAGES, ITEM_PAGES } from '../../../model/vocabulary/units';

/** 1 / ITEM_PAGES, exact: multiplying is faster than dividing. */
const PER_ITEM = ITEM_PAGES.map((pages) => 1 / pages);

/** Pages of each size, as a table: `**` is a call into the runtime. */
const PAGES = Array.from({ length: 53 }, (_, i) => 2 ** i);

/** Pages of a leaf of `lg` bits, 12 … 64. */
export const pagesOf = (lg: Log2Size): PageCount => PAGES[lg - 12]!;

/** Index of the item of a level-`level` table that covers `page`. The product stays below 2^52, so `&` takes its low bits. */
export const indexAt = (page: IovaPage, level: Level): number => (page * PER_ITEM[level]!) & 511;

/** First page of the item of a level-`level` table that covers `page`. */
export const itemStart = (page: IovaPage, level: Level): IovaPage =>
  Math.floor(page * PER_ITEM[level]!) * ITEM_PAGES[level]!;

/** `page` (of whatever space, or a count) mod `size`, a power of two. */
export const within = (page: number, size: number): number => page - Math.floor(page / size) * size;

/** `page` (of whatever space) mod 2^52, for sums of two pages. */
export const wrapped = (page: number): number => (page >= ALL_PAGES ? page - ALL_PAGES : page);
