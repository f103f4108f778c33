import { ITEM_PAGES } from '../../../model/vocabulary/units';
import { standardParts } from '../../in-box/page-table';
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
