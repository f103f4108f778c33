import type { ByteOffset, Event, IovaPage, Leaf, OaPage, Outcome, PageCount, TableRef } from '../vocabulary';
import { EventKind } from '../vocabulary/outcome';

type Dirtied = Outcome['dirtied'][number];

/** Shared by all outcomes in which nothing of a kind happened, so that most ops allocate no lists. */
const NONE: never[] = [];

/** One effect, as written. */
class ChangeEvent implements Event {
  constructor(
    readonly kind: EventKind,
    public count: number,
    readonly start: IovaPage,
    readonly startOffset: ByteOffset,
    readonly end: IovaPage,
    readonly endOffset: ByteOffset,
  ) {}
}

/** The outcome of one op while it is being made. */
export class Change implements Outcome {
  ret = 0;
  value: PageCount = 0;
  valueOffset: ByteOffset = 0;
  status = 0;
  topLevel = 0;
  liveTables = 0;
  allocations = 0;
  frees = 0;
  firstPhys: OaPage = 0;
  firstPhysOffset: ByteOffset = 0;
  lastPhys: OaPage = 0;
  lastPhysOffset: ByteOffset = 0;
  added: Leaf[] = NONE;
  removed: Leaf[] = NONE;
  dirtied: Dirtied[] = NONE;
  tablesAdded: TableRef[] = NONE;
  tablesRemoved: TableRef[] = NONE;
  events: ChangeEvent[] = NONE;

  /** One WARN call. */
  warn(): void {
    this.status++;
  }

  leafAdded(leaf: Leaf): void {
    if (this.added === NONE) this.added = [leaf];
    else this.added.push(leaf);
  }

  leafRemoved(leaf: Leaf): void {
    if (this.removed === NONE) this.removed = [leaf];
    else this.removed.push(leaf);
  }

  leafDirtied(before: Leaf, after: Leaf): void {
    if (this.dirtied === NONE) this.dirtied = [];
    this.dirtied.push({ before, after });
  }

  tableAdded(table: TableRef): void {
    if (this.tablesAdded === NONE) this.tablesAdded = [table];
    else this.tablesAdded.push(table);
  }

  tableRemoved(table: TableRef): void {
    if (this.tablesRemoved === NONE) this.tablesRemoved = [table];
    else this.tablesRemoved.push(table);
  }

  /** An effect without an interval. */
  event(kind: EventKind, count: number): void {
    this.interval(kind, count, 0, 0, 0, 0);
  }

  /** An effect with its interval, ends inclusive. */
  interval(
    kind: EventKind,
    count: number,
    start: IovaPage,
    startOffset: ByteOffset,
    end: IovaPage,
    endOffset: ByteOffset,
  ): void {
    const event = new ChangeEvent(kind, count, start, startOffset, end, endOffset);
    if (this.events === NONE) this.events = [event];
    else this.events.push(event);
  }

  /** `count` table pages went back to the allocator; neighbouring frees are one event. */
  freed(count: number): void {
    if (count === 0) return;
    this.frees += count;
    const last = this.events.length > 0 ? this.events[this.events.length - 1]! : null;
    if (last !== null && last.kind === EventKind.freed) last.count += count;
    else this.event(EventKind.freed, count);
  }

  /** The op may have undone part of what it did: `settle` must look. */
  undone = false;

  /**
   * What came and went again within the op was never there: a roll-back's leaves, and tables that a growth put in
   * place for a large leaf to replace.
   */
  settle(): void {
    if (!this.undone) return;
    if (this.added.length > 0 && this.removed.length > 0) cancel(this.added, this.removed, isSameLeaf);
    if (this.tablesAdded.length > 0 && this.tablesRemoved.length > 0) {
      cancel(this.tablesAdded, this.tablesRemoved, isSameTable);
    }
  }
}

const isSameLeaf = (a: Leaf, b: Leaf): boolean =>
  a === b ||
  (a.page === b.page && a.lg === b.lg && a.lo === b.lo && a.hi === b.hi && a.dirty === b.dirty && a.found === b.found);
const isSameTable = (a: TableRef, b: TableRef): boolean =>
  a === b || (a.page === b.page && a.level === b.level && a.lo === b.lo && a.hi === b.hi);

/** Drops from both lists, in place, what is in both. */
function cancel<T extends { readonly page: IovaPage }>(
  added: T[],
  removed: T[],
  isSame: (a: T, b: T) => boolean,
): void {
  const byPage = new Map<IovaPage, T[]>();
  for (const item of removed) {
    const there = byPage.get(item.page);
    if (there === undefined) byPage.set(item.page, [item]);
    else there.push(item);
  }
  const stayed: T[] = [];
  const passed = new Set<T>();
  for (const item of added) {
    const there = byPage.get(item.page);
    const at = there === undefined ? -1 : there.findIndex((other) => isSame(item, other));
    if (at < 0) stayed.push(item);
    else passed.add(there!.splice(at, 1)[0]!);
  }
  if (passed.size === 0) return;
  replace(added, stayed);
  replace(
    removed,
    removed.filter((item) => !passed.has(item)),
  );
}

function replace<T>(list: T[], items: readonly T[]): void {
  list.length = 0;
  for (const item of items) list.push(item);
}
