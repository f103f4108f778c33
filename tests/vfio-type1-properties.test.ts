/** What dma-mmio.md 12 calls useful differential properties, on both codings. */
import { createType1Model } from '../model/vfio-type1';
import { Prot } from '../model/vocabulary/prot';
import type { Area } from '../model/vocabulary/vfio-type1/area';
import type { Type1Op } from '../model/vocabulary/vfio-type1/op';
import { seededDraw } from '../properties/engine/draw';
import { drawCase } from '../properties/plain/case';
import { vfioType1Machine } from '../properties/vfio-type1';
import { compareState } from '../properties/vfio-type1/compare-state';
import { createInBoxType1 } from '../reference/in-box/vfio-type1';
import { type1Exhibits, type1ExhibitSubject } from '../reference/museum/vfio-type1';
import { attach, configOf, IO, IOVA, map, PAGE, RAM, unmap, VADDR } from './golden/vfio-type1/build';
import type { StartType1 } from './support/golden-vfio-type1';

const CODINGS: readonly (readonly [string, StartType1])[] = [
  ['the model', createType1Model],
  ['the in-box implementation', (config) => createInBoxType1(config)],
];
const CASES = 30;

const drawn = (seed: string, k: number) => drawCase(vfioType1Machine, vfioType1Machine.source({}), seededDraw(seed, k));

describe.each(CODINGS)('on %s', (_name, start) => {
  test('an op that failed, or was not made, leaves the state as if it had never been called', () => {
    let failed = 0;
    for (let k = 0; k < CASES; k++) {
      const { config, ops } = drawn('failed ops', k);
      const [all, made] = [start(config), start(config)];
      for (const op of ops) {
        if (all.step(op).value === 0) made.step(op);
        else failed++;
        expect(compareState(op, all.view, made.view)).toBeNull();
      }
    }
    expect(failed).toBeGreaterThan(CASES);
  });

  test('the order in which disjoint ranges are mapped does not show in the IOPTEs', () => {
    const layout = [RAM(0x1000, 3), IO(0xfe000, 2), RAM(0x1003, 3)];
    const one = map(4);
    const other = map(4, { iova: IOVA + 4n * PAGE, vaddr: VADDR + 4n * PAGE });
    const [first, second] = [
      [one, other],
      [other, one],
    ].map((ops) => {
      const machine = start(configOf({ layout, config: { cBit: 47 } }));
      for (const op of [attach(), ...ops]) expect(machine.step(op).value).toBe(0);
      return machine.view.iopteSpans(0).map(({ raw: _raw, ...span }) => span);
    });
    expect(first).toEqual(second);
    expect(first!.map(({ cBit }) => cBit)).toEqual([true, false, true]);
  });

  test('what is mapped and unmapped leaves nothing behind', () => {
    const layout = [RAM(0x1000, 3), IO(0xfe000, 2), RAM(0x3000, 600), RAM(0x3001, 2)];
    const machine = start(configOf({ layout, config: { locked: 7 } }));
    const ops: readonly Type1Op[] = [attach(0), map(607), attach(1), unmap(607)];
    for (const op of ops) expect(machine.step(op).value).toBe(0);
    const { view } = machine;
    expect({ pinned: view.pinned, locked: view.lockedPages, left: view.entriesLeft }).toEqual({
      pinned: [],
      locked: 7,
      left: 65535,
    });
    expect([view.iopteSpans(0), view.iopteSpans(1), view.mappings]).toEqual([[], [], []]);
  });
});

test('v5 does what is required where each PFNMAP area is VM_IO and nothing is replayed, apart from CACHE', () => {
  const v5 = type1Exhibits().find(({ name }) => name === 'seed-000-v5-last-run-decides')!;
  const withoutPfnmap = ({ kind }: Area): boolean => kind !== 'pfnmap';
  let marked = 0;
  for (let k = 0; k < CASES; k++) {
    const { config, ops } = drawn('v5', k);
    const plain = { ...config, areas: config.areas.filter(withoutPfnmap) };
    const [required, proposed] = [createInBoxType1(plain), type1ExhibitSubject(v5).start(plain)];
    const isKept = (op: Type1Op): boolean =>
      op.op !== 'attach' && op.op !== 'detach' && (op.op !== 'mmap' || withoutPfnmap(op.area));
    for (const op of [attach(0), ...ops.filter(isKept)]) {
      const calls = [required, proposed].map((machine) =>
        machine
          .step(op)
          .events.map((event) => (event.event === 'map' ? { ...event, prot: event.prot & ~Prot.CACHE } : event)),
      );
      expect(calls[0]).toEqual(calls[1]);
      marked += calls[0]!.filter((event) => event.event === 'map' && (event.prot & Prot.MMIO) !== 0).length;
    }
  }
  expect(marked).toBeGreaterThan(CASES / 2);
});
