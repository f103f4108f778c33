import { Weights } from '../../engine/draw';
import type { Move } from './context';
import { close, command, flr, hotReset, lowPower, open, power, remove, reset, suspend, touch } from './moves/device';
import { exportBar } from './moves/export';
import { addFence, attach, detach, map, mmap, pin, release, signalFence, unmap } from './moves/importer';
import { copyArea, domain, kernelAccess, mapFile, unmapArea } from './moves/ioas';
import { setUp } from './moves/setup';

/** What a generator concentrates on. */
export interface Theme {
  readonly moves: Weights<Move>;
  /** The most exporters. */
  readonly devices: number;
  /** BARs and IOVA space for more than one MAX_SEG. */
  readonly large: boolean;
  /** Share of exports of one range. */
  readonly single: number;
  /** Share of configurations in which something basic is missing, each for itself. */
  readonly odd: number;
  /** Where they differ from bounds.ts. */
  readonly spoiled?: number;
  readonly mapFaults?: number;
}

/** A little of everything, so that no theme is blind to the others. */
const BACKGROUND: readonly (readonly [number, Move])[] = [
  [10, setUp],
  [5, exportBar],
  [7, attach],
  [7, map],
  [3, unmap],
  [1, detach],
  [1, pin],
  [1, mmap],
  [1, release],
  [2, addFence],
  [2, signalFence],
  [2, reset],
  [3, command],
  [1, flr],
  [1, touch],
  [1, close],
  [6, open],
  [1, power],
  [1, lowPower],
];

const theme = (moves: readonly (readonly [number, Move])[], fields: Partial<Theme> = {}): Theme => ({
  moves: new Weights([...BACKGROUND, ...moves]),
  devices: 2,
  large: false,
  single: 50,
  odd: 0,
  ...fields,
});

export const THEMES: Readonly<Record<string, Theme>> = {
  /** What export checks, and in which order. */
  export: theme([[40, exportBar]], { spoiled: 80, odd: 6 }),
  /** Revoke and restore by every trigger, calls that wait, several buffers and devices. */
  revoke: theme(
    [
      [4, addFence],
      [4, hotReset],
      [4, reset],
      [3, command],
      [3, power],
      [3, flr],
      [2, touch],
    ],
    { devices: 3, odd: 2 },
  ),
  /** LOW_POWER_ENTRY, suspend, wakeup, and the rows that restore meanwhile. */
  'low-power': theme([
    [12, lowPower],
    [9, suspend],
    [3, touch],
    [3, command],
    [2, power],
  ]),
  /** Ends of life: close, open, unbinding, references that are dropped last. */
  lifetime: theme(
    [
      [5, close],
      [3, remove],
      [5, release],
      [4, detach],
      [3, unmap],
    ],
    { devices: 3 },
  ),
  /** Tables of entries at the cap of MAX_SEG. */
  segments: theme(
    [
      [10, attach],
      [20, map],
      [8, unmap],
    ],
    { large: true, single: 45, mapFaults: 8 },
  ),
  /** Maps that fail at every step, and ranges that are mapped one by one. */
  unwind: theme(
    [
      [8, attach],
      [25, map],
      [10, unmap],
    ],
    { mapFaults: 50, single: 25 },
  ),
  /** Areas of iommufd over dma-bufs. */
  iommufd: theme(
    [
      [60, mapFile],
      [10, copyArea],
      [30, unmapArea],
      [12, domain],
      [6, kernelAccess],
      [8, command],
      [4, reset],
    ],
    { single: 80 },
  ),
};
