import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import { REGION_PAGES, RmpSize, type RmpState } from '../../../model/vocabulary/rmp/entry';
import type { Draw } from '../../engine/draw';
import { Weights } from '../../engine/draw';
import { GUEST, OTHER_GUEST, gpaOf } from './layout';

/** What a 2M region is at the start. */
export type RegionKind =
  | 'shared'
  | 'valid2M'
  | 'invalid2M'
  | 'immutable2M'
  | 'valid4K'
  | 'invalid4K'
  | 'half'
  | 'single'
  | 'firmware'
  | 'reclaim';

type KindWeights = Weights<RegionKind>;

/** Mostly shared, with assigned pages in between: what T=0 meets. */
export const MIXED: KindWeights = new Weights<RegionKind>([
  [35, 'shared'],
  [15, 'valid2M'],
  [15, 'half'],
  [20, 'single'],
  [5, 'valid4K'],
  [5, 'firmware'],
  [5, 'reclaim'],
]);
/** Guest memory in both sizes: what T=1 meets. */
export const PRIVATE: KindWeights = new Weights<RegionKind>([
  [10, 'shared'],
  [26, 'valid2M'],
  [8, 'invalid2M'],
  [14, 'immutable2M'],
  [8, 'invalid4K'],
  [22, 'valid4K'],
  [10, 'half'],
  [5, 'single'],
]);
export const NO_GUESTS: KindWeights = new Weights<RegionKind>([
  [80, 'shared'],
  [10, 'firmware'],
  [10, 'reclaim'],
]);

const SINGLE_STATES: readonly RmpPreset['state'][] = [
  'Guest-Valid',
  'Guest-Invalid',
  'Pre-Guest',
  'Pre-Swap',
  'Firmware',
  'Reclaim',
];
/** Where a region's only assigned page lies: the base (not counted in the sub-page count), its neighbours, the end. */
const SINGLE_PLACES = [0, 1, 2, 255, 256, 511];

const preset = (spa: number, pages: number, state: RmpPreset['state'], size: RmpSize, asid: number): RmpPreset => ({
  spa,
  pages,
  state,
  size,
  asid,
  gpa: asid === 0 ? 0 : gpaOf(spa),
});

const ownerOf = (state: RmpState, asid: number): number => (/Guest|Swap/.test(state) ? asid : 0);

/** The presets of one region. */
export function drawRegion(draw: Draw, base: number, kinds: KindWeights): readonly RmpPreset[] {
  const asid = draw.chance(80) ? GUEST : OTHER_GUEST;
  const whole = (state: RmpPreset['state'], size: RmpSize): readonly RmpPreset[] => [
    preset(base, REGION_PAGES, state, size, ownerOf(state, asid)),
  ];
  switch (draw.weighted(kinds)) {
    case 'shared':
      return [];
    case 'valid2M':
      return whole('Guest-Valid', RmpSize.size2M);
    case 'invalid2M':
      return whole('Guest-Invalid', RmpSize.size2M);
    case 'immutable2M':
      return whole(draw.chance(40) ? 'Pre-Guest' : 'Pre-Swap', RmpSize.size2M);
    case 'valid4K':
      return whole('Guest-Valid', RmpSize.size4K);
    case 'invalid4K':
      return whole('Guest-Invalid', RmpSize.size4K);
    case 'half':
      // 255 pages are counted either way: the base page is not (rmp.md 1.2).
      return [
        draw.chance(50)
          ? preset(base, 256, 'Guest-Valid', RmpSize.size4K, asid)
          : preset(base + 1, 255, 'Guest-Valid', RmpSize.size4K, asid),
      ];
    case 'single': {
      const state = draw.pick(SINGLE_STATES);
      const place = draw.chance(70) ? draw.pick(SINGLE_PLACES) : draw.int(REGION_PAGES);
      return [preset(base + place, 1, state, RmpSize.size4K, ownerOf(state, asid))];
    }
    case 'firmware':
      return whole('Firmware', RmpSize.size2M);
    case 'reclaim':
      return [preset(base + draw.int(8), 1, 'Reclaim', RmpSize.size4K, 0)];
  }
}
