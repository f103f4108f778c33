import { REGION_PAGES, RmpSize, type RmpEntry, type SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { GuestTranslation } from '../../../../model/vocabulary/rmp/op';
import { Weights } from '../../../engine/draw';
import type { CaseContext } from '../context';

const SMALL_LG = 12;
const LARGE_LGS = [21, 30];
const VMPLS = new Weights([
  [62, 0],
  [20, 1],
  [12, 2],
  [6, 3],
]);

export const drawVmpl = (c: CaseContext): number => Math.min(c.draw.weighted(VMPLS), c.config.vmpls - 1);

/** The nested leaf: as large as the entry, in most cases. */
export function drawNestedLg(c: CaseContext, entry: RmpEntry | null): number {
  const isLarge = entry?.size === RmpSize.size2M;
  return isLarge === c.draw.chance(82) ? c.draw.pick(LARGE_LGS) : SMALL_LG;
}

/** A translation to `page` that is nearly always the right one. */
export function translationTo(
  c: CaseContext,
  page: SpaPage,
  entry: RmpEntry | null,
  nestedLg: number,
): GuestTranslation {
  const isGuests = entry !== null && entry.asid !== 0;
  const planned = isGuests ? entry.gpa : c.gpaOf(page);
  // Below a leaf of 2M or more the offset within the 2M is that of the page: only the 2M can be another.
  const step = nestedLg > SMALL_LG ? REGION_PAGES : 1;
  const gpa = c.draw.chance(90) ? planned : planned + step;
  return {
    gpa,
    spa: page,
    guestLg: c.draw.pick([12, 12, 21, 30]),
    guestPresent: c.draw.chance(97),
    nestedLg,
    nestedPresent: c.draw.chance(97),
    nestedWritable: c.draw.chance(96),
  };
}

/** ASID of the accessing guest: the owner's, in most cases. */
export const drawAccessor = (c: CaseContext, entry: RmpEntry | null): number =>
  entry !== null && entry.asid !== 0 && c.draw.chance(90) ? entry.asid : c.asid();
