import { EventFlag } from '../../../../model/vocabulary/device-access/outcome';
import { ITEM_PAGES, itemLg } from '../../../../model/vocabulary/units';
import type { WalkParts } from '../parts/walk';

const PRESENT_PERMISSION = (1 << EventFlag.present) | (1 << EventFlag.permission);

/** The guest's table, AMD v2, whose pages are guest pages: leaves the guest page, leaf size and permission in `d`. */
const walkS1: WalkParts['walkS1'] = (d, iova) => {
  const { parts, route } = d;
  if (route.gcr3Levels > 0 && !parts.walkGcr3(d)) return false;
  d.s1Write = true;
  if (!parts.s1Reaches(iova, route.s1Levels)) return parts.guestFault(d, 0);
  let table = route.s1Root;
  for (let level = route.s1Levels - 1; ; level--) {
    const page = parts.fetchS1Table(d, table);
    if (page < 0) return false;
    const words = d.memory.read(page);
    const at = 2 * parts.itemOf(iova, level);
    const lo = words[at]!;
    const hi = words[at + 1]!;
    if (!parts.v2IsPresent(lo)) return parts.guestFault(d, 0);
    d.s1Write = parts.andAlong(d.s1Write, parts.v2Write(lo));
    if (parts.v2IsLeaf(level, lo)) {
      d.s1Lg = itemLg(level);
      d.s1Page = parts.translate(parts.leafStart(parts.addressField(d, lo, hi), d.s1Lg), iova, d.s1Lg);
      return !d.write || d.s1Write || parts.guestFault(d, PRESENT_PERMISSION);
    }
    table = parts.addressField(d, lo, hi);
  }
};

/** GCR3 table (rmp.md 4.9): PASID → root of the S1 table. */
const walkGcr3: WalkParts['walkGcr3'] = (d) => {
  const { parts, route } = d;
  const pasid = Math.max(d.pasid, 0);
  if (pasid >= ITEM_PAGES[route.gcr3Levels]!) return parts.guestFault(d, 0);
  let table = route.gcr3Root;
  for (let level = route.gcr3Levels - 1; level >= 0; level--) {
    const page = parts.fetchS1Table(d, table);
    if (page < 0) return false;
    const words = d.memory.read(page);
    const at = 2 * parts.pasidIndex(pasid, level);
    if ((words[at]! & 1) === 0) return parts.guestFault(d, 0);
    table = parts.addressField(d, words[at]!, words[at + 1]!);
  }
  route.s1Root = table;
  return true;
};

const pasidIndex: WalkParts['pasidIndex'] = (pasid, level) => (pasid >>> (9 * level)) & 511;

/** rmp.md 4.3 "S1 fetches": translated by S2, then checked as a read of the same T. */
const fetchS1Table: WalkParts['fetchS1Table'] = (d, table) => {
  const { parts } = d;
  d.s1Lg = 12;
  if (!parts.walkS2(d, table)) return -1;
  if (!d.s2Read) {
    parts.hostFault(d, PRESENT_PERMISSION);
    return -1;
  }
  const spa = d.s2Page;
  if (parts.s1FetchAllowed(d, table, spa, d.s2Lg)) return spa;
  parts.rmpPageFault(d, table, 0);
  parts.fenceOnRmpFault(d);
  return -1;
};

const s1FetchAllowed: WalkParts['s1FetchAllowed'] = (d, table, spa, lg) =>
  d.assume.IOMMU_S1_FETCH === 's2_unchecked' ||
  d.parts.passingGranule(d, spa, table, d.parts.granuleOf(d, lg), false) !== 0;

/** A fault of the guest's table fences nobody: rmp.md 4.5 names the host's. */
const guestFault: WalkParts['guestFault'] = (d, flags) => {
  d.parts.ioPageFault(d, flags);
  return false;
};

const s1Reaches: WalkParts['s1Reaches'] = (iova, levels) => iova < ITEM_PAGES[levels]!;

export const s1Parts: Pick<
  WalkParts,
  'walkS1' | 'walkGcr3' | 'pasidIndex' | 'fetchS1Table' | 's1FetchAllowed' | 'guestFault' | 's1Reaches'
> = { walkS1, walkGcr3, pasidIndex, fetchS1Table, s1FetchAllowed, guestFault, s1Reaches };
