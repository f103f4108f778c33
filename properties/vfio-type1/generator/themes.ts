import { Weights } from '../../engine/draw';
import type { Move } from './context';
import { attach, detach, map, unmap, updateVaddr } from './moves/container';
import { barMemory, mmap, munmap, pinPage, unpinPage } from './moves/process';

/** What a generator concentrates on. Shares are in percent. */
export interface Theme {
  readonly moves: Weights<Move>;
  /** No area but memory. */
  readonly ramOnly: boolean;
  /** Runs around the capacity of a batch, leaves of 2 MiB, many pieces. */
  readonly large: boolean;
  /** IOVAs at 0, across 4 GiB, at the end of 48 and 64 bits. */
  readonly edges: boolean;
  /** Share of areas with a hole behind. */
  readonly holes: number;
  /** Share of areas that cannot be mapped for what they are. */
  readonly refused: number;
  /** Share of areas whose memory is off. */
  readonly memoryOff: number;
  /** Share of areas that are read-only. */
  readonly readOnly: number;
  readonly fewestDomains: number;
  /**
   * Share of ops at the start, while no domain is attached, that attach one: what is mapped before is only recorded.
   */
  readonly attachFirst: number;
  /** Share of cases with a mediated device. */
  readonly mediated: number;
  /** Share of cases with few pages to lock. */
  readonly tight: number;
  /** Share of cases whose domains may have pages of 64 KiB alone. */
  readonly coarse: number;
  /** Share of cases in which frame 0 is RAM. */
  readonly frameZero: number;
  /** Share of domains with another aperture and reserved regions. */
  readonly windows: number;
  /** Share of unmaps that invalidate the vaddr. */
  readonly vaddr: number;
  /** Where they differ from bounds.ts. */
  readonly spoiled?: number;
  readonly faults?: number;
}

/** A little of everything, so that no theme is blind to the others. */
const BACKGROUND: readonly (readonly [number, Move])[] = [
  [30, map],
  [12, unmap],
  [8, attach],
  [3, detach],
  [2, barMemory],
  [2, munmap],
  [2, mmap],
  [2, updateVaddr],
  [6, pinPage],
  [3, unpinPage],
];

const theme = (fields: Partial<Theme> = {}, moves: readonly (readonly [number, Move])[] = []): Theme => ({
  moves: new Weights([...BACKGROUND, ...moves]),
  ramOnly: false,
  large: false,
  edges: false,
  holes: 4,
  refused: 2,
  memoryOff: 2,
  readOnly: 3,
  fewestDomains: 1,
  attachFirst: 60,
  mediated: 10,
  tight: 10,
  coarse: 0,
  frameZero: 0,
  windows: 10,
  vaddr: 5,
  ...fields,
});

export const THEMES: Readonly<Record<string, Theme>> = {
  /** RAM, reserved frames and MMIO side by side, in any order. */
  layouts: theme({ holes: 1, refused: 0, memoryOff: 0, readOnly: 0, tight: 2 }),
  /** Memory alone: what MMIO breaks does not hide the rest. */
  memory: theme({ ramOnly: true, tight: 30, mediated: 20 }),
  /** Runs and pieces around 512. */
  batches: theme({ large: true, holes: 3, tight: 0, windows: 0, mediated: 5 }),
  /** What a request is refused for. */
  requests: theme({ spoiled: 70, windows: 50, coarse: 30, vaddr: 10, tight: 30 }, [[6, updateVaddr]]),
  /** Pages that cannot be fetched. */
  refusals: theme({ attachFirst: 95, refused: 35, memoryOff: 8, readOnly: 40, holes: 1, tight: 0, windows: 2 }, [
    [40, map],
    [8, unmap],
    [4, barMemory],
  ]),
  /** Domains come and go. */
  replay: theme(
    { refused: 0, memoryOff: 0, readOnly: 0, holes: 0, tight: 4, windows: 4, mediated: 25, vaddr: 18, attachFirst: 25 },
    [
      [24, attach],
      [16, detach],
    ],
  ),
  /** Steps that fail, of every kind; limits. */
  unwind: theme({ faults: 60, tight: 15, windows: 2, fewestDomains: 3, attachFirst: 85 }, [
    [24, attach],
    [24, map],
  ]),
  /** A mediated device pins pages of its own. */
  mediated: theme({ attachFirst: 30, faults: 25, mediated: 100, tight: 30, vaddr: 0 }, [
    [20, pinPage],
    [10, unpinPage],
    [8, attach],
    [8, detach],
  ]),
  /** Addresses at the edges: 0, 4 GiB, 48 and 64 bits, frame 0. */
  edges: theme({ edges: true, frameZero: 40, windows: 40, coarse: 10 }),
};
