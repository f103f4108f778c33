import { ItemClass, type PageFormat } from '../../../model/page-table/formats/format';
import { LeafNode } from '../../../model/page-table/table';
import type {
  Anomaly,
  IovaPage,
  Leaf,
  Level,
  Log2Size,
  PageCount,
  PageTableConfig,
  StateView,
  TableRef,
} from '../../../model/vocabulary';
import { ITEM_PAGES, itemLg, pageOf, pagesOf } from '../../../model/vocabulary/units';
import { MARKER_LEVEL, type Run } from './records';

/** A table as its runs show it. */
interface DumpedTable {
  readonly level: Level;
  readonly page: IovaPage;
  /** Index of its pointer in the table above; 0 of the top. */
  readonly index: number;
  readonly runs: Run[];
  /** One for each pointer among the runs, in their order. */
  readonly children: DumpedTable[];
}

const DIRTY = 0x40;

/**
 * A subject's tables of one domain, decoded from a whole-tree dump. Nothing is taken for granted: what is no healthy
 * entry becomes an anomaly, and a leaf says how many of its items were really found.
 */
export class ObservedTree implements StateView {
  readonly anomalies: Anomaly[] = [];
  private readonly sorted: Leaf[] = [];
  private readonly refs: TableRef[] = [];
  /** Leaves of the tree before, and how many of them lie before what is being decoded. */
  private earlier: readonly Leaf[];
  private passed = 0;

  constructor(
    private readonly config: PageTableConfig,
    private readonly format: PageFormat,
    readonly topLevel: Level,
    readonly liveTables: number,
    runs: readonly Run[],
    before: ObservedTree | null = null,
  ) {
    this.earlier = before === null ? [] : before.sorted;
    this.collect(this.nest(runs, before === null ? [] : before.refs));
    this.earlier = [];
  }

  leafAt(page: IovaPage): Leaf | null {
    const leaf = this.sorted[this.lastAtOrBefore(page)];
    return leaf !== undefined && page < leaf.page + pagesOf(leaf.lg) ? leaf : null;
  }

  tableAt(level: Level, page: IovaPage): TableRef | null {
    const span = ITEM_PAGES[level + 1]!;
    return this.refs.find((t) => t.level === level && page >= t.page && page < t.page + span) ?? null;
  }

  anyLeafIn(first: IovaPage, last: IovaPage): boolean {
    const leaf = this.sorted[this.lastAtOrBefore(last)];
    return leaf !== undefined && leaf.page + pagesOf(leaf.lg) > first;
  }

  leaves(): readonly Leaf[] {
    return this.sorted;
  }

  tables(): readonly TableRef[] {
    return this.refs;
  }

