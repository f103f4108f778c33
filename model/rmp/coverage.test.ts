import { configG, page, R1, R2, R5 } from '../../tests/golden/rmp/build';
import { host, psmash, rmpread, snp, unassign } from '../../tests/golden/rmp/ops';
import type { SegmentedCoverage } from '../vocabulary/rmp/config';
import { createRmpModel, RmpConfigError } from '.';

/** Segments of 2 GB: the first maps 2 GB, the second asks for more than it has, the third 1 GB, the fourth none. */
const SEGMENTED: SegmentedCoverage = {
  kind: 'segmented',
  base: 0x10_0000,
  segmentLg: 31,
  segments: [(0x2n << 20n) | 2n, (0x20n << 20n) | 9n, (0x30n << 20n) | 1n, 0n],
};
const segmented = (coverage = SEGMENTED) => createRmpModel(configG({}, { coverage }));

describe('segmented coverage (rmp.md 1.5)', () => {
  const { view } = segmented();

  it.each([
    ['the first segment', 0, 0x20_0000],
    ['the last page of the first segment', page(0x7fff_f000), 0x20_0000 + 0x7_ffff * 16],
    ['the second segment, mapped whole', page(0x8000_0000), 0x200_0000],
    ['its last page', page(0xffff_f000), 0x200_0000 + 0x7_ffff * 16],
    ['the third segment', page(0x1_0000_0000), 0x300_0000],
    ['its last mapped page', page(0x1_3fff_f000), 0x300_0000 + 0x3_ffff * 16],
    ['the page after it', page(0x1_4000_0000), null],
    ['a segment with no entry', page(0x1_8000_0000), null],
    ['a segment past the table', page(0x10_0000_0000), null],
  ])('%s', (_name, at, address) => {
    expect(view.entryAddress(at)).toBe(address);
    expect(view.covered(at)).toBe(address !== null);
  });

  it('gives the verdicts of flat coverage where both cover (RMP-014)', () => {
    const ops = [
      host('write', R2 + 0x10_0000, 21),
      snp('read', 0x8000_0000, R1, 21),
      psmash(R1),
      unassign(R1 + 0x1000),
      rmpread(R1),
      snp('write', 0x8080_3000, R5 + 0x3000, 12),
    ];
    const machines = [segmented(), createRmpModel(configG())];
    for (const op of ops) {
      const [one, other] = machines.map((machine) => machine.step(op));
      expect(one).toEqual(other);
    }
  });
});

describe('registers that no CPU would take', () => {
  it.each([
    ['flat, not 8K-aligned', { kind: 'flat', base: 0x10_1000, end: 0x110_3fff }],
    ['flat, end not 8K-aligned', { kind: 'flat', base: 0x10_0000, end: 0x110_3000 }],
    ['segmented, not 1M-aligned', { ...SEGMENTED, base: 0x10_2000 }],
    ['reserved bits of a segment-table entry', { ...SEGMENTED, segments: [1n << 52n] }],
    ['more than 512 segments', { ...SEGMENTED, segments: new Array<bigint>(513).fill(0n) }],
  ] as const)('%s', (_name, coverage) => {
    expect(() => createRmpModel(configG({}, { coverage }))).toThrow(RmpConfigError);
  });
});

describe('other configurations that describe no machine', () => {
  const preset = { spa: 1, pages: 512, state: 'Guest-Valid', size: 1, asid: 5, gpa: 0 } as const;
  it.each([
    ['the lock value as an ASID', { maxAsid: 1023 }],
    ['five VMPLs', { vmpls: 5 }],
    ['a 2M preset off its boundary', { preset: [preset] }],
  ])('%s', (_name, other) => {
    expect(() => createRmpModel(configG({}, other))).toThrow(RmpConfigError);
  });

  it('T0_SIZE_BIT_IGNORED = false beside an UNASSIGN_ZEROES_ENTRY that zeroes', () => {
    const config = configG();
    const assumptions = { ...config.assumptions, T0_SIZE_BIT_IGNORED: false } as const;
    expect(() => createRmpModel({ ...config, assumptions })).toThrow(RmpConfigError);
  });
});
