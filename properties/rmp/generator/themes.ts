import { Weights } from '../../engine/draw';
import type { Move } from './context';
import { access, freeWriteThrough1G, hostWrite, ownLargeAccess, privateAccess } from './moves/access';
import { firmwarePage, launchUpdate, mmioValidate, platform, reclaim, unsmash } from './moves/firmware';
import { pvalidate, rmpadjust, rmpquery, writeOnlyMask } from './moves/guest';
import { busy, makeVmsa, rmpopt, rmpread, structure, vmexit, vmrun } from './moves/structures';
import { assignLarge, clear, psmash, update } from './moves/update';
import { SPOILED_PERCENT } from './bounds';

/** What a generator concentrates on. */
export interface Theme {
  readonly moves: Weights<Move>;
  /** Kinds of region that the case begins with; see presets.ts. */
  readonly regions: Weights<RegionKind>;
  /** Share of ops that something is wrong with. */
  readonly spoiled: number;
  readonly segmented?: true;
}

/** What a region holds before the first op. */
export type RegionKind =
  'free' | 'large' | 'large, locked' | 'small' | 'small, locked' | 'mixed' | 'firmware' | 'fixed';

const ANY_REGION = new Weights<RegionKind>([
  [22, 'free'],
  [22, 'large'],
  [8, 'large, locked'],
  [16, 'small'],
  [8, 'small, locked'],
  [18, 'mixed'],
  [7, 'firmware'],
  [6, 'fixed'],
]);

/** A little of everything, so that no theme is blind to the others. */
const BACKGROUND: readonly (readonly [number, Move])[] = [
  [6, update],
  [2, psmash],
  [3, pvalidate],
  [2, rmpadjust],
  [6, access],
  [2, reclaim],
  [1, launchUpdate],
  [1, firmwarePage],
  [1, rmpread],
  [1, vmrun],
  [1, busy],
  [1, unsmash],
  [1, freeWriteThrough1G],
  [2, ownLargeAccess],
  [1, writeOnlyMask],
];

const theme = (
  moves: readonly (readonly [number, Move])[],
  regions: Weights<RegionKind> = ANY_REGION,
  spoiled = SPOILED_PERCENT,
): Theme => ({ moves: new Weights([...moves, ...BACKGROUND]), regions, spoiled });

export const THEMES: Readonly<Record<string, Theme>> = {
  /** Regions of which some pages are private: 4K updates under large host mappings. */
  mixed: theme(
    [
      [40, update],
      [24, access],
      [8, hostWrite],
      [6, clear],
      [6, rmpread],
    ],
    new Weights<RegionKind>([
      [30, 'free'],
      [40, 'mixed'],
      [16, 'small'],
      [8, 'large'],
      [6, 'fixed'],
    ]),
  ),
  /** Pages converted inside large ones: smash, unassign, assign again. */
  conversion: theme(
    [
      [22, psmash],
      [26, update],
      [10, assignLarge],
      [14, clear],
      [16, pvalidate],
      [12, privateAccess],
    ],
    new Weights<RegionKind>([
      [50, 'large'],
      [25, 'free'],
      [25, 'small'],
    ]),
  ),
  /** Smash, and back to one entry through the firmware. */
  coalesce: theme(
    [
      [24, unsmash],
      [20, psmash],
      [18, reclaim],
      [14, assignLarge],
      [10, pvalidate],
      [10, privateAccess],
    ],
    new Weights<RegionKind>([
      [60, 'small, locked'],
      [20, 'large'],
      [12, 'large, locked'],
      [8, 'free'],
    ]),
  ),
  /** Life cycle of pages that the firmware owns or works on. */
  firmware: theme(
    [
      [22, firmwarePage],
      [22, reclaim],
      [16, launchUpdate],
      [8, mmioValidate],
      [3, platform],
      [4, unsmash],
      [26, update],
      [6, access],
    ],
    new Weights<RegionKind>([
      [40, 'firmware'],
      [22, 'large, locked'],
      [14, 'small, locked'],
      [10, 'free'],
      [6, 'mixed'],
      [8, 'fixed'],
    ]),
  ),
  /** What guests do to their own pages. */
  guest: theme(
    [
      [34, pvalidate],
      [30, rmpadjust],
      [8, rmpquery],
      [22, privateAccess],
      [6, ownLargeAccess],
      [6, writeOnlyMask],
      [8, update],
    ],
    new Weights<RegionKind>([
      [45, 'large'],
      [35, 'small'],
      [10, 'mixed'],
      [5, 'small, locked'],
      [5, 'free'],
    ]),
  ),
  /** The access matrix. */
  access: theme([
    [50, access],
    [26, privateAccess],
    [8, ownLargeAccess],
    [10, hostWrite],
    [4, freeWriteThrough1G],
    [12, rmpadjust],
    [14, update],
  ]),
  /** Wrong arguments. */
  hostile: theme(
    [
      [34, update],
      [10, psmash],
      [10, rmpread],
      [12, pvalidate],
      [12, rmpadjust],
      [6, rmpquery],
      [8, reclaim],
      [4, launchUpdate],
      [3, rmpopt],
    ],
    ANY_REGION,
    38,
  ),
  /** Pages in use, and structures of VMRUN. */
  busy: theme(
    [
      [18, busy],
      [20, makeVmsa],
      [18, vmrun],
      [6, vmexit],
      [8, structure],
      [12, update],
      [6, psmash],
      [8, launchUpdate],
    ],
    new Weights<RegionKind>([
      [40, 'large'],
      [30, 'small'],
      [15, 'free'],
      [8, 'mixed'],
      [7, 'large, locked'],
    ]),
  ),
  /** A table in segments, and the ends of what they cover. */
  segmented: {
    ...theme([
      [40, update],
      [26, access],
      [8, psmash],
      [12, pvalidate],
      [10, rmpread],
      [6, assignLarge],
    ]),
    segmented: true,
  },
};
