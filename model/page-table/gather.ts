/** The gather of an IOTLB invalidation: page-tables.md 6.2. Ends are inclusive, in bytes, as page and offset. */
import type { ByteOffset, IovaPage, PageCount } from '../vocabulary';
import { ALL_PAGES } from '../vocabulary/units';

const LAST_BYTE = 0xfff;

/** True if byte (a, ao) lies before byte (b, bo). */
const before = (a: number, ao: number, b: number, bo: number): boolean => a < b || (a === b && ao < bo);

/** What a gather covers, and how many unlinked tables wait on it. New: start = 2^64 − 1, end = 0. */
export class Gather {
  start: IovaPage = ALL_PAGES - 1;
  startOffset: ByteOffset = LAST_BYTE;
  end: IovaPage = 0;
  endOffset: ByteOffset = 0;
  /** Tables on the free list. */
  tables = 0;

  get empty(): boolean {
    return this.start > this.end || (this.start === this.end && this.startOffset > this.endOffset);
  }

  /** True if a sync calls the driver: start < end. */
  get callsDriver(): boolean {
    return before(this.start, this.startOffset, this.end, this.endOffset);
  }

  /** `add(iova, n)` with [start, end] given; the hull grows, gaps are covered too. */
  add(start: IovaPage, startOffset: ByteOffset, end: IovaPage, endOffset: ByteOffset): void {
    if (before(start, startOffset, this.start, this.startOffset)) {
      this.start = start;
      this.startOffset = startOffset;
    }
    if (before(this.end, this.endOffset, end, endOffset)) {
      this.end = end;
      this.endOffset = endOffset;
    }
  }

  /** True if `pages` from start on neither meet nor touch what is gathered; sums are modulo 2^64. */
  isDisjoint(start: IovaPage, startOffset: ByteOffset, pages: PageCount): boolean {
    if (this.end === 0 && this.endOffset === 0) return false;
    const after = start + pages;
    if (before(after >= ALL_PAGES ? after - ALL_PAGES : after, startOffset, this.start, this.startOffset)) return true;
    const endsPage = this.endOffset === LAST_BYTE;
    const next = endsPage ? this.end + 1 : this.end;
    const nextOffset = endsPage ? 0 : this.endOffset + 1;
    return before(next === ALL_PAGES ? 0 : next, nextOffset, start, startOffset);
  }

  reset(): void {
    this.start = ALL_PAGES - 1;
    this.startOffset = LAST_BYTE;
    this.end = 0;
    this.endOffset = 0;
    this.tables = 0;
  }
}
