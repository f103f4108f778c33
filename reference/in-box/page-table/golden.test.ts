import { EventKind, hexAddress, OpKind, RunFlag, type EventKind as Kind } from '../../../model/vocabulary';
import { goldenTrace, map, RW, V1, V2, type GoldenSequence } from '../../../tests/golden/build';
import { GOLDEN_LEAVES, GOLDEN_POINTERS, GOLDEN_SIZES } from '../../../tests/golden/entries';
import { GOLDEN_LAYOUTS } from '../../../tests/golden/layouts';
import { GOLDEN_SEQUENCES, OA_WRAP_AS_RELEASED } from '../../../tests/golden/sequences';
import { Domain } from './domain';
import { Memory } from './memory';
import { bindParts } from './parts';
import { Recorder } from './recorder';
import { standardParts } from './standard-parts';
import { inBoxSubject } from './subject';
import { decodeRecords, type DecodedRecord } from './testing/records';
import type { Format, PageTableConfig } from '../../../model/vocabulary';

const subject = inBoxSubject();
const run = (sequence: GoldenSequence, flags: number): DecodedRecord[] => {
  const observation = subject.run(goldenTrace(sequence), flags);
  if (observation instanceof Promise) throw new Error('the in-box subject answers at once');
  expect(observation.casualty).toBeNull();
  return decodeRecords(observation);
};

function domainWith(config: PageTableConfig): Domain {
  const memory = new Memory();
  memory.reset(config.smeBit);
  const d = new Domain(0, bindParts(standardParts), memory, new Recorder());
  d.reset(config);
  return d;
}
const configOf = (format: Format, smeBit: number | null): PageTableConfig => ({
  ...(format === 'amdv1' ? V1 : V2),
  smeBit,
});
const raw = (d: Domain): string => `${d.rawHi.toString(16).padStart(8, '0')}${d.rawLo.toString(16).padStart(8, '0')}`;
const hex = (value: bigint): string => value.toString(16).padStart(16, '0');

describe('golden entries', () => {
  test.each(GOLDEN_LEAVES.filter((leaf) => !leaf.preFix))('$id: leaf', (leaf) => {
    const d = domainWith(configOf(leaf.format, leaf.smeBit));
    d.format.encodeLeaf(d, leaf.lg, Number(leaf.oa >> 12n), leaf.prot);
    expect(raw(d)).toBe(hex(leaf.raw));
    expect(standardParts.levelOf(leaf.lg)).toBe(leaf.level);
    expect(standardParts.itemsOf(leaf.lg, leaf.level)).toBe(leaf.items);
    expect(d.format.leafLg(d, leaf.level, d.rawLo, d.rawHi)).toBe(leaf.lg);
    expect(hexAddress(d.format.leafOa(d, leaf.level, d.rawLo, d.rawHi))).toBe(`0x${leaf.oa.toString(16)}`);
  });

  test.each(GOLDEN_POINTERS)('$id: pointer', (pointer) => {
    const d = domainWith(configOf(pointer.format, pointer.smeBit));
    d.format.encodePointer(d, pointer.level, Number(pointer.child >> 12n));
    expect(raw(d)).toBe(hex(pointer.raw));
    expect(standardParts.childOf(d, d.rawLo, d.rawHi)).toBe(Number(pointer.child >> 12n));
  });

  test.each(GOLDEN_SIZES)('size 2^$lg of v1', (size) => {
    const d = domainWith(V1);
    expect(standardParts.storesSizeV1(size.lg)).toBe(size.raw !== null);
    if (size.raw === null) return;
    d.format.encodeLeaf(d, size.lg, 0, RW);
    expect(raw(d)).toBe(hex(size.raw));
    expect((d.rawLo >>> 9) & 7).toBe(size.nl);
    expect(standardParts.itemsOf(size.lg, size.level)).toBe(size.items);
  });
});

describe('golden layouts', () => {
  const cases = GOLDEN_LAYOUTS.flatMap((layout) => layout.formats.map((format) => ({ ...layout, format })));
  test.each(cases)('$format $iova → $oa, $len', ({ format, iova, oa, len, layout, pageSizes }) => {
    const d = domainWith({ ...configOf(format, null), pageSizes });
    const sizes: number[] = [];
    for (let done = 0n; done < len;) {
      const lg = standardParts.bestSize(
        d,
        Number((iova + done) >> 12n),
        Number((oa + done) >> 12n),
        Number((len - done) >> 12n),
      );
      sizes.push(lg);
      done += 1n << BigInt(lg);
    }
    expect(sizes).toEqual(layout.flatMap(([lg, count]) => new Array<number>(count).fill(lg)));
  });
});

const eventsOf = (record: DecodedRecord, kind: Kind): DecodedRecord['events'] =>
  record.events.filter((event) => event.kind === kind);

describe('golden sequences', () => {
  test.each(GOLDEN_SEQUENCES.map((sequence) => [sequence.id, sequence.title, sequence] as const))(
    '%s %s',
    (_id, _title, sequence) => {
      const records = run(sequence, RunFlag.treeEnd | RunFlag.windows | RunFlag.edges);
      expect(records).toHaveLength(sequence.steps.length + 1);
      sequence.steps.forEach((step, i) => {
        const record = records[i]!;
        const at = `step ${i}`;
        if (step.ret !== undefined) expect([at, record.ret]).toEqual([at, step.ret]);
        if (step.value !== undefined) expect([at, record.value]).toEqual([at, step.value]);
        if (step.topLevel !== undefined) expect([at, record.topLevel]).toEqual([at, step.topLevel]);
        if (step.liveTables !== undefined) expect([at, record.liveTables]).toEqual([at, step.liveTables]);
        if (step.dirty !== undefined) {
          expect(eventsOf(record, EventKind.dirty).map((e) => [e.start, e.end])).toEqual(step.dirty);
        }
        const spans = (kind: Kind): object[] =>
          eventsOf(record, kind).map((e) => ({ start: e.start, end: e.end, tables: e.count }));
        if (step.syncs !== undefined) expect(spans(EventKind.sync)).toEqual(step.syncs);
        if (step.gather !== undefined) {
          const empty = { start: 0xffff_ffff_ffff_ffffn, end: 0n, tables: 0 };
          expect([at, spans(EventKind.gather)]).toEqual([at, [step.gather ?? empty]]);
        }
        expect(record.status & ~0xff).toBe(0);
      });
      const end = records.at(-1)!;
      expect(end.liveTables).toBe(0);
      if (sequence.entries === undefined) return;
      const runs = end.runs.slice(1).map((r) => `L${r.level} ${r.iova.toString(16)} ${hex(r.raw)} ×${r.count}`);
      const listed = sequence.entries.map((e) => `L${e.level} ${e.iova.toString(16)} ${hex(e.raw)} ×${e.items}`);
      expect(runs).toEqual(expect.arrayContaining(listed));
    },
  );

  test('Q3: the end of the output range is refused, where the release wraps', () => {
    expect(OA_WRAP_AS_RELEASED.config.format).toBe('amdv1');
    const step = map(0n, 0xf_ffff_ffff_f000n, 0x2000n, -34, 0n);
    expect(step.op.kind).toBe(OpKind.map);
    const [record] = run({ id: 'Q3', title: '', config: V1, steps: [step] }, 0);
    expect(record!.ret).toBe(-34);
  });
});
