import type { ByteOffset, IovaPage, OaPage, PageCount } from '../../../model/vocabulary';
import { ALL_PAGES } from '../../../model/vocabulary/units';

/**
 * The byte range that an op asks for: [first, last] inclusive, bytes as (page, offset). One object lives in each
 * domain and is filled anew for each call.
 */
export class Request {
  first: IovaPage = 0;
  firstOffset: ByteOffset = 0;
  last: IovaPage = 0;
  lastOffset: ByteOffset = 0;
  len: PageCount = 0;
  lenOffset: ByteOffset = 0;
  /** len is 0: there is no last byte. */
  isEmpty = true;
  /** iova + len − 1 passes 2^64; `last` then holds the byte that it wraps to. */
  wraps = false;
  /** Only of a map: where the range goes, and prot. */
  oa: OaPage = 0;
  oaOffset: ByteOffset = 0;
  prot = 0;

  setRange(iova: IovaPage, iovaOffset: ByteOffset, len: PageCount, lenOffset: ByteOffset): void {
    this.first = iova;
    this.firstOffset = iovaOffset;
    this.len = len;
    this.lenOffset = lenOffset;
    this.isEmpty = len === 0 && lenOffset === 0;
    let last = iova + len;
    let lastOffset = iovaOffset + lenOffset - 1;
    if (lastOffset < 0) {
      last -= 1;
      lastOffset += 4096;
    } else if (lastOffset > 4095) {
      last += 1;
      lastOffset -= 4096;
    }
    this.wraps = !this.isEmpty && last >= ALL_PAGES;
    this.last = last < 0 ? ALL_PAGES - 1 : last >= ALL_PAGES ? last - ALL_PAGES : last;
    this.lastOffset = lastOffset;
  }

  setOutput(oa: OaPage, oaOffset: ByteOffset, prot: number): void {
    this.oa = oa;
    this.oaOffset = oaOffset;
    this.prot = prot;
  }
}
