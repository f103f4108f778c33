import { EventKind, rawU64, RunFlag, type Observation } from '../../model/vocabulary';
import { eventsOf, runsOf, splitRecords } from '../../properties/page-table/observed/records';
import type { GoldenSequence, GoldenSpan } from '../../tests/golden/build';
import { GOLDEN_SEQUENCES, OA_WRAP_AS_RELEASED } from '../../tests/golden/sequences';
import { InProcessSubject } from '../c/in-process';
import { asReleased } from '../../tests/golden/released';
import { isOwnTree, linuxSubjects } from './subjects';

const FLAGS = RunFlag.windows | RunFlag.edges | RunFlag.treeEnd;
/** The release that tests/golden/released.ts describes. */
const DESCRIBED = '7.2.13';
const { built, missing } = linuxSubjects();
const released = built.filter(({ contract, name }) => contract === 'generic-pt' && !isOwnTree(name));

/** E16 is what a kernel should answer; 7.2.13 answers OA_WRAP_AS_RELEASED (page-tables.md, Q3). */
const releasedForm = (sequence: GoldenSequence): GoldenSequence =>
  asReleased(sequence.id === 'E16' ? OA_WRAP_AS_RELEASED : sequence);

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

test('what is built, and what is not and why, covers every usual subject', () => {
  const names = [...built, ...missing].map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['linux-6.12-amdv1', 'linux-6.12-amdv2']));
  for (const { reason } of missing) expect(reason).not.toBe('');
});

/** Runs the sequence and expects what it says. */
function expectSequence(subject: InProcessSubject, { config, steps, entries }: GoldenSequence): void {
  const { ops, end } = decode(subject.run({ machine: 'page-table', config, ops: steps.map((s) => s.op) }, FLAGS));
  steps.forEach(({ ret, value, topLevel, liveTables, ...step }, i) => {
    const seen = ops[i]!;
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
}

/** A later kernel may have repaired what 7.2.13 answers. */
function isRepaired(subject: InProcessSubject, kernel: string, sequence: GoldenSequence): boolean {
  if (kernel === DESCRIBED) return false;
  try {
    expectSequence(subject, sequence);
    return true;
  } catch {
    return false;
  }
}

for (const { name, path, format, kernel } of released) {
  describe(`${name} on the golden sequences of page-tables.md 9.3`, () => {
    const subject = new InProcessSubject(path);
    const sequences = GOLDEN_SEQUENCES.filter(({ config }) => config.format === format);

    test.each(sequences.map((s) => [s.id, s] as const))('%s', (_id, sequence) => {
      if (!isRepaired(subject, kernel, sequence)) expectSequence(subject, releasedForm(sequence));
    });
  });
}
