import type { FlatCoverage } from '../../../../model/vocabulary/rmp/config';
import type { CoverageParts } from '../parts/layout';

/** Bytes before the first entry: per-ASID counters. rmp.md 1.5. */
const BOOKKEEPING = 0x4000;
const ENTRY_BYTES = 16;
const PAGES_OF_GB = 2 ** 18;
const MEGABYTE = 2 ** 20;

/** rmp.md 4.6, RMP-003: the C-bit takes no part in indexing. */
const stripCBit: CoverageParts['stripCBit'] = (r, page) => {
  const bit = r.cBitPage;
  return bit !== 0 && page >= bit && Math.floor(page / bit) % 2 === 1 ? page - bit : page;
};

const entryAddress: CoverageParts['entryAddress'] = (r, page) =>
  r.config.coverage.kind === 'flat' ? r.parts.entryAddressFlat(r, page) : r.parts.entryAddressSegmented(r, page);

const covered: CoverageParts['covered'] = (r, page) =>
  r.config.coverage.kind === 'flat' ? r.parts.coveredFlat(r, page) : r.parts.coveredSegmented(r, page);

const entryAddressFlat: CoverageParts['entryAddressFlat'] = (r, page) =>
  (r.config.coverage as FlatCoverage).base + BOOKKEEPING + page * ENTRY_BYTES;

const coveredFlat: CoverageParts['coveredFlat'] = (r, page) =>
  r.parts.entryAddressFlat(r, page) <= (r.config.coverage as FlatCoverage).end;

/** Segment-table entry bits 51:20: base of the segment's part of the table; bits 19:0: GB mapped. */
const entryAddressSegmented: CoverageParts['entryAddressSegmented'] = (r, page) => {
  const { segmentPages } = r;
  const segment = Math.floor(page / segmentPages);
  const offset = page - segment * segmentPages;
  if (segment >= r.segmentLo.length || r.parts.pagesOfSegment(r.segmentLo[segment]!, segmentPages) <= offset) return -1;
  const megabytes = (r.segmentHi[segment]! & 0xfffff) * 2 ** 12 + (r.segmentLo[segment]! >>> 20);
  return megabytes * MEGABYTE + offset * ENTRY_BYTES;
};

const coveredSegmented: CoverageParts['coveredSegmented'] = (r, page) => r.parts.entryAddressSegmented(r, page) >= 0;

const pagesOfSegment: CoverageParts['pagesOfSegment'] = (lo, segmentPages) =>
  Math.min((lo & 0xfffff) * PAGES_OF_GB, segmentPages);

export const coverageParts: CoverageParts = {
  stripCBit,
  entryAddress,
  covered,
  entryAddressFlat,
  coveredFlat,
  entryAddressSegmented,
  coveredSegmented,
  pagesOfSegment,
};
