import { MOST_LEAVES, type PictureLeaf } from '../../model/vocabulary/picture';
import { shownLeaves, sightings } from './picture-leaves';

const leaf = (first: number, fields: Partial<PictureLeaf> = {}): PictureLeaf => ({
  first,
  target: first + 1000,
  lg: 12,
  count: 1,
  kind: 'ram',
  mark: '',
  wrong: false,
  before: true,
  expected: true,
  observed: true,
  ...fields,
});

describe('three states side by side', () => {
  it('names each thing once, with the states that it is in', () => {
    expect(sightings(['a', 'b'], ['b'], ['b', 'c'], (name) => name)).toEqual([
      { item: 'a', before: true, expected: false, observed: false },
      { item: 'b', before: true, expected: true, observed: true },
      { item: 'c', before: false, expected: false, observed: true },
    ]);
  });
});

describe('the leaves of a picture', () => {
  it('are one run where they continue each other', () => {
    expect(shownLeaves([leaf(2), leaf(1), leaf(3)], null)).toEqual({ leaves: [leaf(1, { count: 3 })], leftOut: 0 });
  });

  it.each([
    ['lead elsewhere', { target: 5 }],
    ['are of another size', { lg: 13 }],
    ['are of another kind', { kind: 'mmio' as const }],
    ['are not in the same states', { observed: false, wrong: true }],
  ])('are apart where they %s', (_, fields) => {
    expect(shownLeaves([leaf(1), leaf(2, fields)], null).leaves).toHaveLength(2);
  });

  it('that are wrong or near are shown, where there are too many', () => {
    const far = leaf(10_000, { wrong: true });
    const many = Array.from({ length: 40 }, (_, i) => leaf(i * 10));
    const { leaves, leftOut } = shownLeaves([...many, far], { first: 200, pages: 1 });
    expect(leaves).toHaveLength(MOST_LEAVES);
    expect(leftOut).toBe(41 - MOST_LEAVES);
    expect(leaves).toContainEqual(far);
    expect(leaves).toContainEqual(leaf(200));
    expect(leaves).not.toContainEqual(leaf(0));
  });
});
