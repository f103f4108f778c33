/**
 * Units of address arithmetic.
 *
 * A 64-bit byte address is held as a 4 KiB **page** number (at most 2^52, exact in a double) and a byte **offset**
 * (0 … 4095). Page arithmetic is plain number arithmetic, which is what keeps the search loop fast; raw 64-bit
 * entries, which are not exact in a double, are held as two unsigned 32-bit halves (`lo`, `hi`).
 *
 * The types below are flavours: a plain `number` may become any of them, but an `IovaPage` given where an `OaPage`
 * is wanted does not compile.
 */
declare const unit: unique symbol;

/** Number of a 4 KiB page of the device's address space: `iova >> 12`, 0 … 2^52 − 1. */
export type IovaPage = number & { readonly [unit]?: 'iova page' };
/** Number of a 4 KiB page of the output (physical) address space: `oa >> 12`, 0 … 2^52 − 1. */
export type OaPage = number & { readonly [unit]?: 'oa page' };
/** A count of 4 KiB pages, 0 … 2^52. */
export type PageCount = number & { readonly [unit]?: 'page count' };
/** Log2 of a size in bytes: 12 is 4 KiB, 21 is 2 MiB. */
export type Log2Size = number & { readonly [unit]?: 'log2 bytes' };
/** Bytes within a 4 KiB page, 0 … 4095. */
export type ByteOffset = number & { readonly [unit]?: 'byte offset' };
/** 0-based level of a table: the level-0 table holds 4 KiB entries (page-tables.md 0.2). */
export type Level = number & { readonly [unit]?: 'level' };

export const PAGE_LG: Log2Size = 12;
export const PAGE_BYTES = 4096;
/** Pages of the whole 64-bit byte space: 2^52. */
export const ALL_PAGES: PageCount = 2 ** 52;
const LOW_PAGES = 2 ** 20;

/** log2 of the VA span of one item of a level-`level` table: 12, 21, 30, 39, 48, 57 (page-tables.md 0.2). */
export const itemLg = (level: Level): Log2Size => 12 + 9 * level;

/** Pages of one item of a level-`level` table: 512^level. */
export const ITEM_PAGES: readonly PageCount[] = [1, 2 ** 9, 2 ** 18, 2 ** 27, 2 ** 36, 2 ** 45, 2 ** 54];

// A power of two doubles is a call into the runtime; this is asked on every hot path.
const PAGES_OF: readonly PageCount[] = Array.from({ length: 65 }, (_, lg) => 2 ** (lg - 12));
/** Pages of a leaf of `lg` bits, 0 … 64. */
export const pagesOf = (lg: Log2Size): PageCount => PAGES_OF[lg]!;

/** Low 32 bits of the byte address of `page` + `offset`. */
export const loOf = (page: number, offset: ByteOffset = 0): number => ((page << 12) | offset) >>> 0;
/** High 32 bits of the byte address of `page`. */
export const hiOf = (page: number): number => Math.floor(page / LOW_PAGES) >>> 0;
/** Page number of the 64-bit byte address `hi:lo`. */
export const pageOf = (lo: number, hi: number): number => hi * LOW_PAGES + (lo >>> 12);
/** Byte offset within its page of the 64-bit byte address `hi:lo`. */
export const offsetOf = (lo: number): ByteOffset => lo & 0xfff;

/** The 64-bit value of `page` and `offset`. For edges (text, files): slow. */
export const toU64 = (page: number, offset: ByteOffset = 0): bigint => (BigInt(page) << 12n) | BigInt(offset);
/** Splits a 64-bit byte address. For edges (text, files): slow. */
export const fromU64 = (value: bigint): { page: number; offset: ByteOffset } => ({
  page: Number((value >> 12n) & 0xf_ffff_ffff_ffffn),
  offset: Number(value & 0xfffn),
});
/** The 64-bit value of the halves `hi:lo`. For edges: slow. */
export const rawU64 = (lo: number, hi: number): bigint => (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
/** `0x…` text of a page and offset, as every report prints a 64-bit value. */
export const hexAddress = (page: number, offset: ByteOffset = 0): string => `0x${toU64(page, offset).toString(16)}`;
/** `0x…` text of a raw 64-bit entry, sixteen digits. */
export const hexRaw = (lo: number, hi: number): string => `0x${rawU64(lo, hi).toString(16).padStart(16, '0')}`;

/**
 * Index of the item of a level-`level` table that covers `page`, modulo 512. Levels 0 … 2 read the page's low 27 bits,
 * which integer operators see exactly (they work modulo 2^32), levels 3 … 5 the bits above.
 */
export const itemIndex = (page: IovaPage, level: Level): number =>
  level < 3 ? (page >>> (9 * level)) & 511 : (Math.floor(page / 2 ** 27) >>> (9 * level - 27)) & 511;

/** Count of trailing zero bits of a page number; 52 for 0. */
export function trailingZeros(page: number): number {
  const low = page & (2 ** 26 - 1);
  if (low !== 0) return 31 - Math.clz32(low & -low);
  const high = Math.floor(page / 2 ** 26);
  return high === 0 ? 52 : 26 + (31 - Math.clz32(high & -high));
}

/** floor(log2(n)) of a count of pages n, 1 … 2^53. */
export function floorLog2(n: number): number {
  const high = Math.floor(n / 2 ** 26);
  return high === 0 ? 31 - Math.clz32(n) : 26 + (31 - Math.clz32(high));
}
