import type { FlatCoverage, RmpConfig, SegmentedCoverage } from '../vocabulary/rmp/config';
import { REGION_PAGES, type SpaPage } from '../vocabulary/rmp/entry';
import { RmpConfigError } from './config-error';

/** Which pages have an RMP entry, and where it lies. rmp.md 1.5. Page numbers are without the C-bit. */
export interface Coverage {
  /** Byte address of the page's entry; null where not covered. */
  entryAddress(page: SpaPage): number | null;
  covered(page: SpaPage): boolean;
  /** Memory that the table itself takes, in 4K pages. */
  readonly ownMemory: readonly { readonly spa: SpaPage; readonly pages: number }[];
}

const ENTRY_BYTES = 16;
const BOOKKEEPING_BYTES = 0x4000;
const PAGE_BYTES = 4096;
/** 8K of table are the entries of one 2M region. */
const REGION_TABLE_BYTES = REGION_PAGES * ENTRY_BYTES;

function flatCoverage({ base, end }: FlatCoverage): Coverage {
  if (base % REGION_TABLE_BYTES !== 0 || (end + 1) % REGION_TABLE_BYTES !== 0)
    throw new RmpConfigError('RMP_BASE and RMP_END + 1 must be 8K-aligned');
  const entries = base + BOOKKEEPING_BYTES;
  // The coverage formula of 1.5: whole entries that fit, from physical page 0 on.
  const pages = Math.max(0, (end + 1 - entries) / ENTRY_BYTES);
  return {
    covered: (page) => page < pages,
    entryAddress: (page) => (page < pages ? entries + page * ENTRY_BYTES : null),
    ownMemory: [{ spa: base / PAGE_BYTES, pages: (end + 1 - base) / PAGE_BYTES }],
  };
}

const GB_PAGES = 2 ** 18;
/** Table bytes for 1 GB of memory: 4 MB. */
const GB_TABLE_BYTES = GB_PAGES * ENTRY_BYTES;
const SEGMENT_TABLE_ENTRIES = 512;
const MB = 2 ** 20;

interface Segment {
  /** Byte address of the segment's own table. */
  readonly base: number;
  /** Pages of it that have entries. */
  readonly pages: number;
}

/** A segment-table entry: bits 19:0 mapped GB, bits 51:20 base of the table. */
function decodeSegment(raw: bigint, segmentPages: number): Segment {
  if (raw >> 52n !== 0n) throw new RmpConfigError(`reserved bits are set in segment-table entry 0x${raw.toString(16)}`);
  const mapped = Number(raw & 0xf_ffffn) * GB_PAGES;
  return { base: Number(raw >> 20n) * MB, pages: Math.min(mapped, segmentPages) };
}

function segmentedCoverage({ base, segmentLg, segments }: SegmentedCoverage): Coverage {
  if (base % MB !== 0) throw new RmpConfigError('RMP_BASE must be 1M-aligned');
  if (segments.length > SEGMENT_TABLE_ENTRIES) throw new RmpConfigError('the segment table has 512 entries');
  const segmentPages = 2 ** (segmentLg - 12);
  const decoded = segments.map((raw) => decodeSegment(raw, segmentPages));
  const entryAddress = (page: SpaPage): number | null => {
    const segment = decoded[Math.floor(page / segmentPages)];
    const offset = page % segmentPages;
    return segment !== undefined && offset < segment.pages ? segment.base + offset * ENTRY_BYTES : null;
  };
  // Bookkeeping and the 4K segment table, then the table of each segment.
  const ownMemory = [
    { spa: base / PAGE_BYTES, pages: BOOKKEEPING_BYTES / PAGE_BYTES + 1 },
    ...decoded
      .filter(({ pages }) => pages > 0)
      .map((segment) => ({
        spa: segment.base / PAGE_BYTES,
        pages: (Math.ceil(segment.pages / GB_PAGES) * GB_TABLE_BYTES) / PAGE_BYTES,
      })),
  ];
  return { covered: (page) => entryAddress(page) !== null, entryAddress, ownMemory };
}

/** The coverage that the RMP registers of `config` describe. Throws RmpConfigError where no CPU would take them. */
export const coverageOf = ({ coverage }: RmpConfig): Coverage =>
  coverage.kind === 'flat' ? flatCoverage(coverage) : segmentedCoverage(coverage);
