/** Exhibits that look for entries in the wrong place (rmp.md 1.5). */
import type { FlatCoverage } from '../../../model/vocabulary/rmp/config';
import { standardRmpParts } from '../../in-box/rmp';
import type { RmpExhibit } from './exhibit';

const BOOKKEEPING = 0x4000;
const ENTRY_BYTES = 16;

export const headerForgotten: RmpExhibit = {
  name: 'rmp-header-forgotten',
  title: 'entries are looked for at RMP_BASE, where the bookkeeping lies',
  source: 'rmp.md RMP-001',
  rule: 'RMP-001',
  parts: { entryAddressFlat: (r, page) => standardRmpParts.entryAddressFlat(r, page) - BOOKKEEPING },
};

export const lastPageUncovered: RmpExhibit = {
  name: 'last-page-uncovered',
  title: 'the last page is taken for uncovered, because RMP_END is taken for the first byte behind the table',
  source: 'rmp.md RMP-002',
  rule: 'RMP-002',
  parts: {
    coveredFlat: (r, page) =>
      standardRmpParts.entryAddressFlat(r, page) + ENTRY_BYTES <= (r.config.coverage as FlatCoverage).end,
  },
};

export const cBitIndexes: RmpExhibit = {
  name: 'c-bit-indexes',
  title: 'the C-bit is part of the page number, so that encrypted addresses have no entry',
  source: 'rmp.md RMP-003',
  rule: 'RMP-003',
  parts: { stripCBit: (_r, page) => page },
};

export const uncoveredFaults: RmpExhibit = {
  name: 'uncovered-faults',
  title: 'host writes to pages that are not covered fault',
  source: 'rmp.md RMP-004',
  rule: 'RMP-004',
  parts: {
    pageIsHypervisors: (r, page) => r.parts.covered(r, page) && standardRmpParts.pageIsHypervisors(r, page),
  },
};

export const segmentRounded: RmpExhibit = {
  name: 'segment-rounded',
  title: 'the length of a segment is rounded, so that the last 2M of a whole one are uncovered',
  source: 'rmp.md RMP-014',
  rule: 'RMP-014',
  parts: {
    pagesOfSegment: (lo, segmentPages) => {
      const pages = standardRmpParts.pagesOfSegment(lo, segmentPages);
      return pages === segmentPages ? pages - 512 : pages;
    },
  },
};
