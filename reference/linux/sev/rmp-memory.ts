import type { FlatCoverage, SegmentedCoverage } from '../../../model/vocabulary/rmp/config';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';

/** Bookkeeping before the first entry, or before the segment table. rmp.md 1.5. */
const BOOKKEEPING = 0x4000;
const ENTRY = 16;
const SEGMENT_ENTRY = 8;
const SEGMENT_ENTRIES = 512;
const PAGE_LG = 12;
const GIB_LG = 30;
/** Bits 19:0 and 51:20 of a segment-table entry. */
const MAPPED_GIB = 0xf_ffffn;
const SEGMENT_BASE = 0xf_ffff_fff0_0000n;

/** What lies at a physical address inside the RMP: the entry of a page, a part of the segment table, or neither. */
export type RmpPlace =
  | { readonly kind: 'entry'; readonly page: SpaPage }
  /** `index`: of the segment-table entry. */
  | { readonly kind: 'segmentTable'; readonly index: number }
  | { readonly kind: 'other' };

const OTHER: RmpPlace = { kind: 'other' };

/** The inverse of rmp.md 1.5: from the address inside the table to what it is about. Byte address. */
export function rmpPlaceAt(coverage: FlatCoverage | SegmentedCoverage, at: number): RmpPlace {
  return coverage.kind === 'flat' ? flatPlace(coverage, at) : segmentedPlace(coverage, at);
}

function flatPlace({ base, end }: FlatCoverage, at: number): RmpPlace {
  const first = base + BOOKKEEPING;
  return at >= first && at <= end ? { kind: 'entry', page: Math.floor((at - first) / ENTRY) } : OTHER;
}

function segmentedPlace({ base, segmentLg, segments }: SegmentedCoverage, at: number): RmpPlace {
  const table = base + BOOKKEEPING;
  if (at >= table && at < table + SEGMENT_ENTRIES * SEGMENT_ENTRY)
    return { kind: 'segmentTable', index: Math.floor((at - table) / SEGMENT_ENTRY) };
  const pagesASegment = 2 ** (segmentLg - PAGE_LG);
  for (const [i, entry] of segments.entries()) {
    const offset = (at - Number(entry & SEGMENT_BASE)) / ENTRY;
    const mapped = Math.min(Number(entry & MAPPED_GIB) * 2 ** (GIB_LG - PAGE_LG), pagesASegment);
    if (offset >= 0 && offset < mapped) return { kind: 'entry', page: i * pagesASegment + Math.floor(offset) };
  }
  return OTHER;
}

/** Two entries of the segment table, from `index` on, as memory has them. */
export function segmentTableBlock({ segments }: SegmentedCoverage, index: number): Uint8Array {
  const block = Buffer.alloc(2 * SEGMENT_ENTRY);
  block.writeBigUInt64LE(segments[index] ?? 0n, 0);
  block.writeBigUInt64LE(segments[index + 1] ?? 0n, SEGMENT_ENTRY);
  return block;
}
