/** The model's tables are objects: 512 slots, each empty, a leaf, or a table one level down. */
import type { IovaPage, Leaf, Level, Log2Size, OaPage, TableRef } from '../vocabulary';
import { ITEM_PAGES } from '../vocabulary/units';

/** Items of one table. */
export const ITEMS = 512;

/** Level of a leaf of `lg` bits: floor((lg − 12) / 9) (page-tables.md 1.3). */
export const LEVEL_OF: readonly Level[] = Array.from({ length: 64 }, (_, lg) => Math.floor(Math.max(0, lg - 12) / 9));
/** Items that a leaf of `lg` bits takes: 2^((lg − 12) mod 9). */
export const ITEMS_OF: readonly number[] = Array.from({ length: 64 }, (_, lg) => 2 ** (Math.max(0, lg - 12) % 9));

/**
 * A leaf. A replicated one is this one object in all of its slots. Never changed: where dirty bits or replicas change,
 * a new object takes its place, so that outcomes may keep the old one.
 */
export class LeafNode implements Leaf {
  constructor(
    readonly page: IovaPage,
    readonly lg: Log2Size,
    readonly level: Level,
    readonly items: number,
    readonly found: number,
    readonly oa: OaPage,
    readonly lo: number,
    readonly hi: number,
    readonly dirty: number,
  ) {}

  /** Tells leaves from tables, in a quarter of the time that `instanceof` takes. */
  get isTable(): false {
    return false;
  }

  /** The same leaf with other counts of replicas and of dirty items. */
  with(found: number, dirty: number): LeafNode {
    return new LeafNode(this.page, this.lg, this.level, this.items, found, this.oa, this.lo, this.hi, dirty);
  }
}

export type Item = LeafNode | Table | null;

const EMPTY_SLOTS: readonly Item[] = Array.from({ length: ITEMS }, () => null);

/** Slots of tables whose trace is over, all empty: a search makes tables by the million, 4 KiB each. */
const spareSlots: Item[][] = [];
/** Of a table that was released. */
const NO_SLOTS: Item[] = [];
/** More than a trace of the search leaves behind; what a trace of a million mappings does goes back to the system. */
const MOST_SPARES = 1024;

/** One table page. Below the top it is also the reference to itself: where it hangs, and the pointer to it. */
export class Table implements TableRef {
  slots: Item[] = spareSlots.pop() ?? EMPTY_SLOTS.slice();
  /** Slots that are not empty. */
  used = 0;
  /** All of them lie in [low, high]: a search need not look at 512 slots for the few in use. */
  low = ITEMS;
  high = -1;
  /** Slots of leaves whose dirty bit is set; null as long as there was none. */
  dirty: Set<number> | null = null;

  /** `lo`, `hi`: the pointer in the parent, address bits cleared; 0 while this is the top. */
  constructor(
    readonly level: Level,
    readonly page: IovaPage,
    public lo: number,
    public hi: number,
  ) {}

  /** Tells tables from leaves. */
  get isTable(): true {
    return true;
  }

  /** First page of the span of item `index`. */
  pageOf(index: number): IovaPage {
    return this.page + index * ITEM_PAGES[this.level]!;
  }

  put(index: number, item: LeafNode | Table): void {
    if (this.slots[index] === null) this.used++;
    this.slots[index] = item;
    if (index < this.low) this.low = index;
    if (index > this.high) this.high = index;
  }

  /** Puts `leaf` into its slots from `first` on, all of them empty. */
  fill(first: number, leaf: LeafNode): void {
    const end = first + leaf.items;
    for (let index = first; index < end; index++) this.slots[index] = leaf;
    this.used += leaf.items;
    if (first < this.low) this.low = first;
    if (end > this.high) this.high = end - 1;
  }

  /** Empties a slot; its dirty bit goes with it. */
  clear(index: number): void {
    if (this.slots[index] !== null && --this.used === 0) {
      this.low = ITEMS;
      this.high = -1;
    }
    this.slots[index] = null;
    if (this.dirty !== null) this.dirty.delete(index);
  }

  /** The trace is over: the slots of this table, and of all below it, may serve another. Nobody may look at it again. */
  release(): void {
    const { slots } = this;
    for (let index = this.low; index <= this.high; index++) {
      const item = slots[index]!;
      if (item !== null && item.isTable) item.release();
      slots[index] = null;
    }
    this.slots = NO_SLOTS;
    if (spareSlots.length < MOST_SPARES) spareSlots.push(slots);
  }

  isDirty(index: number): boolean {
    return this.dirty !== null && this.dirty.has(index);
  }

  setDirty(index: number): void {
    (this.dirty ??= new Set()).add(index);
  }
}

/** True if a leaf hangs anywhere below `table`. */
export function hasLeaf(table: Table): boolean {
  if (table.used === 0) return false;
  if (table.level === 0) return true;
  for (let index = table.low; index <= table.high; index++) {
    const item = table.slots[index]!;
    if (item !== null && (!item.isTable || hasLeaf(item))) return true;
  }
  return false;
}

/** Calls `see` for every table below `table`, pre-order. */
export function eachTable(table: Table, see: (table: Table) => void): void {
  if (table.level === 0 || table.used === 0) return;
  for (let index = table.low; index <= table.high; index++) {
    const item = table.slots[index]!;
    if (item === null || !item.isTable) continue;
    see(item);
    eachTable(item, see);
  }
}

/** The leaves in and below `table`, ascending, each once. */
export function* leavesOf(table: Table): Generator<LeafNode> {
  if (table.used === 0) return;
  let last: LeafNode | null = null;
  for (let index = table.low; index <= table.high; index++) {
    const item = table.slots[index]!;
    if (item === null || item === last) continue;
    if (item.isTable) {
      yield* leavesOf(item);
      continue;
    }
    last = item;
    // A leaf that lost replicas in its middle (io-pgtable) comes in several pieces.
    if (item.found === item.items || table.slots.indexOf(item) === index) yield item;
  }
}

/** The tables below `table`, pre-order. */
export function* tablesOf(table: Table): Generator<Table> {
  if (table.level === 0 || table.used === 0) return;
  for (let index = table.low; index <= table.high; index++) {
    const item = table.slots[index]!;
    if (item === null || !item.isTable) continue;
    yield item;
    yield* tablesOf(item);
  }
}
