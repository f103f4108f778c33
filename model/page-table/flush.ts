/** What an invalidation does to the hardware: page-tables.md 6.3. */
import type { ByteOffset, IovaPage, Log2Size } from '../vocabulary';
import { EventKind } from '../vocabulary/outcome';
import { ALL_PAGES, floorLog2, pagesOf, trailingZeros } from '../vocabulary/units';
import type { Change } from './change';

const LAST_BYTE = 0xfff;
/** Largest block that one command can name; beyond it everything goes. */
const MAX_BLOCK_LG: Log2Size = 52;

/** A naturally aligned block of whole pages. */
export interface Block {
  readonly first: IovaPage;
  readonly last: IovaPage;
}

/** The address of "all pages", and the size bit S: 6.3. */
const ALL_ADDRESS = { page: 0x7_ffff_ffff_ffff, s: true } as const;

/** Address field of one command for [first, last] in pages: bits 63:12 as a page number, and the size bit S. */
export function encodeBlock(first: IovaPage, last: IovaPage): { readonly page: number; readonly s: boolean } {
  const lg = blockLg(first, last);
  if (lg <= 12) return { page: first, s: false };
  if (lg > MAX_BLOCK_LG) return ALL_ADDRESS;
  // Bits 12 … z−2 are ones; the zero above them is the lower half of the block (8 KiB needs no ones).
  const pages = 2 ** (lg - 12);
  const start = Math.floor(first / pages) * pages;
  return { page: start + pages / 2 - 1, s: true };
}

/** The block that a command with that address covers. */
export function decodeBlock(page: number, s: boolean): Block {
  if (!s) return { first: page, last: page };
  if (page === ALL_ADDRESS.page) return { first: 0, last: ALL_PAGES - 1 };
  const pages = 2 ** (trailingZeros(page + 1) + 1);
  const first = Math.floor(page / pages) * pages;
  return { first, last: first + pages - 1 };
}

/** The block that one command for [first, last] flushes: the smallest aligned one that holds both, or everything. */
export function flushedBlock(first: IovaPage, last: IovaPage): Block {
  const lg = blockLg(first, last);
  if (lg > MAX_BLOCK_LG) return { first: 0, last: ALL_PAGES - 1 };
  const pages = pagesOf(lg);
  const start = Math.floor(first / pages) * pages;
  return { first: start, last: start + pages - 1 };
}

/** log2 of the smallest naturally aligned block of bytes that holds both pages. */
function blockLg(first: IovaPage, last: IovaPage): Log2Size {
  const high = Math.floor(first / 2 ** 26) ^ Math.floor(last / 2 ** 26);
  if (high !== 0) return 12 + 26 + 32 - Math.clz32(high);
  return 12 + 32 - Math.clz32((first ^ last) & (2 ** 26 - 1));
}

/**
 * NpCache: the naturally aligned powers of two that [first, last] is flushed in, ascending. A range that starts or ends
 * within a page is split within it too; such a piece flushes its page.
 */
export function npCacheBlocks(
  first: IovaPage,
  firstOffset: ByteOffset,
  last: IovaPage,
  lastOffset: ByteOffset,
): Block[] {
  const blocks: Block[] = [];
  const head = first === last ? lastOffset + 1 : LAST_BYTE + 1;
  if (firstOffset !== 0 || head <= LAST_BYTE) {
    for (let i = bytePieces(firstOffset, head); i > 0; i--) blocks.push({ first, last: first });
    first++;
  }
  const whole = lastOffset === LAST_BYTE ? last : last - 1;
  while (first <= whole) {
    const pages = pagesOf(12 + Math.min(floorLog2(whole - first + 1), trailingZeros(first)));
    blocks.push({ first, last: first + pages - 1 });
    first += pages;
  }
  if (first === last) for (let i = bytePieces(0, lastOffset + 1); i > 0; i--) blocks.push({ first, last });
  return blocks;
}

/** Aligned powers of two that [from, to) within a page falls into. */
function bytePieces(from: number, to: number): number {
  let pieces = 0;
  while (from < to) {
    const aligned = from === 0 ? 12 : 31 - Math.clz32(from & -from);
    from += 2 ** Math.min(aligned, 31 - Math.clz32(to - from));
    pieces++;
  }
  return pieces;
}

/** True if [start, end], which may wrap, has 2^52 bytes or more: the old driver does not split it under NpCache. */
export function isVeryLong(start: IovaPage, startOffset: ByteOffset, end: IovaPage, endOffset: ByteOffset): boolean {
  const pages = end - start + (endOffset - startOffset + 1) / (LAST_BYTE + 1);
  return (pages < 0 ? pages + ALL_PAGES : pages) >= pagesOf(MAX_BLOCK_LG);
}

/**
 * The invalidation commands of one flush of [start, end], as events; `split`: one for each aligned piece. A range that
 * wraps at 2^64, as the old driver may flush it, is split on either side of it.
 */
export function flushCommands(
  change: Change,
  split: boolean,
  walkCaches: boolean,
  start: IovaPage,
  startOffset: ByteOffset,
  end: IovaPage,
  endOffset: ByteOffset,
): void {
  const everything = start === 0 && startOffset === 0 && end === ALL_PAGES - 1 && endOffset === LAST_BYTE;
  const count = walkCaches ? 1 : 0;
  if (!split || everything) command(change, count, start, end);
  else if (start < end || (start === end && startOffset <= endOffset)) {
    commandPieces(change, count, start, startOffset, end, endOffset);
  } else {
    commandPieces(change, count, start, startOffset, ALL_PAGES - 1, LAST_BYTE);
    commandPieces(change, count, 0, 0, end, endOffset);
  }
}

function commandPieces(
  change: Change,
  count: number,
  start: IovaPage,
  startOffset: ByteOffset,
  end: IovaPage,
  endOffset: ByteOffset,
): void {
  for (const { first, last } of npCacheBlocks(start, startOffset, end, endOffset)) command(change, count, first, last);
}

function command(change: Change, count: number, start: IovaPage, end: IovaPage): void {
  const { first, last } = flushedBlock(start, end);
  change.interval(EventKind.command, count, first, 0, last, LAST_BYTE);
}
