import type { ByteOffset, IovaPage, OaPage } from '../../../model/vocabulary';
import { ALL_PAGES } from '../../../model/vocabulary/units';

const LAST_PAGE = ALL_PAGES - 1;

/** Ranges and tables that wait for one invalidation (page-tables.md 6.2). Bytes are (page, offset); `end` is inclusive. */
export class Gather {
  start: IovaPage = LAST_PAGE;
  startOffset: ByteOffset = 4095;
  end: IovaPage = 0;
  endOffset: ByteOffset = 0;
  /** Unlinked tables, freed after the invalidation. */
  readonly tables: OaPage[] = [];
  /** Belongs to a flush queue (DMA-FQ): the whole cache is flushed before the tables are freed. */
  queued = false;

  /** Back to `start = ~0, end = 0`; the tables must be gone already. */
  clear(): void {
    this.start = LAST_PAGE;
    this.startOffset = 4095;
    this.end = 0;
    this.endOffset = 0;
    this.tables.length = 0;
  }

  /** start < end: the condition under which the driver is called. */
  get hasRange(): boolean {
    return this.start < this.end || (this.start === this.end && this.startOffset < this.endOffset);
  }

  /** Widens the hull to the inclusive range. */
  widen(start: IovaPage, startOffset: ByteOffset, end: IovaPage, endOffset: ByteOffset): void {
    if (start < this.start || (start === this.start && startOffset < this.startOffset)) {
      this.start = start;
      this.startOffset = startOffset;
    }
    if (end > this.end || (end === this.end && endOffset > this.endOffset)) {
      this.end = end;
      this.endOffset = endOffset;
    }
  }

  /** True if the inclusive range neither meets nor touches the hull; sums wrap at 2^64 (page-tables.md 6.2). */
  isDisjoint(start: IovaPage, startOffset: ByteOffset, end: IovaPage, endOffset: ByteOffset): boolean {
    if (this.end === 0 && this.endOffset === 0) return false;
    return (
      isByteBefore(pageAfter(end, endOffset), (endOffset + 1) & 4095, this.start, this.startOffset) ||
      isByteBefore(pageAfter(this.end, this.endOffset), (this.endOffset + 1) & 4095, start, startOffset)
    );
  }
}

const isByteBefore = (a: IovaPage, aOffset: ByteOffset, b: IovaPage, bOffset: ByteOffset): boolean =>
  a < b || (a === b && aOffset < bOffset);

/** Page of the byte after (page, offset), mod 2^64. */
const pageAfter = (page: IovaPage, offset: ByteOffset): IovaPage =>
  offset < 4095 ? page : page === LAST_PAGE ? 0 : page + 1;
