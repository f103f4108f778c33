import { type Domain, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that choose wrong page sizes (page-tables.md 3.2, 8.5). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

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
