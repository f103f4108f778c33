import { IovaSpace } from './iova-space';

const space = () =>
  new IovaSpace(
    [
      { base: 0x1000n, bytes: 0x3000n },
      { base: 0x10000n, bytes: 0x8000n },
    ],
    0x1000n,
  );

test('the highest free space of one window, at or below the limit', () => {
  const iova = space();
  expect(iova.reserve(0x1000n, 0xffffn)).toBe(0x3000n);
  expect(iova.reserve(0x1000n, 0x17fffn)).toBe(0x17000n);
  // The last byte counts: a granule that ends one byte behind the limit does not do.
  expect(iova.reserve(0x1000n, 0x15ffen)).toBe(0x14000n);
  expect(iova.reserve(0x9000n, 0xffffffn)).toBeNull();
});

test('a hole is used again, by what fits', () => {
  const iova = space();
  for (let i = 0; i < 8; i++) iova.reserve(0x1000n, 0xffffffn);
  iova.free(0x12000n, 0x2000n);
  expect(iova.reserve(0x3000n, 0xffffffn)).toBe(0x1000n);
  expect(iova.reserve(0x2000n, 0xffffffn)).toBe(0x12000n);
});

test('a part that is given back is no more than that', () => {
  const iova = space();
  iova.reserve(0x3000n, 0xffffn);
  iova.free(0x2000n, 0x1000n);
  expect(iova.spans()).toEqual([
    { base: 0x1000n, bytes: 0x1000n },
    { base: 0x3000n, bytes: 0x1000n },
  ]);
});
