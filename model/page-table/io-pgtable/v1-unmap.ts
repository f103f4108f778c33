/** The old driver's v1 `unmap_pages`, look-up and dirty reading: page-tables.md 5.1. */
import type { ByteOffset, IovaPage, PageCount } from '../../vocabulary';
import { OpFlag } from '../../vocabulary/op';
import { EventKind } from '../../vocabulary/outcome';
import { ALL_PAGES, ITEM_PAGES, pagesOf } from '../../vocabulary/units';
import type { Domain } from '../domain';
import { cleanLeaf } from '../generic-pt/dirty';
import type { UnmapRequest } from '../generic-pt/unmap';
import { lastOffset, lastPage } from '../range';
import { clearItems, find, groupStart, type Place } from './items';
import { wrapped, type PagesRequest } from './request';

/** Unmaps; returns the pages counted, empty 4 KiB items included. Never frees a table. */
export function unmapPagesV1(domain: Domain, request: PagesRequest): PageCount {
  const size = request.count * pagesOf(request.lg);
  let page = request.iova;
  let removed = 0;
  while (removed < size) {
    if (page >= ITEM_PAGES[domain.top.level + 1]!) break;
    const { table, index, item } = find(domain, page);
    if (item === null && table.level > 0) break;
    const items = item === null ? 1 : item.items;
    const pages = items * ITEM_PAGES[table.level]!;
    clearItems(domain, table, groupStart(index, items), items);
    page = wrapped(page - (page % pages) + pages);
    removed += pages;
  }
  return removed;
}

/** Reports and cleans dirty leaves; no errors. Advances from an unaligned iova by whole sizes. */
export function readDirtyV1(domain: Domain, request: UnmapRequest & { readonly flags: number }): void {
  const { iovaOffset: offset, len, lenOffset } = request;
  const last = lastPage(request.iova, offset, len, lenOffset);
  // Length 0 at address 0 reads to the end of the space.
  const end = last < 0 ? ALL_PAGES - 1 : wrapped(last);
  const endOffset = lastOffset(offset, lenOffset);
  let page = request.iova;
  do {
    const within = page < ITEM_PAGES[domain.top.level + 1]!;
    const place = within ? find(domain, page) : null;
    page += place === null ? 1 : readAt(domain, place, page, offset, (request.flags & OpFlag.noClear) === 0);
    // Beyond the reach every step of the old code is 4 KiB and finds nothing; to the end of the space it never returns.
  } while (page < ITEM_PAGES[domain.top.level + 1]! && (page < end || (page === end && offset < endOffset)));
}

/** Looks at one entry; returns the pages to go on by. */
function readAt(domain: Domain, place: Place, page: IovaPage, offset: ByteOffset, clear: boolean): PageCount {
  const { table, index, item } = place;
  if (item === null) return ITEM_PAGES[table.level]!;
  const pages = pagesOf(item.lg);
  if (item.dirty === 0) return pages;
  const end = lastPage(page, offset, pages, 0) % ALL_PAGES;
  domain.change.interval(EventKind.dirty, 0, page, offset, end, lastOffset(offset, 0));
  if (clear) {
    cleanLeaf(domain, table, item, groupStart(index, item.items));
    // Only what was cleaned must be flushed: PT-132.
    domain.gather.add(page, offset, end, lastOffset(offset, 0));
  }
  return pages;
}
