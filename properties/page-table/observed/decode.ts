import { formatOf } from '../../../model/page-table/formats';
import type {
  IovaPage,
  Leaf,
  Log2Size,
  Op,
  Outcome,
  PageTableConfig,
  StateView,
  Trace,
} from '../../../model/vocabulary';
import { RunFlag, Word } from '../../../model/vocabulary/observation';
import { OpKind, UNLIMITED_BUDGET } from '../../../model/vocabulary/op';
import { offsetOf, pageOf } from '../../../model/vocabulary/units';
import { EventKind } from '../../../model/vocabulary/outcome';
import { effectiveSizes } from '../effective-sizes';
import { OpRange } from '../range';
import type { EndStep, GatherView, RangeKind, Step } from '../step';
import { changeBetween } from './change';
import { eventsOf, runsOf, sameRuns, splitRecords } from './records';
import { ObservedTree, decodeTrees } from './tree';

/** Flags of a run whose observations can be decoded: the whole tree after every op, with pointers as they are. */
export const INSPECT_FLAGS = RunFlag.treeEach | RunFlag.treeEnd | RunFlag.rawPointers | RunFlag.edges;

const NO_GATHER: GatherView = { empty: true, start: 0, startOffset: 0, end: 0, endOffset: 0, tables: 0 };

/** One op as a subject showed it: decoded dumps before and after. */
class ObservedStep implements Step {
  readonly range: RangeKind;
  readonly first: IovaPage;
  readonly last: IovaPage;

  constructor(
    readonly config: PageTableConfig,
    readonly sizes: readonly Log2Size[],
    readonly bitmap: bigint,
    readonly lastAperturePage: IovaPage,
    readonly index: number,
    readonly op: Op,
    readonly outcome: Outcome,
    readonly before: StateView,
    readonly state: StateView,
    readonly budgetBefore: number,
    readonly gatherBefore: GatherView,
  ) {
    const range = new OpRange();
    range.set(op);
    this.range = range.kind;
    this.first = range.first;
    this.last = range.last;
  }

  get topBefore(): number {
    return this.before.topLevel;
  }

  get liveBefore(): number {
    return this.before.liveTables;
  }

  leafBefore(page: IovaPage): Leaf | null {
    return this.before.leafAt(page);
  }

  anyLeafBefore(first: IovaPage, last: IovaPage): boolean {
    return this.before.anyLeafIn(first, last);
  }
}

/** A whole run on a subject, decoded from an observation that was taken with INSPECT_FLAGS. */
export interface DecodedRun {
  readonly steps: readonly Step[];
  /** null if the subject stopped before the end record. */
  readonly end: EndStep | null;
}

/** Decodes an observation that was taken with INSPECT_FLAGS. Throws RangeError on words that make no sense. */
export function decodeRun(trace: Trace, words: Uint32Array): DecodedRun {
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
  const steps: Step[] = [];
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
    steps.push(
      new ObservedStep(
        config,
        sizes,
        bitmap,
        lastAperturePage,
        i,
        op,
        outcome,
        before,
        state,
        budgets[d]!,
        gathers[d]!,
      ),
    );
    budgets[d] = budgetAfter(op, outcome, budgets[d]!);
    gathers[d] = gatherAfter(op, outcome, gathers[d]!);
    states = after;
  }
  const last = records[records.length - 1];
  if (last === undefined) return { steps, end: null };
  return {
    steps,
    end: {
      config,
      states: decodeTrees(config, format, runsOf(words, last.at)),
      freedByTeardown: words[last.at + Word.valueLo]!,
      leaked: words[last.at + Word.liveTables]!,
      status: words[last.at + Word.status]!,
    },
  };
}

function outcomeOf(words: Uint32Array, at: number, before: ObservedTree, after: ObservedTree): Outcome {
  const word = (w: number): number => words[at + w]!;
  return {
    ret: word(Word.ret) | 0,
    value: pageOf(word(Word.valueLo), word(Word.valueHi)),
    valueOffset: offsetOf(word(Word.valueLo)),
    status: word(Word.status),
    topLevel: word(Word.topLevel),
    liveTables: word(Word.liveTables),
    allocations: word(Word.allocations),
    frees: word(Word.frees),
    firstPhys: pageOf(word(Word.firstPhysLo), word(Word.firstPhysHi)),
    firstPhysOffset: offsetOf(word(Word.firstPhysLo)),
    lastPhys: pageOf(word(Word.lastPhysLo), word(Word.lastPhysHi)),
    lastPhysOffset: offsetOf(word(Word.lastPhysLo)),
    events: eventsOf(words, at),
    ...changeBetween(before, after),
  };
}

function budgetAfter(op: Op, outcome: Outcome, budget: number): number {
  if (op.kind === OpKind.budget) return op.len === UNLIMITED_BUDGET ? Infinity : op.len;
  return Math.max(0, budget - outcome.allocations);
}

function gatherAfter(op: Op, outcome: Outcome, gather: GatherView): GatherView {
  if (op.kind === OpKind.sync) return NO_GATHER;
  for (const event of outcome.events) {
    if (event.kind !== EventKind.gather) continue;
    const empty = event.start > event.end || (event.start === event.end && event.startOffset > event.endOffset);
    return { ...event, empty, tables: event.count };
  }
  return gather;
}
