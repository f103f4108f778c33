import { IntervalTree, type Interval } from './interval-tree';

const at = (iova: number, bytes: number): Interval => ({ iova: BigInt(iova), bytes: BigInt(bytes) });

describe('IntervalTree', () => {
  const tree = new IntervalTree<Interval>();
  const [a, b, c, d, e] = [at(40, 10), at(20, 5), at(60, 10), at(0, 10), at(50, 10)];
  for (const interval of [a, b, c, d, e]) tree.insert(interval);

  test('is in address order, however it was filled', () => {
    expect(tree.all()).toEqual([d, b, a, e, c]);
  });

  test('finds what has a byte of a range', () => {
    expect(tree.overlapping(9n, 9n)).toBe(d);
    expect(tree.overlapping(10n, 19n)).toBeNull();
    expect(tree.overlapping(24n, 39n)).toBe(b);
    expect(tree.overlapping(70n, 2n ** 64n - 1n)).toBeNull();
    expect(tree.within(24n, 50n)).toEqual([b, a, e]);
    expect(tree.within(25n, 39n)).toEqual([]);
    expect(tree.within(0n, 2n ** 64n - 1n)).toEqual(tree.all());
  });

  test('loses what is removed, and nothing else', () => {
    for (const [removed, left] of [
      [a, [d, b, e, c]],
      [d, [b, e, c]],
      [c, [b, e]],
      [b, [e]],
      [e, []],
    ] as const) {
      tree.remove(removed);
      expect(tree.all()).toEqual(left);
    }
    expect(tree.overlapping(0n, 100n)).toBeNull();
  });
});