  private lastAtOrBefore(page: IovaPage): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]!.page <= page) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Rebuilds the nesting from the pre-order: a pointer's run is followed by the walk of its child. */
  private nest(runs: readonly Run[], earlier: readonly TableRef[]): DumpedTable {
    const top: DumpedTable = { level: this.topLevel, page: 0, index: 0, runs: [], children: [] };
    const open: (DumpedTable | undefined)[] = [];
    open[this.topLevel] = top;
    const seen = new Set<number>();
    for (const run of runs) {
      const table = open[run.level];
      if (table === undefined) throw new RangeError(`entry run at level ${run.level} outside of any table`);
      table.runs.push(run);
      if (this.format.classify(run.level, run.lo, run.hi) !== ItemClass.table) continue;
      const page = table.page + run.index * ITEM_PAGES[run.level]!;
      const child: DumpedTable = { level: run.level - 1, page, index: run.index, runs: [], children: [] };
      table.children.push(child);
      open[run.level - 1] = child;
      this.refs.push(refTo(child, run, earlier[this.refs.length]));
      const address = this.addressOf(run);
      if (address === 0) continue;
      if (seen.has(address)) this.anomaly('shared-table', run.level, page, run);
      seen.add(address);
    }
    return top;
  }

  /** Page that a pointer points to (both formats: bits 51:12, without the C-bit); 0 where address bits are not reported. */
  private addressOf({ lo, hi }: Run): number {
    const address = pageOf(lo, hi & 0xf_ffff);
    const bit = this.config.smeBit;
    const cPage = bit === null ? 0 : 2 ** (bit - 12);
    return cPage !== 0 && Math.floor(address / cPage) % 2 === 1 ? address - cPage : address;
  }

  private anomaly(kind: Anomaly['kind'], level: Level, page: IovaPage, { lo, hi }: Run): void {
    this.anomalies.push({ kind, level, page, lo, hi });
  }

  /** Turns the items of `table` into leaves, in ascending order with those of its children. */
  private collect(table: DumpedTable): void {
    const span = ITEM_PAGES[table.level]!;
    const limit = this.config.vasz === 64 ? Infinity : 2 ** (this.config.vasz - 12);
    for (let r = 0, used = 0, child = 0; r < table.runs.length;) {
      const run = table.runs[r]!;
      const index = run.index + used;
      const page = table.page + index * span;
      if (page >= limit) this.anomaly('out-of-bounds', table.level, page, run);
      const kind = this.format.classify(table.level, run.lo, run.hi);
      if (kind !== ItemClass.leaf) {
        if (kind === ItemClass.table) this.collect(table.children[child++]!);
        else this.anomaly('garbage', table.level, page, run);
        r++;
        used = 0;
        continue;
      }
      const taken = this.leafFrom(table, r, index);
      // Move on past the items that the leaf took, which may end in the middle of a run of equal neighbours.
      let left = taken;
      while (left > 0) {
        const rest = table.runs[r]!.count - used;
        if (rest > left) {
          used += left;
          left = 0;
        } else {
          left -= rest;
          used = 0;
          r++;
        }
      }
    }
  }

  /** Decodes the leaf whose first present item is `index` in run `r`; returns how many items it takes up. */
  private leafFrom(table: DumpedTable, r: number, index: number): number {
    const run = table.runs[r]!;
    const { level } = table;
    const dirtyMask = this.format.tracksDirty ? DIRTY : 0;
    const lg = this.format.leafLg(level, run.lo, run.hi);
    const natural = itemLg(level);
    const span = ITEM_PAGES[level]!;
    if (lg === natural) {
      this.add(table.page + index * span, lg, level, 1, 1, run, (run.lo & dirtyMask) === 0 ? 0 : 1, 0);
      return 1;
    }
    const wanted = 2 ** (lg - natural);
    const valid = lg > natural && wanted <= 256;
    const items = valid ? wanted : 1;
    const start = index - (index % items);
    const lo = run.lo & ~dirtyMask;
    let found = 0;
    let dirty = 0;
    for (let at = r, next = index; at < table.runs.length && next < start + items; at++) {
      const more = table.runs[at]!;
      const from = at === r ? index : more.index;
      if (from !== next || (more.lo & ~dirtyMask) !== lo || more.hi !== run.hi) break;
      const count = Math.min(more.index + more.count, start + items) - from;
      found += count;
      if ((more.lo & dirtyMask) !== 0) dirty += count;
      next += count;
    }
    if (valid && found === items) {
      this.add(table.page + start * span, lg, level, items, found, run, dirty, 0);
      return found;
    }
    const kind = !valid ? 'bad-size' : this.meetsPointer(table, start, items) ? 'mixed-group' : 'partial-group';
    this.anomaly(kind, level, table.page + index * span, run);
    // Each item that is left of a group still translates its own part of the range.
    for (let i = index; i < index + found; i++) {
      const page = table.page + i * span;
      this.add(page, natural, level, wanted, found, run, 0, page % pagesOf(lg));
    }
    return found;
  }

  /** Lists a leaf; one that the tree before had already is the same object, so that only what is new costs memory. */
  private add(
    page: IovaPage,
    lg: Log2Size,
    level: Level,
    items: number,
    found: number,
    run: Run,
    dirty: number,
    oaOffset: PageCount,
  ): void {
    const { hi } = run;
    const lo = this.format.tracksDirty ? (run.lo & ~DIRTY) >>> 0 : run.lo;
    const old = this.earlier;
    while (this.passed < old.length && old[this.passed]!.page < page) this.passed++;
    const was = old[this.passed];
    if (
      was !== undefined &&
      was.page === page &&
      was.lo === lo &&
      was.hi === hi &&
      was.level === level &&
      was.lg === lg &&
      was.found === found &&
      was.dirty === dirty
    ) {
      this.sorted.push(was);
      return;
    }
    const oa = this.format.leafOa(level, run.lo, hi, this.config.smeBit) + oaOffset;
    this.sorted.push(new LeafNode(page, lg, level, items, found, oa, lo, hi, dirty));
  }

  private meetsPointer(table: DumpedTable, start: number, items: number): boolean {
    return table.children.some(({ index }) => index >= start && index < start + items);
  }
}

/** A table by its pointer; the same object as in the tree before, where that has it at the same place. */
const refTo = ({ level, page }: DumpedTable, { lo, hi }: Run, was: TableRef | undefined): TableRef =>
  was !== undefined && was.page === page && was.level === level && was.lo === lo && was.hi === hi
    ? was
    : { level, page, lo, hi };

/** Cuts the runs of a whole-tree record at the domain markers and decodes each domain; `before`: the states before. */
export function decodeTrees(
  config: PageTableConfig,
  format: PageFormat,
  runs: readonly Run[],
  before: readonly ObservedTree[] = [],
): ObservedTree[] {
  const trees: ObservedTree[] = [];
  for (let r = 0; r < runs.length;) {
    const marker = runs[r]!;
    if (marker.level !== MARKER_LEVEL) throw new RangeError('whole-tree record does not start with a domain marker');
    let end = r + 1;
    while (end < runs.length && runs[end]!.level !== MARKER_LEVEL) end++;
    trees.push(
      new ObservedTree(config, format, marker.count, marker.lo, runs.slice(r + 1, end), before[trees.length] ?? null),
    );
    r = end;
  }
  return trees;
}
