import { ITEM_PAGES } from '../../../model/vocabulary/units';
import { type Domain, LEAF, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits whose maps do something else than was asked for (page-tables.md 3.3, 8.5). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const addressStallsAtTableEdge: Exhibit = {
  ...IN_BOTH,
  name: 'address-stalls-at-table-edge',
  title: 'where a map goes on in the next table, its first leaf there gets the address of the leaf before it',
  source: 'page-tables.md PT-050',
  rule: 'PT-050',
  parts: {
    placeLeaf: (d, iova, oa, lg) => {
      const level = d.parts.levelOf(lg);
      const isEdge = iova > d.request.first && iova % ITEM_PAGES[level + 1]! === 0;
      const pages = 2 ** (lg - 12);
      return standardParts.placeLeaf(d, iova, isEdge && oa >= pages ? oa - pages : oa, lg);
    },
  },
};

export const sizeChosenOnce: Exhibit = {
  name: 'size-chosen-once',
  title: 'a large page size that fits at the start is kept for the whole call, so that the last leaf may pass its end',
  source: 'generic_pt of 6.19 and 7.0.0, map_pages (page-tables.md 3.6, Q4)',
  rule: 'PT-051',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: {
    bestSize: (d, iova, oa, pages) => {
      const { first, oa: start, len } = d.request;
      const chosen = d.isV1 || iova < first || iova >= first + len ? 12 : standardParts.bestSize(d, first, start, len);
      return chosen > 12 ? chosen : standardParts.bestSize(d, iova, oa, pages);
    },
  },
};

export const pagesCountedAsBytes: Exhibit = {
  ...IN_BOTH,
  name: 'pages-counted-as-bytes',
  title: '`mapped` grows by the number of pages instead of bytes',
  source: 'page-tables.md PT-052',
  rule: 'PT-052',
  parts: { accountMapped: (d, pages) => standardParts.accountMapped(d, pages / 4096) },
};

export const counterOverwritten: Exhibit = {
  ...IN_BOTH,
  name: 'counter-overwritten',
  title: 'the caller’s counter is set to what this call mapped',
  source: 'page-tables.md PT-053',
  rule: 'PT-053',
  parts: {
    mapRange: (d) => {
      d.mapped = 0;
      return standardParts.mapRange(d);
    },
  },
};

/** The next smaller size of the domain, or `lg` itself if there is none. */
const smaller = (d: Domain, lg: number): number => {
  const below = lg > 12 ? d.sizeFloor[lg - 13]! : -1;
  return below < 0 ? lg : below;
};

export const sizeGrowsLate: Exhibit = {
  ...IN_BOTH,
  name: 'size-grows-late',
  title: 'behind the first boundary a leaf is one size smaller than it could be',
  source: 'page-tables.md PT-054',
  rule: 'PT-054',
  parts: {
    bestSize: (d, iova, oa, pages) => {
      const lg = standardParts.bestSize(d, iova, oa, pages);
      const isFirstBoundary = d.pathLevel >= 0 && iova === d.request.first + 1;
      return isFirstBoundary ? smaller(d, lg) : lg;
    },
  },
};

export const wholeLengthNeverFits: Exhibit = {
  ...IN_BOTH,
  name: 'whole-length-never-fits',
  title: 'a size equal to what is left of the range is taken for too large',
  source: 'page-tables.md PT-055',
  rule: 'PT-055',
  parts: {
    bestSize: (d, iova, oa, pages) => standardParts.bestSize(d, iova, oa, pages > d.minPages ? pages - 1 : pages),
  },
};

export const firstLeafTooSmall: Exhibit = {
  ...IN_BOTH,
  name: 'first-leaf-too-small',
  title: 'a map starts with a smaller size than fits and enlarges later',
  source: 'page-tables.md PT-056',
  rule: 'PT-056',
  parts: {
    bestSize: (d, iova, oa, pages) => {
      const lg = standardParts.bestSize(d, iova, oa, pages);
      return iova === d.request.first && lg > 0 ? smaller(d, lg) : lg;
    },
  },
};

export const onlyIovaIsAligned: Exhibit = {
  name: 'only-iova-is-aligned',
  title: 'only the IOVA is looked at when the page size is chosen',
  source: 'page-tables.md PT-057, PT-008',
  rule: 'PT-057',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: {
    bestSize: (d, iova, oa, pages) => standardParts.bestSize(d, iova, d.isV1 ? oa : (iova as number), pages),
  },
};

export const gapsBetweenSegmentsIgnored: Exhibit = {
  name: 'gaps-between-segments-ignored',
  title: 'the segments of a list are mapped as one run from the first address, whether they are adjacent or not',
  source: 'page-tables.md PT-008, 3.11 (iommu_map_sg merges adjacent segments)',
  rule: 'PT-008',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    coreMapSg: (d, op) => {
      const segments = op.segments ?? [];
      const isWhole = segments.length > 0 && segments.every(({ oaOffset, lenOffset }) => (oaOffset | lenOffset) === 0);
      if (!isWhole) return standardParts.coreMapSg(d, op);
      const len = segments.reduce((pages, segment) => pages + segment.len, 0);
      return standardParts.coreMapSg(d, { ...op, segments: [{ ...segments[0]!, len }] });
    },
  },
};

