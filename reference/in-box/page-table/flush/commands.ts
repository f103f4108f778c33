import type { IovaPage } from '../../../../model/vocabulary';
import { EventKind } from '../../../../model/vocabulary/outcome';
import { ALL_PAGES, floorLog2, trailingZeros } from '../../../../model/vocabulary/units';
import type { Domain } from '../domain';
import type { FlushParts } from '../parts';

const LAST_PAGE = ALL_PAGES - 1;

/** 2^52 bytes: what the old driver no longer splits. */
const TOO_LONG = 2 ** 40;

/** page-tables.md 6.3. The old driver may flush a range that wraps at 2^64: it is split on either side. */
const flushPages: FlushParts['flushPages'] = (d, start, startOffset, end, endOffset, walkCaches) => {
  if (d.config.flush !== 'no-gaps' || isUnsplit(d, start, startOffset, end, endOffset)) {
    d.parts.commandBlock(d, start, startOffset, end, endOffset, walkCaches);
  } else if (start < end || (start === end && startOffset <= endOffset)) {
    d.parts.splitForNpCache(d, start, startOffset, end, endOffset, walkCaches);
  } else {
    d.parts.splitForNpCache(d, start, startOffset, LAST_PAGE, 4095, walkCaches);
    d.parts.splitForNpCache(d, 0, 0, end, endOffset, walkCaches);
  }
};

/** True for everything, and under io-pgtable for 2^52 bytes and more. */
function isUnsplit(d: Domain, start: IovaPage, startOffset: number, end: IovaPage, endOffset: number): boolean {
  const isAll = start === 0 && startOffset === 0 && end === LAST_PAGE && endOffset === 4095;
  if (isAll || d.config.contract !== 'io-pgtable') return isAll;
  const pages = end - start + Math.floor((endOffset - startOffset + 1) / 4096);
  return (pages < 0 ? pages + ALL_PAGES : pages) >= TOO_LONG;
}

const splitForNpCache: FlushParts['splitForNpCache'] = (d, start, startOffset, end, endOffset, walkCaches) => {
  let page = start;
  let offset = startOffset;
  while (page < end || (page === end && offset <= endOffset)) {
    d.tick();
    const pieceEnd = page + 2 ** (pieceLg(page, offset, end, endOffset) - 12) - 1;
    if (offset === 0 && pieceEnd >= page) {
      d.parts.commandBlock(d, page, 0, pieceEnd, 4095, walkCaches);
      page = pieceEnd + 1;
    } else {
      const bytes = 2 ** pieceLg(page, offset, end, endOffset);
      d.parts.commandBlock(d, page, offset, page, offset + bytes - 1, walkCaches);
      offset += bytes;
      if (offset > 4095) {
        offset = 0;
        page++;
      }
    }
  }
};

/** min(flog2(what is left), ctz(where we are)), in bytes as log2. */
function pieceLg(page: IovaPage, offset: number, end: IovaPage, endOffset: number): number {
  const pages = end - page + Math.floor((endOffset - offset + 1) / 4096);
  const left = pages >= 1 ? 12 + floorLog2(pages) : floorLog2((end - page) * 4096 + endOffset - offset + 1);
  if (offset !== 0) return Math.min(left, 31 - Math.clz32(offset & -offset));
  return page === 0 ? left : Math.min(left, 12 + trailingZeros(page));
}

/** The command's address encodes a naturally aligned power of two; above 2^52 there is only "everything". */
const commandBlock: FlushParts['commandBlock'] = (d, start, _startOffset, end, _endOffset, walkCaches) => {
  const size = 2 ** differingBits(start, end);
  const isAll = size > 2 ** 40;
  const first = isAll ? 0 : Math.floor(start / size) * size;
  d.recorder.event(EventKind.command, walkCaches ? 1 : 0, first, 0, isAll ? LAST_PAGE : first + size - 1, 4095);
};

/** Bit length of `a xor b`, of page numbers. */
function differingBits(a: IovaPage, b: IovaPage): number {
  const high = Math.floor(a / 2 ** 26) ^ Math.floor(b / 2 ** 26);
  return high !== 0 ? 26 + 32 - Math.clz32(high) : 32 - Math.clz32((a % 2 ** 26) ^ (b % 2 ** 26));
}

/** NpCache: hardware may have cached that nothing was there (page-tables.md 6.1). */
const syncMap: FlushParts['syncMap'] = (d, start, startOffset, end, endOffset) => {
  if (d.config.flush !== 'no-gaps') return;
  d.recorder.event(EventKind.syncMap, 0, start, startOffset, end, endOffset);
  d.parts.flushPages(d, start, startOffset, end, endOffset, true);
};

export const commandParts: Pick<FlushParts, 'flushPages' | 'splitForNpCache' | 'commandBlock' | 'syncMap'> = {
  flushPages,
  splitForNpCache,
  commandBlock,
  syncMap,
};
