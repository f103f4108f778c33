import { leafLgV1, pageIn, walkGcr3, walkV1, walkV2 } from './walk';

/** Raw RW leaves with OA 0 as page-tables.md 1.3 lists them: level, log2 size. */
const LEAVES_V1: readonly (readonly [raw: bigint, level: number, lg: number])[] = [
  [0x7000_0000_0000_0001n, 0, 12],
  [0x7000_0000_0000_0e01n, 0, 13],
  [0x7000_0000_0000_1e01n, 0, 14],
  [0x7000_0000_0000_7e01n, 0, 16],
  [0x7000_0000_0007_fe01n, 0, 20],
  [0x7000_0000_0000_0001n, 1, 21],
  [0x7000_0000_001f_fe01n, 1, 22],
  [0x7000_0000_0fff_fe01n, 1, 29],
  [0x7000_0000_0000_0001n, 2, 30],
  [0x7000_0000_3fff_fe01n, 2, 31],
  [0x7000_001f_ffff_fe01n, 2, 38],
];

test.each(LEAVES_V1)('raw %s at level %i is a leaf of 2^%i', (raw, level, lg) => {
  expect(leafLgV1(raw, level)).toBe(lg);
});

/** Simulated memory out of a few words, `page/index`. */
const memory =
  (words: Readonly<Record<string, bigint>>) =>
  (spa: number, index: number): bigint =>
    words[`${spa}/${index}`] ?? 0n;

test('a v1 walk follows pointers, adds up permissions, and ends at a contiguous leaf', () => {
  const word = memory({
    '16/1': 0x6000_0000_0001_1401n,
    // The pointer on the way takes the write permission.
    '17/0': 0x2000_0000_0001_2201n,
    // 64K to 0x4003_0000, with the C-bit at 51.
    '18/48': 0x7008_0000_4003_7e01n,
    '18/50': 0x7008_0000_4003_7e01n,
  });
  const visited: number[] = [];
  const page = 512 * 512 + 50;
  const leaf = walkV1(word, 16, 3, page, 51, (table) => visited.push(table));
  expect(leaf).toMatchObject({ page: 0x40032, lg: 16, read: true, write: false, odd: false });
  expect(visited).toEqual([16, 17, 18]);
  expect(walkV1(word, 16, 3, page + 1, 51)).toBeNull();
  expect(walkV1(word, 16, 3, 512 ** 3, 51)).toBeNull();
  expect(pageIn(0x7008_0000_4003_7e01n, null)).toBe(2 ** 39 + 0x40037);
});

test('a v2 walk reads its tables where it is told to', () => {
  const word = memory({ '100/0': 0x9027n, '101/0': 0xa027n, '102/3': 0x4060_00a5n });
  const places: Readonly<Record<number, number>> = { 8: 100, 9: 101, 10: 102 };
  const fetch = (table: number): number | null => places[table] ?? null;
  const page = 3 * 512 + 7;
  expect(walkV2(word, 8, 4, page, fetch)).toMatchObject({ page: 0x40607, lg: 21, read: true, write: false });
  expect(walkV2(word, 8, 4, page + 512, fetch)).toBeNull();
  expect(walkV2(word, 8, 4, page, () => null)).toBeNull();
});

test('a GCR3 table of two levels splits the PASID', () => {
  const word = memory({ '40/2': 0x2_9001n, '41/5': 0x3_0001n });
  const places: Readonly<Record<number, number>> = { 0x28: 40, 0x29: 41 };
  const fetch = (table: number): number | null => places[table] ?? null;
  expect(walkGcr3(word, 0x28, 2, 2 * 512 + 5, fetch)).toBe(0x30);
  expect(walkGcr3(word, 0x28, 2, 5, fetch)).toBeNull();
});