/** True if the request is the whole of the leaf in the item, to the same address. */
function isSameLeaf(d: Domain, table: number, level: number, index: number): boolean {
  const at = d.memory.at(table, index);
  const lo = d.memory.words[at]!;
  const hi = d.memory.words[at + 1]!;
  if (d.format.classify(d, level, lo, hi) !== LEAF) return false;
  const pages = 2 ** (d.format.leafLg(d, level, lo, hi) - 12);
  const { first, oa, len } = d.request;
  return len === pages && first % pages === 0 && oa % pages === 0 && d.format.leafOa(d, level, lo, hi) === oa;
}

export const remapChangesPermissions: Exhibit = {
  ...IN_BOTH,
  name: 'remap-changes-permissions',
  title: 'mapping the same again is no collision: the new permissions replace the old',
  source: 'page-tables.md PT-058, 3.4 (nothing is ever re-permissioned)',
  rule: 'PT-058',
  parts: {
    refuseOverlap: (d, table, level, index) =>
      isSameLeaf(d, table, level, index) ? 0 : standardParts.refuseOverlap(d, table, level, index),
  },
};

export const identicalRemapSucceeds: Exhibit = {
  ...IN_BOTH,
  name: 'identical-remap-succeeds',
  title: 'a map of what is already mapped there does nothing and says so with 0',
  source: 'page-tables.md PT-074',
  rule: 'PT-074',
  parts: {
    placeLeaf: (d, iova, oa, lg) => {
      const last = 2 ** (lg - 12) - 1;
      const isThere = d.parts.lookup(d, iova) === oa && d.parts.lookup(d, iova + last) === oa + last;
      return isThere ? 0 : standardParts.placeLeaf(d, iova, oa, lg);
    },
  },
};

export const splitCallsShareAddress: Exhibit = {
  ...IN_BOTH,
  name: 'split-calls-share-address',
  title: 'a map that goes on where the last one ended starts at the address of that one again',
  source: 'page-tables.md PT-059',
  rule: 'PT-059',
  parts: {
    mapRange: (d) => {
      const { first, len, oa, prot } = d.request;
      const { notes } = d.memory;
      if (notes.get('end') === first && first > 0) d.request.setOutput(notes.get('oa')!, 0, prot);
      notes.set('end', first + len).set('oa', oa);
      return standardParts.mapRange(d);
    },
  },
};

export const firstPageTakesFastPath: Exhibit = {
  name: 'first-page-takes-fast-path',
  title: 'the first page of a call goes through a fast path that forgets FC',
  source: 'page-tables.md PT-060',
  rule: 'PT-060',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if (oa === d.request.oa && d.request.len > 1) d.rawHi &= ~(1 << 28);
    },
  },
};

export const fastPathForgetsCBit: Exhibit = {
  name: 'fast-path-forgets-c-bit',
  title: 'the fast path for one 4 KiB page, for a table that exists, leaves out the C-bit',
  source: 'page-tables.md PT-061',
  rule: 'PT-061',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    encodeLeafV1: (d, lg, oa, prot) => {
      standardParts.encodeLeafV1(d, lg, oa, prot);
      if (d.request.len > 1 || d.allocations > 0) return;
      d.rawLo = (d.rawLo & ~d.sme.lo) >>> 0;
      d.rawHi = (d.rawHi & ~d.sme.hi) >>> 0;
    },
  },
};

export const lastByteOverflows: Exhibit = {
  ...IN_BOTH,
  name: 'last-byte-overflows',
  title: 'iova + len is tested for overflow instead of iova + len − 1: the last page cannot be mapped',
  source: 'page-tables.md PT-062; mainline “Fix mapping check for 0x0”',
  rule: 'PT-062',
  parts: {
    checkOverflow: (d) => {
      const { first, len } = d.request;
      return first + len >= 2 ** 52 ? -75 : standardParts.checkOverflow(d);
    },
  },
};

export const addressZeroRefused: Exhibit = {
  ...IN_BOTH,
  name: 'address-zero-refused',
  title: 'physical address 0 is taken for a failed translation and refused',
  source: 'page-tables.md PT-062; mainline “Fix mapping check for 0x0”',
  rule: 'PT-062',
  parts: {
    checkOaStart: (d) => (d.request.oa === 0 && d.request.oaOffset === 0 ? -22 : standardParts.checkOaStart(d)),
  },
};
