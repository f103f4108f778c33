/** What dma-mmio.md 12 calls useful differential properties, and witnesses of the open questions. */
import { TYPE1_ASSUMPTIONS, TYPE1_PROFILES } from '../model/assumptions/vfio-type1';
import { createType1Model } from '../model/vfio-type1';
import { DEFAULT_TYPE1_ASSUMPTIONS, TYPE1_ASSUMPTION_POSITIONS } from '../model/vocabulary/vfio-type1/assumption';
import type { Type1Op } from '../model/vocabulary/vfio-type1/op';
import { seededDraw } from '../properties/engine/draw';
import { drawCase } from '../properties/plain/case';
import { vfioType1Machine } from '../properties/vfio-type1';
import { compareState } from '../properties/vfio-type1/compare-state';
import { createInBoxType1 } from '../reference/in-box/vfio-type1';
import { type1Exhibits, type1ExhibitSubject } from '../reference/museum/vfio-type1';
import { GOLDEN_TYPE1 } from './golden/vfio-type1';
import { attach, configOf, IO, IOVA, map, RAM } from './golden/vfio-type1/build';
import { runType1Row } from './support/golden-vfio-type1';

const CODINGS = [
  ['the model', createType1Model],
  ['the in-box implementation', createInBoxType1],
] as const;
const CASES = 25;

describe.each(CODINGS)('on %s', (_name, start) => {
  test('an op that failed, or was not made, leaves the state as if it had never been called', () => {
    const source = vfioType1Machine.source({});
    let failed = 0;
    for (let k = 0; k < CASES; k++) {
      const { config, ops } = drawCase(vfioType1Machine, source, seededDraw('failed ops', k), 'unwind');
      const [all, made] = [start(config), start(config)];
      for (const op of ops) {
        if (all.step(op).value === 0) made.step(op);
        else failed++;
        expect(compareState(op, all.view, made.view)).toBeNull();
      }
    }
    expect(failed).toBeGreaterThan(CASES);
  });

  test('the order in which mappings are made does not show in the IOPTEs', () => {
    const [one, other] = [map(2), map(2, { iova: IOVA + 0x5000n, vaddr: 0x7f00_0020_2000n, write: false })];
    const spans = [
      [attach(), one, other],
      [other, attach(), one],
    ].map((ops: readonly Type1Op[]) => {
      const machine = start(configOf({ layout: [RAM(0x1000, 2), IO(0xfe000, 2)], config: { cBit: 47 } }));
      for (const op of ops) expect(machine.step(op).value).toBe(0);
      return machine.view.iopteSpans(0).map(({ iova, paddr, bytes, write, cBit }) => [iova, paddr, bytes, write, cBit]);
    });
    expect(spans[0]).toEqual(spans[1]);
    expect(spans[0]).toHaveLength(2);
  });
});

test('v5 of seed 000 makes the calls that are required, but for CACHE, on every layout without VM_PFNMAP alone and without replay', () => {
  const v5 = type1ExhibitSubject(type1Exhibits().find(({ name }) => name === 'seed-000-v5-last-run-decides')!);
  const source = vfioType1Machine.source({ VFIO_MMIO_CACHE: 'kept' });
  let mapped = 0;
  for (let k = 0; k < CASES; k++) {
    const { config, ops } = drawCase(vfioType1Machine, source, seededDraw('layouts', k), 'layouts');
    const isLeftOut = (op: Type1Op): boolean => op.op === 'mmap' || op.op === 'attach' || op.op === 'detach';
    if (config.areas.some(({ kind }) => kind === 'pfnmap')) continue;
    const [model, exhibit] = [createType1Model(config), v5.start(config)];
    for (const op of [attach(), ...ops.filter((each) => !isLeftOut(each))]) {
      const expected = model.step(op);
      expect(exhibit.step(op)).toEqual(expected);
      if (op.op === 'map' && expected.value === 0) mapped++;
    }
  }
  expect(mapped).toBeGreaterThan(CASES);
});

const positions = Object.entries(TYPE1_ASSUMPTION_POSITIONS).flatMap(([name, [, ...others]]) =>
  others.map((position) => [name, position] as const),
);

test.each(positions)('%s = %s has a row that its default breaks', (name, position) => {
  const witnesses = GOLDEN_TYPE1.filter(({ assume }) =>
    Object.entries(assume ?? {}).some(([n, p]) => n === name && p === position),
  );
  expect(witnesses).not.toEqual([]);
  for (const row of witnesses) expect(() => runType1Row(createType1Model, { ...row, assume: {} })).toThrow();
});

test('every question of the machine is described, with its positions', () => {
  const described = TYPE1_ASSUMPTIONS.map(({ name, positions: all, default: chosen }) => ({
    name,
    positions: all.map((position) => position.name),
    default: chosen,
  }));
  expect(described).toEqual(
    Object.entries(TYPE1_ASSUMPTION_POSITIONS).map(([name, all]) => ({
      name,
      positions: [...all],
      default: DEFAULT_TYPE1_ASSUMPTIONS[name as keyof typeof DEFAULT_TYPE1_ASSUMPTIONS],
    })),
  );
});

test.each(TYPE1_PROFILES.map((profile) => [profile.name, profile] as const))(
  'profile %s names positions that there are',
  (_name, { choices }) => {
    expect.hasAssertions();
    expect(Object.keys(TYPE1_ASSUMPTION_POSITIONS)).toEqual(expect.arrayContaining(Object.keys(choices)));
    for (const [name, position] of Object.entries(choices))
      expect(TYPE1_ASSUMPTION_POSITIONS[name as keyof typeof TYPE1_ASSUMPTION_POSITIONS]).toContain(position);
  },
);
