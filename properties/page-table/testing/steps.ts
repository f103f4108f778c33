import { PageTableMachine } from '../../../model/page-table';
import type {
  Anomaly,
  Event,
  EventKind,
  Leaf,
  Op,
  Outcome,
  PageTableConfig,
  StateView,
  TableRef,
} from '../../../model/vocabulary';
import { DEFAULT_ASSUMPTIONS } from '../../../model/vocabulary/assumption';
import { PAGE_SIZES } from '../../../model/vocabulary/config';
import { LiveStep } from '../live-step';
import { BROKEN, HELD, NOT_EXERCISED, type Judgement, type LeafRule, type PointerRule, type StepRule } from '../rule';
import type { GatherView, Step } from '../step';

/** A v1 domain as the AMD driver of newer kernels makes it, without memory encryption; `changes` on top. */
export const v1 = (changes: Partial<PageTableConfig> = {}): PageTableConfig => ({
  format: 'amdv1',
  contract: 'generic-pt',
  topLevel: 2,
  vasz: 64,
  oasz: 52,
  pageSizes: PAGE_SIZES.v1,
  smeBit: null,
  flush: 'range',
  queued: false,
  domainType: 'paging',
  domains: 1,
  assumptions: DEFAULT_ASSUMPTIONS,
  ...changes,
});

/** A 4-level v2 domain; `changes` on top. */
export const v2 = (changes: Partial<PageTableConfig> = {}): PageTableConfig =>
  v1({ format: 'amdv2', topLevel: 3, vasz: 47, pageSizes: PAGE_SIZES.v2, ...changes });

/** What a test may change of a step to make a subject's mistake of it. */
export interface Doctored {
  readonly outcome?: Partial<Outcome>;
  readonly anomalies?: readonly Anomaly[];
  readonly topLevel?: number;
  readonly gatherBefore?: Partial<GatherView>;
  /** Replaces what covers a page after the op. */
  readonly leafAt?: (page: number) => Leaf | null;
}

/** The step of the last of `ops` as the model shows it, from a fresh domain on. */
export function lastStep(config: PageTableConfig, ...ops: readonly Op[]): Step {
  const live = new LiveStep();
  live.begin(new PageTableMachine(config));
  for (const op of ops) live.run(op);
  return live.step;
}

/** `step` with `changes`: what a subject with a bug would show. */
export function doctored(step: Step, changes: Doctored): Step {
  const { state } = step;
  const view: StateView = {
    topLevel: changes.topLevel ?? state.topLevel,
    liveTables: state.liveTables,
    anomalies: changes.anomalies ?? state.anomalies,
    leafAt: changes.leafAt ?? ((page) => state.leafAt(page)),
    tableAt: (level, page) => state.tableAt(level, page),
    anyLeafIn: (first, last) => state.anyLeafIn(first, last),
    leaves: () => state.leaves(),
    tables: () => state.tables(),
  };
  return {
    config: step.config,
    sizes: step.sizes,
    bitmap: step.bitmap,
    lastAperturePage: step.lastAperturePage,
    index: step.index,
    op: step.op,
    outcome: { ...step.outcome, ...changes.outcome },
    state: view,
    range: step.range,
    first: step.first,
    last: step.last,
    topBefore: step.topBefore,
    liveBefore: step.liveBefore,
    budgetBefore: step.budgetBefore,
    gatherBefore: { ...step.gatherBefore, ...changes.gatherBefore },
    leafBefore: (page) => step.leafBefore(page),
    anyLeafBefore: (first, last) => step.anyLeafBefore(first, last),
  };
}

/** `step` with the first leaf that it added changed; the others stay. */
export const withLeaf = (step: Step, change: (leaf: Leaf) => Partial<Leaf>): Step =>
  doctored(step, {
    outcome: { added: step.outcome.added.map((leaf, i) => (i === 0 ? { ...leaf, ...change(leaf) } : leaf)) },
  });

/** `step` with the first table pointer that it added changed. */
export const withTable = (step: Step, change: (table: TableRef) => Partial<TableRef>): Step =>
  doctored(step, {
    outcome: {
      tablesAdded: step.outcome.tablesAdded.map(({ level, page, lo, hi }, i) => ({
        ...{ level, page, lo, hi },
        ...(i === 0 ? change({ level, page, lo, hi }) : {}),
      })),
    },
  });

/** An event that covers the pages [start, end]. */
export const event = (kind: EventKind, start: number, end: number, count = 0): Event => ({
  kind,
  count,
  start,
  startOffset: 0,
  end,
  endOffset: 4095,
});

/** What a rule says of a step: BROKEN if it says so of any leaf or pointer of it. */
export function judge(rule: StepRule | LeafRule | PointerRule, step: Step): Judgement {
  if (rule.scope === 'step') return rule.on.includes(step.op.kind) ? rule.check(step) : NOT_EXERCISED;
  const judgements =
    rule.scope === 'leaf'
      ? step.outcome.added.map((leaf) => rule.check(leaf, step))
      : step.outcome.tablesAdded.map((table) => rule.check(table, step));
  if (judgements.includes(BROKEN)) return BROKEN;
  return judgements.includes(HELD) ? HELD : NOT_EXERCISED;
}

/** The explanation that goes with a judgement of BROKEN. */
export function explanation(rule: StepRule | LeafRule | PointerRule, step: Step): string {
  switch (rule.scope) {
    case 'step':
      return rule.explain(step);
    case 'leaf':
      return rule.explain(
        step.outcome.added.find((leaf) => rule.check(leaf, step) === BROKEN)!,
        step,
      );
    case 'pointer':
      return rule.explain(
        step.outcome.tablesAdded.find((table) => rule.check(table, step) === BROKEN)!,
        step,
      );
  }
}
