import type { IovaPage, Leaf, Log2Size, Op, Outcome, PageTableConfig, StateView } from '../../model/vocabulary';

/** How the range of an op came out once its bytes were counted. */
export const RangeKind = {
  /** No range: the kind has none, or length 0. */
  none: 0,
  /** [first, last] lies in the 64-bit space. */
  proper: 1,
  /** iova + len − 1 passes 2^64. */
  wraps: 2,
} as const;
export type RangeKind = (typeof RangeKind)[keyof typeof RangeKind];

/**
 * One op with what was observed of it: all that a rule may look at. The same shape is filled from the model's own
 * outcome (whose verdict counts for an identical observation) and from a subject's decoded dumps.
 */
export interface Step {
  readonly config: PageTableConfig;
  /** Sizes in the domain's bitmap, ascending; and the last page of the aperture. */
  readonly sizes: readonly Log2Size[];
  readonly bitmap: bigint;
  readonly lastAperturePage: IovaPage;
  readonly index: number;
  readonly op: Op;
  readonly outcome: Outcome;
  /** State after the op, of the domain that the op went to. */
  readonly state: StateView;
  /** The range of the op in pages: first page, page of the last byte. For iommuMapSg over all segments. */
  readonly range: RangeKind;
  readonly first: IovaPage;
  readonly last: IovaPage;
  /** Before the op: top level, live tables, and allocations that the budget still allows (Infinity: no limit). */
  readonly topBefore: number;
  readonly liveBefore: number;
  readonly budgetBefore: number;
  /** The domain's trace gather before the op: [start, end] inclusive in bytes as (page, offset); start > end is empty. */
  readonly gatherBefore: GatherView;
  /** The leaf that covered `page` before the op. */
  leafBefore(page: IovaPage): Leaf | null;
  /** True if a leaf covered any page of [first, last] before the op. */
  anyLeafBefore(first: IovaPage, last: IovaPage): boolean;
}

/** State of a gather as events showed it: which VA it covers, and how many tables wait on it. */
export interface GatherView {
  readonly empty: boolean;
  readonly start: IovaPage;
  readonly startOffset: number;
  readonly end: IovaPage;
  readonly endOffset: number;
  readonly tables: number;
}

/** The end of a trace. */
export interface EndStep {
  readonly config: PageTableConfig;
  /** State of each domain just before teardown. */
  readonly states: readonly StateView[];
  /** Table pages freed by teardown, and those still allocated after it. */
  readonly freedByTeardown: number;
  readonly leaked: number;
  readonly status: number;
}
