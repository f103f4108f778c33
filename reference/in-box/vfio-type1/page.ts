import type { Pages } from '../../../model/vocabulary/vfio-type1/area';

/** log2 of the bytes of a page. dma-mmio.md 0.4. */
const PAGE_LG = 12n;

/** Bytes of so many pages, or the address of a frame. */
export const bytesOf = (pages: Pages): bigint => BigInt(pages) << PAGE_LG;

/** Whole pages of a length, or the number of the page at an address. */
export const pagesOf = (bytes: bigint): Pages => Number(bytes >> PAGE_LG);

/** The last address of 64 bits. */
export const LAST = 2n ** 64n - 1n;
