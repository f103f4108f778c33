import { Pool } from './pool';

const pool = () => new Pool(0, { base: 0x90000000n, slots: 8, shared: true });

test('the lowest free slots in a row', () => {
  const p = pool();
  const first = p.take(0x1001n, 0n, 1)!;
  expect([first.paddr, first.slot, first.slots]).toEqual([0x90000000n, 0, 3]);
  expect(p.take(1n, 0n, 1)!.slot).toBe(3);
  p.release(first);
  expect([p.take(0x1800n, 0n, 1)!.slot, p.usedSlots()]).toEqual([0, [0, 1, 2, 3]]);
  expect(p.take(0x2001n, 0n, 1)).toBeNull();
});

test('whole granules, in which the first byte keeps its place', () => {
  const p = pool();
  p.take(1n, 0n, 1);
  const bounce = p.take(0x20n, 0xff0n, 2)!;
  expect([bounce.paddr, bounce.slot, bounce.slots]).toEqual([0x90001ff0n, 2, 4]);
  expect([p.find(0x90001fefn), p.find(0x9000200fn), p.find(0x90002010n)]).toEqual([null, bounce, null]);
});
