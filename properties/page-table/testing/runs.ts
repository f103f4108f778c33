import { PageTableMachine } from '../../../model/page-table';
import type { Leaf, Op, Outcome, PageTableConfig, Trace } from '../../../model/vocabulary';
import type { RelationRule, TraceRun } from '../rule';

export const traceOf = (config: PageTableConfig, ...ops: readonly Op[]): Trace => ({
  machine: 'page-table',
  config,
  ops,
});

/** The model's run of a trace. */
export function runOf(trace: Trace): TraceRun {
  const machine = new PageTableMachine(trace.config);
  const outcomes = trace.ops.map((op) => machine.step(op));
  return { trace, outcomes, ends: [] };
}

/** The model's runs of a trace and of what `rule` derives from it. */
export function runsOf(rule: RelationRule, trace: Trace): { base: TraceRun; variants: TraceRun[] } {
  return { base: runOf(trace), variants: rule.vary(trace)!.map(runOf) };
}

/** `run` with the outcome of op `index` changed. */
export const withOutcome = (
  run: TraceRun,
  index: number,
  change: (outcome: Outcome) => Partial<Outcome>,
): TraceRun => ({
  ...run,
  outcomes: run.outcomes.map((outcome, i) => (i === index ? { ...outcome, ...change(outcome) } : outcome)),
});

/** `run` with the leaves that op `index` added changed. */
export const withLeaves = (run: TraceRun, index: number, change: (leaf: Leaf) => Partial<Leaf>): TraceRun =>
  withOutcome(run, index, ({ added }) => ({ added: added.map((leaf) => ({ ...leaf, ...change(leaf) })) }));
