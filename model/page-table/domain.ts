import type { ByteOffset, IovaPage, Level, OaPage, PageCount, PageTableConfig } from '../vocabulary';
import { UNLIMITED_BUDGET } from '../vocabulary/op';
import { EventKind } from '../vocabulary/outcome';
import { ALL_PAGES, ITEM_PAGES, hiOf, itemIndex, loOf, pagesOf } from '../vocabulary/units';
import { Change } from './change';
import { domainSizes, lastAperturePage } from './config';
import { flushCommands, isVeryLong } from './flush';
import { formatOf, type PageFormat, type Raw } from './formats';
import { hasBit } from './formats/bits';
import { Gather } from './gather';
import type { PageSizes } from './best';
import { ITEMS, Table, eachTable, type Item, type LeafNode } from './table';

const pointers = new Map<PageFormat, Map<number | null, readonly Raw[]>>();

/** The pointer to a table, address bits clear, for each level that it can stand at. */
function pointersOf(format: PageFormat, smeBit: number | null): readonly Raw[] {
  let bySmeBit = pointers.get(format);
  if (bySmeBit === undefined) pointers.set(format, (bySmeBit = new Map()));
  let raws = bySmeBit.get(smeBit);
  if (raws === undefined) {
    raws = Array.from({ length: 6 }, (_, level) => format.encodePointer(level, 0, smeBit));
    bySmeBit.set(smeBit, raws);
  }
  return raws;
}

/** State of one domain (page-tables.md 3.1), with its allocator, its trace gather, and the op under way. */
export class Domain {
  readonly format: PageFormat;
  readonly sizes: PageSizes;
  readonly smeBit: number | null;
  /** Pages of the output address space: 2^(oasz − 12). */
  readonly oaPages: PageCount;
  /** Pages of the aperture. */
  readonly space: PageCount;
  /** FLUSH_RANGE_NO_GAPS, that is NpCache. */
  readonly noGaps: boolean;
  /** False for identity and blocked domains: there is no table behind them, `top` stands empty. */
  readonly paging: boolean;
  /** The old v2 code does not look at the bits of an IOVA above the top table (5.2). */
  readonly aliases: boolean;
  /** Contract io-pgtable. */
  readonly old: boolean;
  /** By level of the item: the pointer that a new table gets, address bits clear. */
  readonly pointers: readonly Raw[];
  /** The trace's gather. */
  readonly gather = new Gather();
  top: Table;
  /** Pages that `top` reaches. */
  private reach: PageCount;
  /** Allocated table pages, those that wait on a gather included. */
  live: number;
  /** Allocations that still succeed. */
  budget = Infinity;
  /** The caller's counter `mapped`, in pages: added to, never zeroed (3.3 step 10). */
  mapped: PageCount = 0;
  /** Outcome of the op under way. */
  change = new Change();
  /** The level-0 table in which the last walk ended: the next one mostly ends there too. Null once tables went. */
  lowest: Table | null = null;

  constructor(readonly config: PageTableConfig) {
    this.format = formatOf(config.format);
    this.smeBit = config.smeBit;
    this.sizes = domainSizes(config);
    this.oaPages = 2 ** (config.oasz - 12);
    this.space = lastAperturePage(config) + 1;
    this.noGaps = config.flush === 'no-gaps';
    this.paging = config.domainType === 'paging';
    this.old = config.contract === 'io-pgtable';
    this.aliases = this.old && !this.format.grows;
    this.pointers = pointersOf(this.format, this.smeBit);
    this.top = new Table(this.paging ? config.topLevel : 0, 0, 0, 0);
    this.reach = this.reachAt(this.top.level);
    this.live = this.paging ? 1 : 0;
  }

  /** Pages that `top` can translate at `level`: 2^(min(vasz, item + 9) − 12); level 5 and v2: vasz (1.9, 3.1). */
  reachAt(level: Level): PageCount {
    if (level === 5 || !this.format.grows) return this.space;
    return Math.min(this.space, ITEM_PAGES[level + 1]!);
  }

  /** The range check of 3.1 for [.., last]: nothing lies beyond what the current top reaches. */
  inRange(last: IovaPage): boolean {
    return last < this.reach;
  }

  /** Publishes a new top. */
  raise(top: Table): void {
    this.top = top;
    this.reach = this.reachAt(top.level);
  }

  /** The table to start from on the way to item `page` of a table of `level`: the last one, or the top. */
  nearest(page: IovaPage, level: Level): Table {
    const { lowest } = this;
    return level === 0 && lowest !== null && page >= lowest.page && page < lowest.page + ITEMS ? lowest : this.top;
  }

  /** A zeroed table for item `index` of `parent`, linked into it; null: no memory (0.4). */
  newTable(parent: Table, index: number): Table | null {
    if (!this.allocate()) return null;
    const pointer = this.pointers[parent.level]!;
    const table = new Table(parent.level - 1, parent.pageOf(index), pointer.lo, pointer.hi);
    parent.put(index, table);
    this.change.tableAdded(table);
    return table;
  }

