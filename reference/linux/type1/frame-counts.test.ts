import { FrameCounts } from './frame-counts';

const after = (...adds: readonly (readonly [number, number, number])[]): readonly (readonly number[])[] => {
  const counts = new FrameCounts();
  for (const [frame, frames, pins] of adds) counts.add(frame, frames, pins);
  return counts.pinned.map(({ frame, frames, pins }) => [frame, frames, pins]);
};

test.each([
  ['one span', [[5, 2, 1]], [[5, 2, 1]]],
  [
    'neighbours join',
    [
      [5, 2, 1],
      [7, 1, 1],
      [4, 1, 1],
    ],
    [[4, 4, 1]],
  ],
  [
    'a part twice',
    [
      [0, 8, 1],
      [2, 3, 1],
    ],
    [
      [0, 2, 1],
      [2, 3, 2],
      [5, 3, 1],
    ],
  ],
  [
    'over an edge',
    [
      [4, 4, 1],
      [2, 4, 1],
    ],
    [
      [2, 2, 1],
      [4, 2, 2],
      [6, 2, 1],
    ],
  ],
  [
    'over a gap',
    [
      [0, 1, 1],
      [3, 1, 1],
      [0, 4, 1],
    ],
    [
      [0, 1, 2],
      [1, 2, 1],
      [3, 1, 2],
    ],
  ],
  [
    'and off again',
    [
      [0, 1, 1],
      [3, 1, 1],
      [0, 4, 1],
      [0, 4, -1],
    ],
    [
      [0, 1, 1],
      [3, 1, 1],
    ],
  ],
  [
    'a hole',
    [
      [0, 8, 1],
      [2, 3, -1],
    ],
    [
      [0, 2, 1],
      [5, 3, 1],
    ],
  ],
  [
    'unpinned and never pinned',
    [
      [0, 4, 1],
      [3, 2, -1],
    ],
    [
      [0, 3, 1],
      [4, 1, -1],
    ],
  ],
  [
    'before and behind',
    [
      [10, 2, 1],
      [0, 2, 1],
      [20, 2, 1],
    ],
    [
      [0, 2, 1],
      [10, 2, 1],
      [20, 2, 1],
    ],
  ],
] as const)('%s', (_name, adds, expected) => {
  expect(after(...adds)).toEqual(expected);
});
