import { IovaSpace } from './iova-space';

const space = () =>
  new IovaSpace([
    { base: 0x1000n, bytes: 0x3000n },
    { base: 0x10000n, bytes: 0x8000n },
  ]);

test('the lowest free space of the first window that has enough', () => {
  const iova = space();
  expect([iova.reserve(0x1000n), iova.reserve(0x1000n), iova.reserve(0x2000n)]).toEqual([0x1000n, 0x2000n, 0x10000n]);
  expect(iova.reserve(0x1000n)).toBe(0x3000n);
  expect(iova.reserve(0x7000n)).toBeNull();
});

test('a hole is used again, by what fits', () => {
  const iova = space();
  for (let i = 0; i < 3; i++) iova.reserve(0x1000n);
  iova.release(0x2fffn);
  expect(iova.spans()).toEqual([
    { base: 0x1000n, bytes: 0x1000n },
    { base: 0x3000n, bytes: 0x1000n },
  ]);
  expect([iova.reserve(0x2000n), iova.reserve(0x1000n)]).toEqual([0x10000n, 0x2000n]);
});

test('what was returned stays as it was', () => {
  const iova = space();
  iova.reserve(0x1000n);
  const before = iova.spans();
  iova.reserve(0x1000n);
  expect(before).toEqual([{ base: 0x1000n, bytes: 0x1000n }]);
});
