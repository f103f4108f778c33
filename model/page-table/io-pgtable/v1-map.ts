/** The old driver's v1 `map_pages`: page-tables.md 5.1. */
import type { IovaPage, Level, OaPage } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { EventKind, Status } from '../../vocabulary/outcome';
import { ITEM_PAGES, itemIndex, pagesOf } from '../../vocabulary/units';
import type { Domain } from '../domain';
import { putOnTop } from '../generic-pt/grow';
import type { Table } from '../table';
import { ITEMS_OF, LEVEL_OF, LeafNode } from '../table';
import { clearItems, groupStart, loseReplicas, unlinkSubtree, writeItems } from './items';
import { flushIfUpdated, readable, wrapped, type MapPagesRequest } from './request';

/** Sizes that a call may name without leaving the contract: powers of two that an entry can hold. */
const SMALLEST = 12;
const LARGEST = 51;

/** What one call replaces on its way. */
interface Replaced {
  updated: boolean;
  /** Tables that wait for the flush. */
  tables: number;
}

/** Maps; `domain.mapped` grows by the pages written, also on failure. Returns 0, −EINVAL or −ENOMEM. */
export function mapPagesV1(domain: Domain, request: MapPagesRequest): number {
  const { lg, oa, prot } = request;
  // Step 1, before the prot check.
  if (!isAligned(request)) {
    domain.change.status |= Status.bug;
    return 0;
  }
  // Step 2.
  if (!readable(prot)) return Errno.EINVAL;
  if (domain.refusesAddress(oa)) return Errno.EINVAL;

  // Step 3, for each page.
  const pages = pagesOf(lg);
  const replaced: Replaced = { updated: false, tables: 0 };
  let ret = 0;
  for (let i = 0; i < request.count && ret === 0; i++) {
    const page = wrapped(request.iova + i * pages);
    ret = mapPage(domain, page, wrapped(oa + i * pages), request, replaced);
    if (ret === 0) domain.mapped += pages;
  }

  // Step 4, whether all went well or not.
  flushIfUpdated(domain, replaced.updated, request);
  domain.free(replaced.tables);
  return ret;
}

function isAligned({ lg, iova, iovaOffset, oa, oaOffset }: MapPagesRequest): boolean {
  if (lg < SMALLEST || lg > LARGEST || (iovaOffset | oaOffset) !== 0) return false;
  return iova % pagesOf(lg) === 0 && oa % pagesOf(lg) === 0;
}

function mapPage(domain: Domain, page: IovaPage, oa: OaPage, request: MapPagesRequest, replaced: Replaced): number {
  const { lg, prot } = request;
  const level = LEVEL_OF[lg]!;
  if (!grow(domain, page + pagesOf(lg) - 1, level)) return Errno.ENOMEM;
  const table = descend(domain, page, level, replaced);
  if (table === null) return Errno.ENOMEM;

  // At the level of the leaf: every item is cleared, a table with its whole subtree.
  const items = ITEMS_OF[lg]!;
  const first = itemIndex(page, level);
  for (let index = first; index < first + items; index++) {
    const item = table.slots[index]!;
    if (item === null || !item.isTable) continue;
    replaced.tables += unlinkSubtree(domain, table, index, item);
    replaced.updated = true;
  }
  clearItems(domain, table, first, items);

  // Bits 52 and above are dropped, as v2 does: into the reserved bits of a single item (5.3 rows 14, 15) PT-002 forbids.
  const { lo, hi } = domain.format.encodeLeaf(lg, oa, prot, domain.smeBit);
  const output = domain.format.leafOa(level, lo, hi, domain.smeBit);
  writeItems(domain, table, first, new LeafNode(page, lg, level, items, items, output, lo, hi, 0));
  return 0;
}

/**
 * Puts levels on top, publishing each; earlier ones stay where a later one fails. The software top comes first, then
 * the device table is rewritten and flushed (docs/protocol.md).
 */
function grow(domain: Domain, last: IovaPage, level: Level): boolean {
  while (last >= ITEM_PAGES[domain.top.level + 1]! || domain.top.level < level) {
    if (!domain.allocate()) return false;
    putOnTop(domain);
    domain.change.event(EventKind.top, domain.top.level);
    domain.change.event(EventKind.dteFlush, 0);
  }
  return true;
}

/** The table of `level` on the way to `page`; leaves in the way are removed. Null: no memory. */
function descend(domain: Domain, page: IovaPage, level: Level, replaced: Replaced): Table | null {
  let table = domain.top;
  while (table.level > level) {
    const index = itemIndex(page, table.level);
    const item = table.slots[index]!;
    if (item !== null && item.isTable) {
      table = item;
      continue;
    }
    if (item !== null && item.items > 1) {
      clearEqualReplicas(domain, table, index, item);
      replaced.updated = true;
    }
    const single = item !== null && item.items === 1 ? item : null;
    const below = replaceByTable(domain, table, index, single);
    if (below === null) return null;
    if (single !== null) replaced.updated = true;
    table = below;
  }
  return table;
}

/** A new table in slot `index`, in the place of `leaf` if there is one; without memory the leaf stays. */
function replaceByTable(domain: Domain, table: Table, index: number, leaf: LeafNode | null): Table | null {
  if (domain.budget === 0) return null;
  if (leaf !== null) clearItems(domain, table, index, 1);
  return domain.newTable(table, index);
}

/** Clears the replicas that still equal the loaded value; one whose dirty bit differs does not. */
function clearEqualReplicas(domain: Domain, table: Table, index: number, leaf: LeafNode): void {
  const loaded = table.isDirty(index);
  const first = groupStart(index, leaf.items);
  let lost = 0;
  for (let i = first; i < first + leaf.items; i++) {
    if (table.slots[i] !== leaf || table.isDirty(i) !== loaded) continue;
    table.clear(i);
    lost++;
  }
  loseReplicas(domain, table, leaf, lost);
}
