import type { ByteOffset, IovaPage, Log2Size, OaPage, PageCount } from '../../vocabulary';
import { EventKind } from '../../vocabulary/outcome';
import { Prot } from '../../vocabulary/prot';
import { ALL_PAGES, pagesOf } from '../../vocabulary/units';
import type { Domain } from '../domain';
import { lastOffset, lastPage } from '../range';

/** One call of `map_pages`: `count` pages of 2^`lg` bytes. */
export interface PagesRequest {
  readonly iova: IovaPage;
  readonly iovaOffset: ByteOffset;
  readonly lg: Log2Size;
  readonly count: number;
}

export interface MapPagesRequest extends PagesRequest {
  readonly oa: OaPage;
  readonly oaOffset: ByteOffset;
  readonly prot: number;
}

/** Whole pages of size 2^`lg` in a length. */
export const pageCount = (len: PageCount, lg: Log2Size): number => Math.floor(len / pagesOf(lg));

/** Page numbers go round at 2^64 bytes: the old code does not look. */
export const wrapped = (page: number): number => (page >= ALL_PAGES ? page - ALL_PAGES : page);

export const readable = (prot: number): boolean => (prot & (Prot.READ | Prot.WRITE)) !== 0;

/** 5.1 step 4: one flush of the whole call, iff something was replaced. */
export function flushIfUpdated(domain: Domain, updated: boolean, request: PagesRequest): void {
  if (!updated) return;
  const { iova, iovaOffset, lg, count } = request;
  const end = lastPage(iova, iovaOffset, count * pagesOf(lg), 0);
  domain.flush(EventKind.flush, iova, iovaOffset, wrapped(end), lastOffset(iovaOffset, 0));
}
