/** Dirty tracking: page-tables.md 1.8, 3.10. */
import type { ByteOffset, IovaPage } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { OpFlag } from '../../vocabulary/op';
import { EventKind } from '../../vocabulary/outcome';
import { ALL_PAGES, ITEM_PAGES, itemIndex } from '../../vocabulary/units';
import type { Domain } from '../domain';
import { lastPage } from '../range';
import type { Table } from '../table';
import { ITEMS, type LeafNode } from '../table';
import type { UnmapRequest } from './unmap';

/** `set_dirty`, or hardware: sets the dirty bit of the one item at `page`. */
export function setDirty(domain: Domain, page: IovaPage): number {
  if (!domain.format.tracksDirty) return Errno.EOPNOTSUPP;
  if (!domain.inRange(page)) return domain.config.contract === 'generic-pt' ? Errno.ERANGE : Errno.ENOENT;
  let table = domain.top;
  for (;;) {
    const index = itemIndex(page, table.level);
    const item = table.slots[index]!;
    if (item === null) return Errno.ENOENT;
    if (item.isTable) {
      table = item;
      continue;
    }
    if (!table.isDirty(index)) {
      table.setDirty(index);
      replaceLeaf(domain, table, item, item.dirty + 1);
    }
    return 0;
  }
}

/** `read_and_clear_dirty`: reports, and unless told otherwise cleans, every dirty leaf that the range touches. */
export function readAndClearDirty(domain: Domain, request: UnmapRequest & { readonly flags: number }): number {
  const { iova, iovaOffset, len, lenOffset, flags } = request;
  if (!domain.format.tracksDirty) return Errno.EOPNOTSUPP;
  if (len === 0 && lenOffset === 0) return Errno.EINVAL;
  const last = lastPage(iova, iovaOffset, len, lenOffset);
  if (last >= ALL_PAGES) return Errno.EOVERFLOW;
  if (!domain.inRange(last)) return Errno.ERANGE;
  readTable(domain, domain.top, iova, iovaOffset, last, (flags & OpFlag.noClear) === 0);
  return 0;
}

function readTable(
  domain: Domain,
  table: Table,
  page: IovaPage,
  offset: ByteOffset,
  last: IovaPage,
  clear: boolean,
): void {
  let cur = page;
  let index = itemIndex(page, table.level);
  while (index < ITEMS && cur <= last) {
    const item = table.slots[index]!;
    let next = index + 1;
    if (item !== null && item.isTable) readTable(domain, item, cur, cur === page ? offset : 0, last, clear);
    else if (item !== null) {
      const end = (index | (item.items - 1)) + 1;
      // The last item of the entry that the range touches.
      const lastItem = Math.min(end - 1, index + Math.floor((last - table.pageOf(index)) / ITEM_PAGES[table.level]!));
      if (item.dirty > 0) {
        const stop = table.pageOf(lastItem + 1) - 1;
        domain.change.interval(EventKind.dirty, 0, cur, cur === page ? offset : 0, stop, 0xfff);
        if (clear) {
          cleanLeaf(domain, table, item, end - item.items);
          domain.gather.add(cur, cur === page ? offset : 0, stop, 0xfff);
        }
      }
      next = end;
    }
    index = next;
    cur = table.pageOf(index);
  }
}

/** Clears the dirty bit in all replicas, wherever the walk stands (PT-131). */
export function cleanLeaf(domain: Domain, table: Table, leaf: LeafNode, first: number): void {
  for (let index = first; index < first + leaf.items; index++) {
    if (table.slots[index] === leaf) table.dirty?.delete(index);
  }
  replaceLeaf(domain, table, leaf, 0);
}

/** Puts the same leaf with another count of dirty items into its slots. */
function replaceLeaf(domain: Domain, table: Table, before: LeafNode, dirty: number): void {
  const after = before.with(before.found, dirty);
  const first = itemIndex(before.page, table.level);
  for (let index = first; index < first + before.items; index++) {
    if (table.slots[index] === before) table.slots[index] = after;
  }
  domain.change.leafDirtied(before, after);
}
