/** The old driver's v2 code: page-tables.md 5.2. */
import type { IovaPage, Log2Size, OaPage, PageCount } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { ITEM_PAGES, itemIndex, pagesOf } from '../../vocabulary/units';
import type { Domain } from '../domain';
import type { Table } from '../table';
import { LEVEL_OF, LeafNode } from '../table';
import { clearItems, find, unlinkSubtree, writeItems } from './items';
import { flushIfUpdated, readable, wrapped, type MapPagesRequest, type PagesRequest } from './request';

/** D is pre-set in every leaf, read-only ones too. */
const D = 1 << 6;

interface Replaced {
  updated: boolean;
}

const isSize = (domain: Domain, lg: Log2Size): boolean => domain.sizes.all.includes(lg);

/** Maps; `domain.mapped` grows by the pages written, also on failure. Returns 0, −EINVAL or −ENOMEM. */
export function mapPagesV2(domain: Domain, request: MapPagesRequest): number {
  const { lg, count, prot } = request;
  if (!isSize(domain, lg)) {
    domain.change.warn();
    return Errno.EINVAL;
  }
  if (count === 0 || !readable(prot) || domain.refusesAddress(request.oa)) return Errno.EINVAL;

  const pages = pagesOf(lg);
  const replaced: Replaced = { updated: false };
  let ret = 0;
  for (let i = 0; i < count && ret === 0; i++) {
    const page = wrapped(request.iova + i * pages);
    ret = mapPage(domain, page, wrapped(request.oa + i * pages), request, replaced);
    if (ret === 0) domain.mapped += pages;
  }
  flushIfUpdated(domain, replaced.updated, request);
  return ret;
}

function mapPage(domain: Domain, page: IovaPage, oa: OaPage, request: MapPagesRequest, replaced: Replaced): number {
  const { lg, prot } = request;
  const level = LEVEL_OF[lg]!;
  const table = descend(domain, page, level, replaced);
  if (table === null) return Errno.ENOMEM;

  const index = itemIndex(page, level);
  const item = table.slots[index]!;
  if (item !== null) replaced.updated = true;
  // Freed at once, before the flush. (A leaf here is replaced; that the old code frees its data page is an exhibit.)
  if (item !== null && item.isTable) domain.free(unlinkSubtree(domain, table, index, item));
  else if (item !== null) clearItems(domain, table, index, 1);

  const { lo, hi } = domain.format.encodeLeaf(lg, oa, prot, domain.smeBit);
  const output = domain.format.leafOa(level, lo, hi, domain.smeBit);
  writeItems(domain, table, index, new LeafNode(table.pageOf(index), lg, level, 1, 1, output, (lo | D) >>> 0, hi, 0));
  return 0;
}

/** The table of `level` on the way to `page`; a large leaf in the way is cleared whole. Null: no memory. */
function descend(domain: Domain, page: IovaPage, level: number, replaced: Replaced): Table | null {
  let table = domain.top;
  while (table.level > level) {
    const index = itemIndex(page, table.level);
    const item = table.slots[index]!;
    if (item !== null && item.isTable) {
      table = item;
      continue;
    }
    if (item !== null) {
      clearItems(domain, table, index, 1);
      replaced.updated = true;
    }
    const below = domain.newTable(table, index);
    if (below === null) return null;
    table = below;
  }
  return table;
}

/** Unmaps; returns the pages counted, empty 4 KiB items included. Never frees a table. */
export function unmapPagesV2(domain: Domain, request: PagesRequest): PageCount {
  const { lg, count } = request;
  if (!isSize(domain, lg) || count === 0) {
    domain.change.warn();
    return 0;
  }
  const size = count * pagesOf(lg);
  let page = request.iova;
  let removed = 0;
  while (removed < size) {
    const { table, index, item } = find(domain, page);
    if (item === null && table.level > 0) break;
    const pages = ITEM_PAGES[table.level]!;
    clearItems(domain, table, index, 1);
    page = wrapped(page - (page % pages) + pages);
    removed += pages;
  }
  return removed;
}
