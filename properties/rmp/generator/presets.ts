import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import { REGION_PAGES, RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { Draw } from '../../engine/draw';
import { FIRST_GPA } from './bounds';
import type { RegionKind } from './themes';

type Owner = Pick<RmpPreset, 'state' | 'asid'>;
type Range = Owner & { readonly offset: number; readonly pages: number; readonly size: RmpSize };

const whole = (owner: Owner, size: RmpSize): readonly Range[] => [{ ...owner, offset: 0, pages: REGION_PAGES, size }];
const UNLOCKED = ['Guest-Valid', 'Guest-Valid', 'Guest-Valid', 'Guest-Invalid'] as const;
const LOCKED = ['Pre-Guest', 'Pre-Guest', 'Pre-Swap'] as const;

/** States that single pages are put into: all that the firmware keeps, in the first pages of a region. */
const FIRMWARE_STATES = [
  'Firmware',
  'Reclaim',
  'Context',
  'Metadata',
  'Firmware-IOMMU',
  'Firmware',
  'Firmware',
] as const;

/** As region R6 of configuration G (rmp.md 8.0): one page of each, and a guest's. */
function firmwareRanges(draw: Draw, asid: number): readonly Range[] {
  // Firmware 2M as well: it has stubs of its own (RG40b).
  if (draw.chance(20)) return whole({ state: 'Firmware', asid: 0 }, RmpSize.size2M);
  const first = draw.int(FIRMWARE_STATES.length);
  const single = (offset: number, owner: Owner): Range => ({ ...owner, offset, pages: 1, size: RmpSize.size4K });
  const states = FIRMWARE_STATES.map((_, i) => FIRMWARE_STATES[(first + i) % FIRMWARE_STATES.length]!);
  return [
    ...states.map((state, offset) => single(offset, { state, asid: 0 })),
    single(REGION_PAGES - 1, { state: draw.pick(['Guest-Invalid', 'Pre-Guest', 'Firmware'] as const), asid }),
  ].map((range) => (range.state === 'Firmware' ? { ...range, asid: 0 } : range));
}

/** As region R2 of configuration G: half private, half the host's; the boundary is drawn, mostly where a count of eight bits wraps. */
function mixedRanges(draw: Draw, asid: number): readonly Range[] {
  const pages = draw.pick([1, 255, 255, 255, 255, 256, 510, 1 + draw.int(510)]);
  const offset = draw.chance(35) ? 0 : REGION_PAGES - pages;
  return [{ state: draw.pick(UNLOCKED), asid, offset, pages, size: RmpSize.size4K }];
}

function rangesOf(kind: RegionKind, draw: Draw, asid: number): readonly Range[] {
  switch (kind) {
    case 'free':
      return [];
    case 'large':
      return whole({ state: draw.pick(UNLOCKED), asid }, RmpSize.size2M);
    case 'large, locked':
      return whole({ state: draw.pick(LOCKED), asid }, RmpSize.size2M);
    case 'small':
      return whole({ state: draw.pick(UNLOCKED), asid }, RmpSize.size4K);
    case 'small, locked':
      return whole({ state: draw.pick(LOCKED), asid }, RmpSize.size4K);
    case 'mixed':
      return mixedRanges(draw, asid);
    case 'firmware':
      return firmwareRanges(draw, asid);
    case 'fixed':
      return whole({ state: 'HV-Fixed', asid: 0 }, RmpSize.size4K);
  }
}

/** The presets of the `slot`-th region of a case, in the guest's plan of GPAs (CaseContext.gpaOf). */
export function drawPresets(draw: Draw, kind: RegionKind, base: SpaPage, slot: number, asid: number): RmpPreset[] {
  const plan = FIRST_GPA + slot * REGION_PAGES;
  return rangesOf(kind, draw, asid).map(({ state, asid: owner, offset, pages, size }) => ({
    spa: base + offset,
    pages,
    state,
    size,
    asid: owner,
    gpa: owner === 0 ? taggedPage(state, base) : plan + offset,
  }));
}

/** The page number beside a firmware's tag; the other states of nobody have no GPA. */
const taggedPage = (state: RmpPreset['state'], base: SpaPage): number =>
  state === 'Metadata' || state === 'Firmware-IOMMU' ? base + 1 : 0;
