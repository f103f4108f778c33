import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import { configG, page, R1 } from '../../../tests/golden/rmp/build';
import { createInBoxRmp, standardRmpParts } from '.';

const { storeOwner, gpaOf, asidOf, storeMask, maskOf, storeSub, subOf } = standardRmpParts;

describe('fields of a raw entry (rmp.md 1.2)', () => {
  const words = new Uint32Array(4);
  beforeEach(() => words.fill(0));

  test.each([
    [0, 0],
    [2 ** 39 - 1, 1023],
    [0x8_0000, 5],
    [2 ** 37 + 1, 0],
    [0xfffff, 0x3ff],
  ])('gpa %d and asid %d come back, and leave the rest alone', (gpa, asid) => {
    words.set([0xfff, 0xe000_0000]);
    storeOwner(words, 0, gpa, asid);
    expect([gpaOf(words, 0), asidOf(words, 0)]).toEqual([gpa, asid]);
    expect([words[0]! & 0xfff, words[1]! >>> 29]).toEqual([0xfff, 7]);
  });

  test('masks are bytes of qword 1; the sub count is bits 11:3', () => {
    for (let vmpl = 0; vmpl < 4; vmpl++) storeMask(words, 0, vmpl, 0xf0 + vmpl);
    storeSub(words, 0, 511);
    expect([0, 1, 2, 3].map((vmpl) => maskOf(words, 0, vmpl))).toEqual([0xf0, 0xf1, 0xf2, 0xf3]);
    expect([words[0], subOf(words, 0)]).toEqual([0xff8, 511]);
  });
});

/** Segments of 4G: the first maps 2 GB from 16M, the second none, the third more than it is long, from 32M. */
const SEGMENTED: Partial<RmpConfig> = {
  coverage: {
    kind: 'segmented',
    base: 0x10_0000,
    segmentLg: 32,
    segments: [((0x100_0000n >> 20n) << 20n) | 2n, 0n, ((0x200_0000n >> 20n) << 20n) | 9n],
  },
  preset: [],
};

describe('segmented coverage (rmp.md 1.5)', () => {
  const { view } = createInBoxRmp(configG({}, SEGMENTED));

  test.each([
    [0, 0x100_0000],
    [0x7fff_f000, 0x100_0000 + 0x7_ffff * 16],
    [0x8000_0000, null],
    [0x1_0000_0000, null],
    [0x2_0000_0000, 0x200_0000],
    [0x2_ffff_f000, 0x200_0000 + 0xf_ffff * 16],
    [0x3_0000_0000, null],
  ])('entry address of 0x%s', (spa, address) => {
    expect(view.entryAddress(page(spa))).toBe(address);
    expect(view.covered(page(spa))).toBe(address !== null);
  });

  test('segments hold entries of their own', () => {
    const rmp = createInBoxRmp(configG({}, SEGMENTED));
    expect(rmp.rmpupdate(page(0x2_0000_0000), true, 0, false, 1, 5)).toBe(0);
    expect([rmp.asidOf(page(0x2_0000_0000)), rmp.asidOf(0)]).toEqual([5, 0]);
  });
});

test('a hole of a gigabyte costs nothing until someone looks, and looking touches nothing', () => {
  const rmp = createInBoxRmp(configG());
  expect([...rmp.regions.made()]).toHaveLength(0);
  expect(rmp.view.state(page(0xe000_0000))).toBe('HV-Fixed');
  expect([...rmp.regions.made()]).toHaveLength(1);
  expect(rmp.view.touchedRegions()).toEqual([]);
  expect(rmp.psmash(page(R1))).toBe(0);
  expect(rmp.view.touchedRegions()).toEqual([page(R1)]);
});

test('a reset leaves nothing of the run before', () => {
  const rmp = createInBoxRmp(configG());
  rmp.psmash(page(R1));
  rmp.hostWrite(page(0x4040_0000), 12, false);
  rmp.reset(configG());
  expect(rmp.view.raw(page(R1))).toEqual(createInBoxRmp(configG()).view.raw(page(R1)));
  expect(rmp.view.ghost(page(0x4040_0000))).toEqual({ epoch: 0, writer: '', writtenIn: 0 });
  expect(rmp.view.touchedRegions()).toEqual([]);
});
