import type { PlatformKind } from '../../../model/vocabulary/dma-api/platform';
import { Weights } from '../../engine/draw';
import type { Move } from './context';
import { destroy, free, link, linkHalf, linkInPieces, linkWithin, sync, tryAlloc, unlink } from './moves/iova';
import { mapP2p, mapPhys, mapSg, syncFor, unmapP2p, unmapPhys, unmapSg } from './moves/mapping';
import { distanceMany, lock, makeProviders, mapType, setAcs } from './moves/topology';
import { ANY_PLATFORM, GUEST, MORE_SME } from './platform';

/** What a generator concentrates on. */
export interface Theme {
  readonly moves: Weights<Move>;
  readonly platforms: Weights<PlatformKind>;
  readonly paths: Weights<'direct' | 'iommu' | 'legacy'>;
  /** Shares of devices, and of ranges that are MMIO. */
  readonly forced: number;
  readonly untrusted: number;
  readonly nonPci: number;
  readonly mmio: number;
  /** Where it differs from bounds.ts. */
  readonly faults?: number;
}

/** A little of everything, so that no theme is blind to the others. */
const BACKGROUND: readonly (readonly [number, Move])[] = [
  [4, mapPhys],
  [3, unmapPhys],
  [3, mapP2p],
  [2, unmapP2p],
  [2, mapSg],
  [2, unmapSg],
  [1, syncFor],
  [2, tryAlloc],
  [3, link],
  [1, sync],
  [1, unlink],
  [1, destroy],
  [1, free],
  [2, setAcs],
  [1, mapType],
  [1, distanceMany],
  [1, makeProviders],
  [2, lock],
];

const paths = (direct: number, iommu: number, legacy: number): Theme['paths'] =>
  new Weights([
    [direct, 'direct'],
    [iommu, 'iommu'],
    [legacy, 'legacy'],
  ] as const);

const theme = (moves: readonly (readonly [number, Move])[], fields: Partial<Theme> = {}): Theme => ({
  moves: new Weights([...BACKGROUND, ...moves]),
  platforms: ANY_PLATFORM,
  paths: paths(5, 5, 1),
  forced: 8,
  untrusted: 15,
  nonPci: 12,
  mmio: 45,
  ...fields,
});

export const THEMES: Readonly<Record<string, Theme>> = {
  /** Map types and distances, and what later changes of ACS do to them. */
  topology: theme([
    [14, mapType],
    [12, distanceMany],
    [12, setAcs],
    [8, mapP2p],
    [3, makeProviders],
  ]),
  /** The direct path: masks, range maps, aliases, bounce. */
  direct: theme(
    [
      [35, mapPhys],
      [14, unmapPhys],
      [5, syncFor],
    ],
    { platforms: MORE_SME, paths: paths(9, 1, 1), forced: 18, mmio: 35 },
  ),
  /** Guests, devices that are locked and not, their BARs. */
  confidential: theme(
    [
      [25, mapPhys],
      [14, unmapPhys],
      [15, mapP2p],
      [10, unmapP2p],
      [12, lock],
    ],
    { platforms: GUEST, paths: paths(8, 3, 1), mmio: 60 },
  ),
  /** iommu-dma: protection, bounce of what is unaligned, steps that fail. */
  iommu: theme(
    [
      [30, mapPhys],
      [14, unmapPhys],
      [5, syncFor],
      [6, mapP2p],
    ],
    { paths: paths(1, 9, 1), untrusted: 35, faults: 15 },
  ),
  /** The IOVA API. */
  iova: theme(
    [
      [16, tryAlloc],
      [36, link],
      [15, linkWithin],
      [20, linkHalf],
      [20, linkInPieces],
      [12, sync],
      [10, unlink],
      [9, destroy],
      [3, free],
    ],
    { paths: paths(1, 12, 1), untrusted: 35, faults: 22, mmio: 25 },
  ),
  /** Scatterlists of RAM and P2P memory. */
  scatter: theme(
    [
      [28, mapSg],
      [14, unmapSg],
      [5, syncFor],
      [4, setAcs],
    ],
    { untrusted: 25, faults: 12 },
  ),
  /** dma_ops of an architecture. */
  legacy: theme(
    [
      [25, mapPhys],
      [12, unmapPhys],
      [4, syncFor],
      [5, mapP2p],
    ],
    { paths: paths(1, 1, 8) },
  ),
};
