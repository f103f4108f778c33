import { Weights } from '../../engine/draw';
import type { Move } from './context';
import { access, clearDte, driverInit, driverUninit, init, setDte, uninit } from './moves';

/** What a generator concentrates on. */
export interface Theme {
  readonly moves: Weights<Move>;
  /** Share of setups, and of teardowns, in which steps fail. */
  readonly setupFaults: number;
  readonly teardownFaults: number;
}

/** A little of everything, so that no theme is blind to the others. */
const BACKGROUND: readonly (readonly [number, Move])[] = [
  [6, init],
  [6, uninit],
  [2, driverInit],
  [2, driverUninit],
  [2, setDte],
  [2, clearDte],
  [5, access],
];

const theme = (moves: readonly (readonly [number, Move])[], setupFaults: number, teardownFaults: number): Theme => ({
  moves: new Weights([...BACKGROUND, ...moves]),
  setupFaults,
  teardownFaults,
});

export const THEMES: Readonly<Record<string, Theme>> = {
  /** Setups that fail at every step, with way backs that fail. */
  setup: theme([[12, init]], 75, 20),
  /** Teardowns that fail at every step, again and again. */
  teardown: theme([[8, uninit]], 10, 75),
  /** The driver's calls around the private region. */
  driver: theme(
    [
      [10, driverInit],
      [10, driverUninit],
    ],
    50,
    30,
  ),
  /** What hardware does meanwhile: device-table entry, tables and IOTLB. */
  access: theme(
    [
      [8, setDte],
      [3, clearDte],
      [28, access],
    ],
    10,
    45,
  ),
};
