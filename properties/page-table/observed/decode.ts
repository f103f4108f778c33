import { Change } from '../../../model/page-table/change';
import { formatOf } from '../../../model/page-table/formats';
import type { Op, Outcome, Trace } from '../../../model/vocabulary';
import { RunFlag, Word } from '../../../model/vocabulary/observation';
import { OpKind, UNLIMITED_BUDGET } from '../../../model/vocabulary/op';
import { offsetOf, pageOf } from '../../../model/vocabulary/units';
import { EventKind } from '../../../model/vocabulary/outcome';
import { effectiveSizes } from '../effective-sizes';
import { GatherCopy, OpStep } from '../op-step';
import type { EndStep, GatherView, Step } from '../step';
import { changeBetween } from './change';
import { eventsOf, runsOf, sameRuns, splitRecords } from './records';
import { ObservedTree, decodeTrees } from './tree';

/** Flags of a run whose observations can be decoded: the whole tree after every op, with pointers as they are. */
export const INSPECT_FLAGS = RunFlag.treeEach | RunFlag.treeEnd | RunFlag.rawPointers | RunFlag.edges;

const NO_GATHER = new GatherCopy();

/** A whole run on a subject, decoded from an observation that was taken with INSPECT_FLAGS. */
export interface DecodedRun {
  readonly steps: readonly Step[];
  /** null if the subject stopped before the end record. */
  readonly end: EndStep | null;
}

/** Decodes an observation that was taken with INSPECT_FLAGS. Throws RangeError on words that make no sense. */
export function decodeRun(trace: Trace, words: Uint32Array): DecodedRun {
  return { steps: [...decodeSteps(trace, words)], end: decodeEnd(trace, words) };
}

/**
 * The steps of such a run, one after the other: who looks at each only once has two states in memory instead of all.
 * Throws as decodeRun.
 */
export function* decodeSteps(trace: Trace, words: Uint32Array): Generator<Step, void> {
  const { config, ops } = trace;
  const format = formatOf(config.format);
  const { sizes, bitmap, lastAperturePage } = effectiveSizes(config);
  const records = splitRecords(words);
  if (records.length > ops.length + 1) {
    throw new RangeError(`observation has ${records.length} records for ${ops.length} ops`);
  }
  let states: readonly ObservedTree[] = Array.from(
    { length: config.domains },
    // Only a paging domain has a table; it starts with its top.
    () =>
      config.domainType === 'paging'
        ? new ObservedTree(config, format, config.topLevel, 1, [])
        : new ObservedTree(config, format, 0, 0, []),
  );
  const budgets: number[] = states.map(() => Infinity);
  const gathers: GatherView[] = states.map(() => NO_GATHER);
  let previous = -1;
  for (let i = 0; i < records.length - 1; i++) {
    const op = ops[i]!;
    const { at } = records[i]!;
    // Most ops change nothing: the same dump is the same state. A subject that reports no entries has none.
    const same = words[at + Word.runs] === 0 || (previous >= 0 && sameRuns(words, previous, at));
    const after = same ? states : decodeTrees(config, format, runsOf(words, at), states);
    previous = at;
    const d = op.domain;
    const before = states[d]!;
    const state = after[d]!;
    const outcome = outcomeOf(words, at, before, state);
    const step = new OpStep(before);
    step.turnTo(op, i);
    step.config = config;
    step.sizes = sizes;
    step.bitmap = bitmap;
    step.lastAperturePage = lastAperturePage;
    step.outcome = outcome;
    step.state = state;
    step.topBefore = before.topLevel;
    step.liveBefore = before.liveTables;
    step.budgetBefore = budgets[d]!;
    step.gatherBefore.take(gathers[d]!);
    yield step;
    budgets[d] = budgetAfter(op, outcome, budgets[d]!);
    gathers[d] = gatherAfter(op, outcome, gathers[d]!);
    states = after;
  }
}

/** The end of such a run; null if the subject stopped before the end record. Throws as decodeRun. */
export function decodeEnd({ config }: Trace, words: Uint32Array): EndStep | null {
  const last = splitRecords(words).at(-1);
  if (last === undefined) return null;
  return {
    config,
    states: decodeTrees(config, formatOf(config.format), runsOf(words, last.at)),
    freedByTeardown: words[last.at + Word.valueLo]!,
    leaked: words[last.at + Word.liveTables]!,
    status: words[last.at + Word.status]!,
  };
}

function outcomeOf(words: Uint32Array, at: number, before: ObservedTree, after: ObservedTree): Outcome {
  const outcome = new Change();
  outcome.ret = words[at + Word.ret]! | 0;
  outcome.value = pageOf(words[at + Word.valueLo]!, words[at + Word.valueHi]!);
  outcome.valueOffset = offsetOf(words[at + Word.valueLo]!);
  outcome.status = words[at + Word.status]!;
  outcome.topLevel = words[at + Word.topLevel]!;
  outcome.liveTables = words[at + Word.liveTables]!;
  outcome.allocations = words[at + Word.allocations]!;
  outcome.frees = words[at + Word.frees]!;
  outcome.firstPhys = pageOf(words[at + Word.firstPhysLo]!, words[at + Word.firstPhysHi]!);
  outcome.firstPhysOffset = offsetOf(words[at + Word.firstPhysLo]!);
  outcome.lastPhys = pageOf(words[at + Word.lastPhysLo]!, words[at + Word.lastPhysHi]!);
  outcome.lastPhysOffset = offsetOf(words[at + Word.lastPhysLo]!);
  for (const { kind, count, start, startOffset, end, endOffset } of eventsOf(words, at)) {
    outcome.interval(kind, count, start, startOffset, end, endOffset);
  }
  changeBetween(before, after, outcome);
  return outcome;
}

function budgetAfter(op: Op, outcome: Outcome, budget: number): number {
  if (op.kind === OpKind.budget) return op.len === UNLIMITED_BUDGET ? Infinity : op.len;
  return Math.max(0, budget - outcome.allocations);
}

function gatherAfter(op: Op, outcome: Outcome, gather: GatherView): GatherView {
  if (op.kind === OpKind.sync) return NO_GATHER;
  for (const event of outcome.events) {
    if (event.kind !== EventKind.gather) continue;
    const { start, startOffset, end, endOffset, count: tables } = event;
    const empty = start > end || (start === end && startOffset > endOffset);
    return { empty, start, startOffset, end, endOffset, tables };
  }
  return gather;
}
