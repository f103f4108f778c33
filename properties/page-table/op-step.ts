import type { IovaPage, Leaf, Log2Size, Op, Outcome, PageTableConfig, StateView } from '../../model/vocabulary';
import { OpRange } from './range';
import { RangeKind, type GatherView, type Step } from './step';

/** A gather view that can be overwritten, so that remembering one costs no allocation. */
export class GatherCopy implements GatherView {
  empty = true;
  start = 0;
  startOffset = 0;
  end = 0;
  endOffset = 0;
  tables = 0;

  take(from: GatherView): this {
    this.empty = from.empty;
    this.start = from.start;
    this.startOffset = from.startOffset;
    this.end = from.end;
    this.endOffset = from.endOffset;
    this.tables = from.tables;
    return this;
  }
}

/** What the leaves were before an op. */
export type Past = Pick<StateView, 'leafAt' | 'anyLeafIn'>;

const bounds = new OpRange();

/**
 * The one class of steps, whoever fills it: code that has seen only one shape of step stays fast. The fast lane fills
 * the same object for each op, the slow lane a new one from decoded dumps.
 */
export class OpStep implements Step {
  config!: PageTableConfig;
  sizes!: readonly Log2Size[];
  bitmap!: bigint;
  lastAperturePage: IovaPage = 0;
  index = -1;
  op!: Op;
  outcome!: Outcome;
  state!: StateView;
  range: RangeKind = RangeKind.none;
  first: IovaPage = 0;
  last: IovaPage = 0;
  topBefore = 0;
  liveBefore = 0;
  budgetBefore = 0;
  readonly gatherBefore = new GatherCopy();

  constructor(public past: Past) {}

  /** Turns to `op`, the next one, with its range. */
  turnTo(op: Op, index: number): void {
    this.op = op;
    this.index = index;
    bounds.set(op);
    this.range = bounds.kind;
    this.first = bounds.first;
    this.last = bounds.last;
  }

  leafBefore(page: IovaPage): Leaf | null {
    return this.past.leafAt(page);
  }

  anyLeafBefore(first: IovaPage, last: IovaPage): boolean {
    return this.past.anyLeafIn(first, last);
  }
}
