import type { HostRange } from '../../../model/vocabulary/host/policy';
import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';

/** First page of the 2M region of `gfn`. */
export const baseOf = (gfn: GpaPage): GpaPage => gfn - (gfn % REGION_PAGES);
/** Number of the 2M region of `gfn`. */
export const regionOf = (gfn: GpaPage): number => Math.floor(gfn / REGION_PAGES);

/** The part of [gfn, end) that lies in the 2M region of `gfn`. */
export function partFrom(guest: number, gfn: GpaPage, end: GpaPage): HostRange {
  return { guest, gfn, n: Math.min(end, baseOf(gfn) + REGION_PAGES) - gfn };
}

/** [gfn, gfn + n) within `pages` of memory, widened to whole multiples of `granule`: first page and end. */
export function clip(gfn: GpaPage, n: number, pages: number, granule: number): readonly [GpaPage, GpaPage] {
  const from = Math.min(Math.max(gfn, 0), pages);
  const to = Math.min(from + Math.max(n, 0), pages);
  if (from === to) return [from, from];
  return [from - (from % granule), Math.min(Math.ceil(to / granule) * granule, pages)];
}

/** Of `n` pages from `spa` on those in its 2M region: no RMP instruction reaches further. */
export const inRegion = (spa: SpaPage, n: number): number => Math.min(n, REGION_PAGES - (spa % REGION_PAGES));
