import type { PageTableMachine } from '../../model/page-table';
import type { IovaPage, Leaf, Log2Size, Op, Outcome, PageTableConfig, StateView } from '../../model/vocabulary';
import { pagesOf } from '../../model/vocabulary/units';
import { OpRange } from './range';
import { RangeKind, type GatherView, type Step } from './step';

/** A gather view that can be overwritten, so that remembering one costs no allocation. */
class GatherCopy implements GatherView {
  empty = true;
  start = 0;
  startOffset = 0;
  end = 0;
  endOffset = 0;
  tables = 0;

  take(from: GatherView): void {
    this.empty = from.empty;
    this.start = from.start;
    this.startOffset = from.startOffset;
    this.end = from.end;
    this.endOffset = from.endOffset;
    this.tables = from.tables;
  }
}

/**
 * The Step that the fast lane shows to the rules: the model's own outcome of each op. One object for a whole run; the
 * state before an op is the state after it with the op's change undone, which costs in proportion to the change.
 */
export class LiveStep implements Step {
  config!: PageTableConfig;
  sizes!: readonly Log2Size[];
  bitmap!: bigint;
  lastAperturePage!: IovaPage;
  index = -1;
  op!: Op;
  outcome!: Outcome;
  state!: StateView;
  range: RangeKind = RangeKind.none;
  first = 0;
  last = 0;
  topBefore = 0;
  liveBefore = 0;
  budgetBefore = 0;
  readonly gatherBefore = new GatherCopy();
  private readonly bounds = new OpRange();
  private machine!: PageTableMachine;

  /** A new trace on `machine`. */
  begin(machine: PageTableMachine): void {
    this.machine = machine;
    this.config = machine.config;
    this.sizes = machine.sizes;
    this.bitmap = machine.bitmap;
    this.lastAperturePage = machine.lastAperturePage;
    this.index = -1;
  }

  /** Steps the machine by `op`, remembering what was before. */
  run(op: Op): Outcome {
    const machine = this.machine;
    const state = machine.view(op.domain);
    this.state = state;
    this.index++;
    this.op = op;
    this.bounds.set(op);
    this.range = this.bounds.kind;
    this.first = this.bounds.first;
    this.last = this.bounds.last;
    this.topBefore = state.topLevel;
    this.liveBefore = state.liveTables;
    this.budgetBefore = machine.budget(op.domain);
    this.gatherBefore.take(machine.gather(op.domain));
    this.outcome = machine.step(op);
    return this.outcome;
  }

  leafBefore(page: IovaPage): Leaf | null {
    const { removed, added, dirtied } = this.outcome;
    for (let i = 0; i < removed.length; i++) if (covers(removed[i]!, page)) return removed[i]!;
    for (let i = 0; i < dirtied.length; i++) if (covers(dirtied[i]!.before, page)) return dirtied[i]!.before;
    for (let i = 0; i < added.length; i++) if (covers(added[i]!, page)) return null;
    return this.state.leafAt(page);
  }

  anyLeafBefore(first: IovaPage, last: IovaPage): boolean {
    const { removed, added } = this.outcome;
    for (let i = 0; i < removed.length; i++) {
      const leaf = removed[i]!;
      if (leaf.page <= last && leaf.page + pagesOf(leaf.lg) > first) return true;
    }
    // What the op added was not there before: only the gaps between the added leaves count.
    let from = first;
    for (let i = 0; i < added.length && from <= last; i++) {
      const leaf = added[i]!;
      if (leaf.page > last) break;
      if (leaf.page > from && this.state.anyLeafIn(from, leaf.page - 1)) return true;
      const next = leaf.page + pagesOf(leaf.lg);
      if (next > from) from = next;
    }
    return from <= last && this.state.anyLeafIn(from, last);
  }
}

const covers = (leaf: Leaf, page: IovaPage): boolean => page >= leaf.page && page < leaf.page + pagesOf(leaf.lg);
