import type { Anomaly, IovaPage, Leaf, Level, StateView, TableRef } from '../vocabulary';
import { ITEM_PAGES, itemIndex } from '../vocabulary/units';
import type { Domain } from './domain';
import type { Table } from './table';
import { hasLeaf, leavesOf, tablesOf } from './table';

/** The live state of a domain of the model. It has no anomalies. */
export class DomainView implements StateView {
  readonly anomalies: readonly Anomaly[] = [];

  constructor(private readonly domain: Domain) {}

  get topLevel(): Level {
    return this.domain.top.level;
  }

  get liveTables(): number {
    return this.domain.live;
  }

  leafAt(page: IovaPage): Leaf | null {
    return this.reaches(page) ? this.domain.walk(page) : null;
  }

  tableAt(level: Level, page: IovaPage): TableRef | null {
    if (!this.reaches(page)) return null;
    let table = this.domain.top;
    while (table.level > level) {
      const item = table.slots[itemIndex(page, table.level)]!;
      if (item === null || !item.isTable) return null;
      table = item;
    }
    return table === this.domain.top ? null : table;
  }

  anyLeafIn(first: IovaPage, last: IovaPage): boolean {
    return anyLeafIn(this.domain.top, first, last);
  }

  leaves(): Iterable<Leaf> {
    return leavesOf(this.domain.top);
  }

  tables(): Iterable<TableRef> {
    return tablesOf(this.domain.top);
  }

  private reaches(page: IovaPage): boolean {
    return page < ITEM_PAGES[this.domain.top.level + 1]!;
  }
}

/** True if a leaf in or below `table` covers a page of [first, last]. */
function anyLeafIn(table: Table, first: IovaPage, last: IovaPage): boolean {
  if (table.used === 0) return false;
  const span = ITEM_PAGES[table.level]!;
  const from = Math.max(table.low, Math.floor((first - table.page) / span));
  const to = Math.min(table.high, Math.floor((last - table.page) / span));
  for (let index = from; index <= to; index++) {
    const item = table.slots[index]!;
    if (item === null) continue;
    if (!item.isTable) return true;
    const start = table.pageOf(index);
    if (first <= start && start + span - 1 <= last ? hasLeaf(item) : anyLeafIn(item, first, last)) return true;
  }
  return false;
}
