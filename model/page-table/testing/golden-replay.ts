/** Holds the model to a golden sequence. */
import type { GoldenEntry, GoldenSequence, GoldenSpan, GoldenStep } from '../../../tests/golden/build';
import type { Event, Outcome } from '../../vocabulary';
import { EventKind } from '../../vocabulary/outcome';
import { hexRaw, toU64 } from '../../vocabulary/units';
import { PageTableMachine } from '../machine';

const spanOf = (event: Event): GoldenSpan => ({
  start: toU64(event.start, event.startOffset),
  end: toU64(event.end, event.endOffset),
  tables: event.count,
});
const spansOf = (outcome: Outcome, kind: EventKind): GoldenSpan[] =>
  outcome.events.filter((event) => event.kind === kind).map(spanOf);
const pairsOf = (outcome: Outcome, kind: EventKind): [bigint, bigint][] =>
  spansOf(outcome, kind).map(({ start, end }) => [start, end]);

/** The part of an outcome that `step` speaks of, in its words. */
function stated(step: GoldenStep, outcome: Outcome): Omit<GoldenStep, 'op'> {
  const gather = spansOf(outcome, EventKind.gather).at(-1);
  return {
    ...(step.ret === undefined ? {} : { ret: outcome.ret }),
    ...(step.value === undefined ? {} : { value: toU64(outcome.value, outcome.valueOffset) }),
    ...(step.gather === undefined ? {} : { gather: gather === undefined || gather.start > gather.end ? null : gather }),
    ...(step.syncs === undefined ? {} : { syncs: spansOf(outcome, EventKind.sync) }),
    ...(step.flushes === undefined ? {} : { flushes: pairsOf(outcome, EventKind.flush) }),
    ...(step.dirty === undefined ? {} : { dirty: pairsOf(outcome, EventKind.dirty) }),
    ...(step.topLevel === undefined ? {} : { topLevel: outcome.topLevel }),
    ...(step.liveTables === undefined ? {} : { liveTables: outcome.liveTables }),
  };
}

const entryText = ({ kind, level, iova, raw, items }: GoldenEntry): string =>
  `L${level}@0x${iova.toString(16)} ${kind} 0x${raw.toString(16).padStart(16, '0')} × ${items}`;

/** Runs `sequence` on a fresh machine, and fails where the two part. */
export function replayGolden(sequence: GoldenSequence): void {
  const machine = new PageTableMachine(sequence.config);
  for (const step of sequence.steps) {
    const { op, ...expected } = step;
    expect(stated(step, machine.step(op))).toEqual(expected);
  }
  if (sequence.entries === undefined) return;
  const view = machine.view(0);
  const leaves = [...view.leaves()].map(
    (leaf) => `L${leaf.level}@0x${toU64(leaf.page).toString(16)} leaf ${hexRaw(leaf.lo, leaf.hi)} × ${leaf.found}`,
  );
  const pointers = [...view.tables()].map(
    ({ level, page, lo, hi }) => `L${level + 1}@0x${toU64(page).toString(16)} pointer ${hexRaw(lo, hi)} × 1`,
  );
  expect(leaves).toEqual(sequence.entries.filter(({ kind }) => kind === 'leaf').map(entryText));
  expect(pointers).toEqual(
    expect.arrayContaining(sequence.entries.filter(({ kind }) => kind === 'pointer').map(entryText)),
  );
}
