import { rmpPlaceAt, segmentTableBlock } from './rmp-memory';

const flat = { kind: 'flat', base: 0x10_0000, end: 0x110_3fff } as const;

test.each([
  [0x10_4000, 0],
  [0x50_4000, 0x4_0000],
  [0x110_3ff0, 0xf_ffff],
  [0x110_3fff, 0xf_ffff],
])('rmp.md 1.5, flat: 0x%s belongs to page %s', (at, page) => {
  expect(rmpPlaceAt(flat, at)).toEqual({ kind: 'entry', page });
});

test.each([0x10_0000, 0x10_3fff, 0x110_4000])('flat: 0x%s belongs to no page', (at) => {
  expect(rmpPlaceAt(flat, at)).toEqual({ kind: 'other' });
});

describe('segmented, 64 GiB each', () => {
  // Segment 0 maps 1 GiB; 1 nothing; 2 more than a segment holds.
  const segments = [0x100_0001n, 0n, 0x200_00ffn];
  const coverage = { kind: 'segmented', base: 0x10_0000, segmentLg: 36, segments } as const;

  test.each([
    [0x100_0000, 0],
    [0x100_0000 + 4 * 2 ** 20 - 16, 0x3_ffff],
    [0x200_0000, 2 ** 25],
    [0x200_0000 + 2 ** 28 - 1, 2 ** 25 + 2 ** 24 - 1],
  ])('0x%s belongs to page %s', (at, page) => {
    expect(rmpPlaceAt(coverage, at)).toEqual({ kind: 'entry', page });
  });

  test('4 MiB of table for each GiB that is mapped, and no more than the segment', () => {
    expect(rmpPlaceAt(coverage, 0x100_0000 + 4 * 2 ** 20)).toEqual({ kind: 'other' });
    expect(rmpPlaceAt(coverage, 0x200_0000 + 2 ** 28)).toEqual({ kind: 'other' });
    expect(rmpPlaceAt(coverage, 0x10_0000)).toEqual({ kind: 'other' });
  });

  test('the segment table follows the bookkeeping', () => {
    expect(rmpPlaceAt(coverage, 0x10_4010)).toEqual({ kind: 'segmentTable', index: 2 });
    expect(rmpPlaceAt(coverage, 0x10_4fff)).toEqual({ kind: 'segmentTable', index: 511 });
    expect(rmpPlaceAt(coverage, 0x10_5000)).toEqual({ kind: 'other' });
    expect(Buffer.from(segmentTableBlock(coverage, 2)).toString('hex')).toBe('ff00000200000000' + '0'.repeat(16));
  });
});
