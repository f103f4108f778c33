import type { MemoryKind, PictureRegion, RegionState, SubPages } from '../../../model/vocabulary/picture';
import { REGION_PAGES, RmpSize, type RmpState, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';

/** Regions that a picture shows at most. */
const MOST_REGIONS = 4;

/** Regions that are looked through for them: an op on 1G touches 512. */
const MOST_LOOKED_AT = 64;

/** System pages that the breaking op names. */
export interface Target {
  readonly first: SpaPage;
  readonly pages: number;
}

/** The RMP around the breaking op. */
export interface RmpMoments {
  readonly before: RmpView;
  readonly expected: RmpView;
  readonly observed: RmpView;
}

const KINDS: Readonly<Record<RmpState, MemoryKind>> = {
  Invalid: 'shared',
  Default: 'shared',
  Hypervisor: 'shared',
  'HV-Fixed': 'firmware',
  Firmware: 'firmware',
  'Firmware-IOMMU': 'firmware',
  Reclaim: 'firmware',
  Context: 'firmware',
  Metadata: 'firmware',
  'Pre-Guest': 'unvalidated',
  'Pre-Swap': 'unvalidated',
  'Guest-Invalid': 'unvalidated',
  'Guest-Valid': 'private',
};

/** First page of the 2M region of a page. */
export const baseOf = (page: SpaPage): SpaPage => page - (page % REGION_PAGES);

/** Pages one after the other, neighbours that look the same as one. */
export function subPages(lookOf: (i: number) => { readonly kind: MemoryKind; readonly state: string }): SubPages[] {
  const runs: { from: number; pages: number; kind: MemoryKind; state: string }[] = [];
  for (let i = 0; i < REGION_PAGES; i++) {
    const { kind, state } = lookOf(i);
    const last = runs.at(-1);
    if (last !== undefined && last.kind === kind && last.state === state) last.pages++;
    else runs.push({ from: i, pages: 1, kind, state });
  }
  return runs;
}

function regionState(view: RmpView, base: SpaPage): RegionState {
  const head = view.own(base);
  return {
    large: head !== null && head.assigned && head.size === RmpSize.size2M,
    pages: subPages((i) => {
      const state = view.state(base + i);
      const asid = view.effective(base + i)?.asid ?? 0;
      return { kind: KINDS[state], state: asid === 0 ? state : `${state} ASID ${asid}` };
    }),
  };
}

/** The part of a region that the op names, if it names any of it. */
export function touchedPart(base: SpaPage, target: Target | null): PictureRegion['touched'] {
  if (target === null) return null;
  const from = Math.max(target.first, base);
  const end = Math.min(target.first + target.pages, base + REGION_PAGES);
  return from < end ? { from: from - base, pages: end - from } : null;
}

/** The regions that a reader looks at first: not as expected, then named by the op, then the others that were touched. */
export function regionsOf({ before, expected, observed }: RmpMoments, target: Target | null): PictureRegion[] {
  const named = target === null ? [] : [baseOf(target.first)];
  const bases = new Set([...named, ...[before, expected, observed].flatMap((view) => view.touchedRegions())]);
  return [...bases]
    .filter((base) => observed.covered(base) || expected.covered(base))
    .slice(0, MOST_LOOKED_AT)
    .map((base): PictureRegion => ({
      base,
      before: regionState(before, base),
      expected: regionState(expected, base),
      observed: regionState(observed, base),
      touched: touchedPart(base, target),
    }))
    .sort((a, b) => rank(b) - rank(a) || a.base - b.base)
    .slice(0, MOST_REGIONS);
}

const isWrong = ({ expected, observed }: PictureRegion): boolean =>
  JSON.stringify(expected) !== JSON.stringify(observed);
const rank = (region: PictureRegion): number => (isWrong(region) ? 2 : 0) + (region.touched === null ? 0 : 1);
