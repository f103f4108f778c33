import { ITEM_PAGES, itemIndex, pagesOf, PAGE_LG } from '../../../../model/vocabulary/units';
import type { WalkParts } from '../parts/walk';

/** The host table, AMD v1: leaves page, leaf size and permissions in `d`, those of the DTE left out. */
const walkS2: WalkParts['walkS2'] = (d, gpa) => {
  const { parts, route } = d;
  if (route.mode === 0) return parts.passThrough(d, gpa);
  d.s2Read = true;
  d.s2Write = true;
  if (!parts.s2Reaches(gpa, route.mode)) return parts.hostFault(d, 0);
  let table = route.root;
  for (let level = route.mode - 1; ; level--) {
    if (!parts.hostTableReadable(d, table)) return false;
    const words = d.memory.read(table);
    const at = 2 * parts.itemOf(gpa, level);
    const lo = words[at]!;
    const hi = words[at + 1]!;
    if (!parts.v1IsPresent(lo)) return parts.hostFault(d, 0);
    d.s2Read = parts.andAlong(d.s2Read, parts.v1Read(hi));
    d.s2Write = parts.andAlong(d.s2Write, parts.v1Write(hi));
    if (parts.v1IsLeaf(level, lo)) {
      d.s2Lg = parts.v1LeafLg(level, lo, hi);
      if (!parts.v1HasSize(d.s2Lg)) return parts.hostFault(d, 0);
      d.s2Page = parts.translate(parts.leafStart(parts.addressField(d, lo, hi), d.s2Lg), gpa, d.s2Lg);
      return true;
    }
    table = parts.addressField(d, lo, hi);
  }
};

/** Mode = 0 (rmp.md 0.5, 4.3): the S1 leaf stands for the host's; without S1 the leaf is 4K. */
const passThrough: WalkParts['passThrough'] = (d, gpa) => {
  d.s2Read = true;
  d.s2Write = true;
  d.s2Page = gpa;
  d.s2Lg = d.route.hasS1 ? d.s1Lg : PAGE_LG;
  return true;
};

const hostFault: WalkParts['hostFault'] = (d, flags) => {
  d.parts.ioPageFault(d, flags);
  d.parts.fenceOnHostFault(d);
  return false;
};

/** IOMMU_PT_READ_CHECKED. */
const hostTableReadable: WalkParts['hostTableReadable'] = (d, page) => {
  if (d.parts.iommuMayRead(d, page)) return true;
  d.parts.rmpHwError(d, page);
  return false;
};

const itemOf: WalkParts['itemOf'] = itemIndex;

const s2Reaches: WalkParts['s2Reaches'] = (gpa, levels) => gpa < ITEM_PAGES[levels]!;

const translate: WalkParts['translate'] = (leaf, page, lg) => leaf + (page % pagesOf(lg));

const andAlong: WalkParts['andAlong'] = (above, here) => above && here;

/** IR and IW of every level, of the DTE, and for writes RW of the guest's walk. */
const hostMayRead: WalkParts['hostMayRead'] = (d) => d.s2Read && d.route.read;
const hostMayWrite: WalkParts['hostMayWrite'] = (d) => d.s2Write && d.route.write;
const mayRead: WalkParts['mayRead'] = (d) => d.parts.hostMayRead(d);
const mayWrite: WalkParts['mayWrite'] = (d) => d.parts.hostMayWrite(d) && (!d.route.hasS1 || d.s1Write);

export const s2Parts: Pick<
  WalkParts,
  | 'walkS2'
  | 'passThrough'
  | 'hostFault'
  | 'hostTableReadable'
  | 'itemOf'
  | 's2Reaches'
  | 'translate'
  | 'andAlong'
  | 'hostMayRead'
  | 'hostMayWrite'
  | 'mayRead'
  | 'mayWrite'
> = {
  walkS2,
  passThrough,
  hostFault,
  hostTableReadable,
  itemOf,
  s2Reaches,
  translate,
  andAlong,
  hostMayRead,
  hostMayWrite,
  mayRead,
  mayWrite,
};
