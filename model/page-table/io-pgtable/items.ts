/** What the old driver does to items: it overwrites and clears them one by one, whoever they belong to. 5.1, 5.2. */
import type { IovaPage } from '../../vocabulary';
import { itemIndex } from '../../vocabulary/units';
import type { Domain } from '../domain';
import type { Table } from '../table';
import { ITEMS, leavesOf, type Item, type LeafNode } from '../table';

/** Where the walk to a page ended. */
export interface Place {
  readonly table: Table;
  readonly index: number;
  readonly item: LeafNode | null;
}

/** Walks to `page`: ends at a leaf or at an empty item. Upper bits of `page` are not looked at. */
export function find(domain: Domain, page: IovaPage): Place {
  let table = domain.top;
  for (;;) {
    const index = itemIndex(page, table.level);
    const item: Item = table.slots[index]!;
    if (item === null || !item.isTable) return { table, index, item };
    table = item;
  }
}

/**
 * Empties `count` items. A leaf that keeps replicas elsewhere in its group goes on translating there. A table that a
 * later map hung into the group is emptied and stays: whoever clears items does not free tables (PT-170, PT-183).
 */
export function clearItems(domain: Domain, table: Table, first: number, count: number): void {
  const end = first + count;
  for (let index = first; index < end;) {
    const item = table.slots[index]!;
    const start = index;
    if (item !== null && item.isTable) {
      clearItems(domain, item, 0, ITEMS);
      index++;
      continue;
    }
    do table.clear(index++);
    while (index < end && table.slots[index] === item);
    if (item !== null) loseReplicas(domain, table, item, index - start);
  }
}

/** `lost` replicas of `leaf` were emptied; the others learn of it. */
export function loseReplicas(domain: Domain, table: Table, leaf: LeafNode, lost: number): void {
  const found = leaf.found - lost;
  if (found === 0) {
    domain.change.leafRemoved(leaf);
    return;
  }
  const first = itemIndex(leaf.page, leaf.level);
  const kept: number[] = [];
  for (let index = first; index < first + leaf.items; index++) if (table.slots[index] === leaf) kept.push(index);
  const after = leaf.with(found, kept.filter((index) => table.isDirty(index)).length);
  for (const index of kept) table.slots[index] = after;
}

/** Unlinks the table in slot `index` with all that hangs below it, live leaves included; returns its pages. */
export function unlinkSubtree(domain: Domain, parent: Table, index: number, table: Table): number {
  for (const leaf of leavesOf(table)) domain.change.leafRemoved(leaf);
  return domain.unlink(parent, index, table);
}

/** Writes `leaf` into its items, from `first` on. */
export function writeItems(domain: Domain, table: Table, first: number, leaf: LeafNode): void {
  for (let index = first; index < first + leaf.items; index++) table.put(index, leaf);
  domain.change.leafAdded(leaf);
}

/** Index of the first item of the group that `index` lies in. */
export const groupStart = (index: number, items: number): number => index - (index % items);
