import { join } from 'node:path';
import {
  EventKind,
  makeOp,
  OBSERVATION_HEADER,
  OpKind,
  rawU64,
  RunFlag,
  type Observation,
} from '../../../model/vocabulary';
import { eventsOf, runsOf, splitRecords } from '../../../properties/page-table/observed/records';
import { GOLDEN_SEQUENCES } from '../../../tests/golden/sequences';
import { V1, type GoldenSpan } from '../../../tests/golden/build';
import { buildLibrary, packageRoot } from '../build';
import { InProcessSubject } from '../in-process';

const FLAGS = RunFlag.windows | RunFlag.edges | RunFlag.treeEnd;

const subject = new InProcessSubject(
  buildLibrary(join(__dirname, 'amdv1.c'), join(packageRoot(), 'build', 'c-example.so')),
);

function decode({ words, casualty }: Observation) {
  expect(casualty).toBeNull();
  const records = splitRecords(words).map(({ at }) => ({
    ret: words[at + 1]! | 0,
    value: rawU64(words[at + 2]!, words[at + 3]!),
    topLevel: words[at + 5]!,
    liveTables: words[at + 6]!,
    events: eventsOf(words, at).map((e) => ({
      kind: e.kind,
      start: (BigInt(e.start) << 12n) | BigInt(e.startOffset),
      end: (BigInt(e.end) << 12n) | BigInt(e.endOffset),
      tables: e.count,
    })),
    runs: runsOf(words, at),
  }));
  return { ops: records.slice(0, -1), end: records.at(-1)! };
}

const spanOf = ({ start, end, tables }: GoldenSpan): GoldenSpan => ({ start, end, tables });

describe('the C example on the golden sequences of page-tables.md 9.3', () => {
  const sequences = GOLDEN_SEQUENCES.filter(({ config }) => config.format === 'amdv1');

  test.each(sequences.map((s) => [s.id, s.title, s] as const))('%s %s', (_id, _title, { config, steps, entries }) => {
    const trace = { machine: 'page-table', config, ops: steps.map((s) => s.op) } as const;
    const { ops, end } = decode(subject.run(trace, FLAGS));
    steps.forEach((step, i) => {
      const seen = ops[i]!;
      const { ret, value, topLevel, liveTables } = step;
      for (const [field, wanted] of Object.entries({ ret, value, topLevel, liveTables })) {
        if (wanted !== undefined) expect([i, field, seen[field as 'ret']]).toEqual([i, field, wanted]);
      }
      const of = (kind: number) => seen.events.filter((e) => e.kind === kind).map(spanOf);
      if (step.syncs !== undefined) expect(of(EventKind.sync)).toEqual(step.syncs);
      if (step.dirty !== undefined) expect(of(EventKind.dirty).map((e) => [e.start, e.end])).toEqual(step.dirty);
      if (step.gather === null) expect(of(EventKind.gather)[0]).toMatchObject({ start: (1n << 64n) - 1n, end: 0n });
      else if (step.gather !== undefined) expect(of(EventKind.gather)).toEqual([step.gather]);
    });
    for (const entry of entries ?? []) {
      const match = end.runs.filter((r) => r.level === entry.level && rawU64(r.lo, r.hi) === entry.raw);
      expect(match.some((r) => r.count === entry.items)).toBe(true);
    }
    expect(end.liveTables).toBe(0);
  });
});

test('hello.c, the smallest subject, runs', () => {
  const hello = new InProcessSubject(
    buildLibrary(join(__dirname, 'hello.c'), join(packageRoot(), 'build', 'hello.so')),
  );
  const ops = [makeOp(OpKind.iovaToPhys, { iova: 1 })];
  const { words, casualty } = hello.run({ machine: 'page-table', config: V1, ops }, 0);
  expect(casualty).toBeNull();
  expect(Array.from(words)).toEqual([
    OBSERVATION_HEADER,
    ...Array(14).fill(0),
    OBSERVATION_HEADER,
    ...Array(14).fill(0),
  ]);
});