  /** Takes one table page from the budget; false: no memory. */
  allocate(): boolean {
    if (this.budget === 0) return false;
    this.budget--;
    this.live++;
    this.change.allocations++;
    return true;
  }

  /** Sets the budget of an op `budget` (docs/protocol.md). */
  limit(allocations: number): void {
    this.budget = allocations === UNLIMITED_BUDGET ? Infinity : allocations;
  }

  /** `count` table pages go back to the allocator. */
  free(count: number): void {
    this.live -= count;
    this.change.freed(count);
  }

  /** Unlinks the table in slot `index` of `parent` with all tables below it; returns how many pages that is. */
  unlink(parent: Table, index: number, table: Table): number {
    parent.clear(index);
    this.lowest = null;
    let count = 1;
    this.change.tableRemoved(table);
    eachTable(table, (below) => {
      count++;
      this.change.tableRemoved(below);
    });
    return count;
  }

  /** The item that the walk to `page` ends at: a leaf, or null. Upper bits of `page` are not looked at. */
  walk(page: IovaPage): LeafNode | null {
    const { lowest } = this;
    // Level-0 items are leaves or empty.
    if (lowest !== null && page >= lowest.page && page < lowest.page + ITEMS) {
      return lowest.slots[page - lowest.page] as LeafNode | null;
    }
    let table = this.top;
    for (;;) {
      const item: Item = table.slots[itemIndex(page, table.level)]!;
      if (item === null || !item.isTable) {
        if (table.level === 0) this.lowest = table;
        return item;
      }
      table = item;
    }
  }

  /** The trace is over: its tables may serve another. Nobody may look at them again. */
  release(): void {
    this.top.release();
    this.lowest = null;
  }

  /** 3.9: the output page of `page`, or −1 where nothing is mapped. The offset within the page stays as it is. */
  translate(page: IovaPage): OaPage {
    if (this.aliases) page %= ITEM_PAGES[this.top.level + 1]!;
    else if (!this.inRange(page)) return -1;
    const leaf = this.walk(page);
    return leaf === null ? -1 : leaf.oa + (page - leaf.page);
  }

  /**
   * 6.2: the driver is called only if there is something to do; then the tables are freed and the gather is new. The
   * core of old kernels does not look: it calls the driver for an empty gather too (docs/protocol.md).
   */
  sync(gather: Gather): void {
    if (gather.callsDriver || (this.old && this.paging)) {
      const { start, startOffset, end, endOffset, tables } = gather;
      this.change.interval(EventKind.sync, tables, start, startOffset, end, endOffset);
      // 6.3: the walk caches only where tables went (7.2); the old driver always flushed them.
      this.command(tables > 0 || this.old, start, startOffset, end, endOffset);
    }
    const { tables } = gather;
    gather.reset();
    this.free(tables);
  }

  /** A flush outside of any gather, with walk caches: `syncMap` under NpCache, and the old driver's `flush`. */
  flush(kind: EventKind, start: IovaPage, startOffset: ByteOffset, end: IovaPage, endOffset: ByteOffset): void {
    this.change.interval(kind, 0, start, startOffset, end, endOffset);
    this.command(true, start, startOffset, end, endOffset);
  }

  /** 6.2 for a flush queue: everything is flushed before anything is freed, whatever the gather holds. */
  flushQueue(gather: Gather): void {
    const { tables } = gather;
    this.change.interval(EventKind.sync, tables, 0, 0, ALL_PAGES - 1, 0xfff);
    this.command(true, 0, 0, ALL_PAGES - 1, 0xfff);
    gather.reset();
    this.free(tables);
  }

  /** The commands of one flush. 6.3, and docs/protocol.md for what the old driver splits. */
  private command(
    walkCaches: boolean,
    start: IovaPage,
    startOffset: ByteOffset,
    end: IovaPage,
    endOffset: ByteOffset,
  ): void {
    const split = this.noGaps && !(this.old && isVeryLong(start, startOffset, end, endOffset));
    flushCommands(this.change, split, walkCaches, start, startOffset, end, endOffset);
  }

  /** The page that an entry with address `oa` decodes to: without a C-bit that came with the caller's address. */
  decodedAddress(oa: OaPage): OaPage {
    const { smeBit } = this;
    return smeBit !== null && hasCBit(oa, smeBit) ? oa - pagesOf(smeBit) : oa;
  }

  /** True if the byte address of `oa` carries the C-bit and the configuration refuses that (AMB-PA-HAS-C). */
  refusesAddress(oa: OaPage): boolean {
    return this.smeBit !== null && this.config.assumptions['AMB-PA-HAS-C'] === 'strict' && hasCBit(oa, this.smeBit);
  }
}

/** True if the byte address of page `oa` has the C-bit of `smeBit`. */
const hasCBit = (oa: OaPage, smeBit: number): boolean => hasBit(loOf(oa), hiOf(oa), smeBit);
