import type { Pages } from '../vocabulary/vfio-type1/area';

/** PAGE_SIZE: the machine knows pages of 4 KiB. */
export const PAGE = 4096n;
/** Page number of an aligned address: exact, below 2^52. */
export const pageOf = (address: bigint): number => Number(address / PAGE);
export const bytesOf = (pages: Pages): bigint => BigInt(pages) * PAGE;
/** Above every 64-bit address. */
export const TOP = 2n ** 64n;
