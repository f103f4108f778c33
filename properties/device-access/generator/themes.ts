import { Weights } from '../../engine/draw';
import type { ConfigWishes } from './configuration';
import { accept, adjust, convert, smashIo, smashRegion } from './moves/convert';
import { anyDte, anySecure, gcr3 } from './moves/entries';
import { clearFence, hostWrite, mmio, poke, snpInit, snpShutdown, structure, takeLog } from './moves/hostile';
import { mapBoth, mapBoundary, mapHost, mapOdd, mapS1, mapSecure, mapSecureS1, remap, unmap } from './moves/map';
import type { Move } from './moves/move';
import { dma, dmaAstray, dmaCached, evict, invalidate } from './moves/request';

/** What a generator concentrates on in one case. */
export interface Theme {
  readonly name: string;
  readonly wishes: ConfigWishes;
  readonly nesting: boolean;
  /** Share of requests with T=1, in percent. */
  readonly trusted: number;
  /** Share of pages that are MMIO, logs, or not covered. */
  readonly mmio: number;
  readonly moves: Weights<Move>;
}

const ON = { regions: 'mixed', snp: 'on' } as const;
const PRIVATE = { regions: 'private', snp: 'on' } as const;

/** Requests and a little of what keeps any case alive. */
const ALWAYS: readonly (readonly [number, Move])[] = [
  [30, dma],
  [4, dmaCached],
  [2, dmaAstray],
  [3, clearFence],
  [2, invalidate],
];

export const THEMES: readonly Theme[] = [
  {
    name: 'untrusted',
    wishes: ON,
    nesting: false,
    trusted: 0,
    mmio: 4,
    moves: new Weights([...ALWAYS, [22, mapHost], [4, remap], [5, convert], [2, unmap], [1, mapOdd]]),
  },
  {
    name: 'trusted',
    wishes: PRIVATE,
    nesting: false,
    trusted: 85,
    mmio: 4,
    moves: new Weights([
      ...ALWAYS,
      [8, clearFence],
      [22, mapSecure],
      [4, mapHost],
      [4, accept],
      [4, anySecure],
      [2, adjust],
    ]),
  },
  {
    name: 'nested',
    wishes: PRIVATE,
    nesting: true,
    trusted: 50,
    mmio: 2,
    moves: new Weights([
      ...ALWAYS,
      ...([
        [8, mapHost],
        [8, mapSecure],
        [9, mapS1],
        [9, mapSecureS1],
        [9, mapBoth],
        [6, clearFence],
        [2, gcr3],
        [2, accept],
      ] as const),
    ]),
  },
  {
    name: 'device-entries',
    wishes: { regions: 'mixed', snp: 'sometimes-off' },
    nesting: true,
    trusted: 15,
    mmio: 3,
    moves: new Weights([...ALWAYS, [9, anyDte], [2, anySecure], [8, mapHost], [4, mapS1], [1, gcr3], [2, mapSecure]]),
  },
  {
    name: 'stale',
    wishes: ON,
    nesting: false,
    trusted: 30,
    mmio: 2,
    moves: new Weights([
      ...ALWAYS,
      ...([
        [24, dmaCached],
        [8, mapHost],
        [5, mapSecure],
        [9, remap],
        [12, convert],
        [3, evict],
        [4, unmap],
        [4, clearFence],
      ] as const),
    ]),
  },
  {
    name: 'conversions',
    wishes: PRIVATE,
    nesting: false,
    trusted: 55,
    mmio: 2,
    moves: new Weights([
      ...ALWAYS,
      ...([
        [10, dmaCached],
        [10, convert],
        [6, smashRegion],
        [7, accept],
        [3, adjust],
        [4, smashIo],
        [7, mapSecure],
        [5, mapHost],
        [7, clearFence],
        [2, mmio],
        [2, anySecure],
        // Refused while there are guests.
        [2, snpShutdown],
      ] as const),
    ]),
  },
  {
    name: 'mmio',
    wishes: ON,
    nesting: false,
    trusted: 30,
    mmio: 65,
    moves: new Weights([
      ...ALWAYS,
      [18, mapHost],
      [9, mapSecure],
      [3, mapBoundary],
      [6, hostWrite],
      [3, convert],
      [5, clearFence],
      [2, mmio],
    ]),
  },
  {
    name: 'structures',
    wishes: { regions: 'mixed', snp: 'before-init' },
    nesting: false,
    trusted: 10,
    mmio: 30,
    moves: new Weights([
      ...ALWAYS,
      ...([
        [10, mapHost],
        [9, structure],
        [6, hostWrite],
        [4, takeLog],
        [3, convert],
        [3, snpInit],
        [3, snpShutdown],
      ] as const),
    ]),
  },
  {
    name: 'hostile',
    wishes: ON,
    nesting: false,
    trusted: 25,
    mmio: 6,
    moves: new Weights([
      ...ALWAYS,
      [12, poke],
      [12, mapHost],
      [5, mapSecure],
      [3, clearFence],
      [2, mapOdd],
      [2, invalidate],
    ]),
  },
];
