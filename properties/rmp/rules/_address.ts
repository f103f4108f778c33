import type { RmpConfig, SegmentedCoverage } from '../../../model/vocabulary/rmp/config';
import { REGION_PAGES, RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';

const PAGE_BYTES = 4096;
const REGION_BYTES = PAGE_BYTES * REGION_PAGES;
/** Bookkeeping before the entries of a flat RMP, and before the segment table (rmp.md 1.5). */
const HEADER_BYTES = 0x4000;
const ENTRY_BYTES = 16;
const GIB_PAGES = 2 ** 18;

/** First page of the 2M region that holds `page`. */
export const baseOf = (page: SpaPage): SpaPage => page - (page % REGION_PAGES);
export const isPageAligned = (bytes: number): boolean => bytes % PAGE_BYTES === 0;
export const isRegionAligned = (bytes: number): boolean => bytes % REGION_BYTES === 0;

/** The 4K page that a byte address names; the C-bit takes no part (rmp.md 1.5, RMP-003). */
export function pageOf(config: RmpConfig, spa: number): SpaPage {
  const page = Math.floor(spa / PAGE_BYTES);
  return hasCBit(config, spa) ? page - 2 ** (config.cBit! - 12) : page;
}

/** True if the C-bit of the configuration is set in the byte address `spa`. */
export const hasCBit = (config: RmpConfig, spa: number): boolean =>
  config.cBit !== null && Math.floor(spa / 2 ** config.cBit) % 2 === 1;

/** Byte address of a page's entry, or null where there is none: arithmetic on the configuration alone (rmp.md 1.5). */
export function entryAddressOf({ coverage }: RmpConfig, page: SpaPage): number | null {
  if (coverage.kind === 'flat') {
    const address = coverage.base + HEADER_BYTES + page * ENTRY_BYTES;
    return address <= coverage.end ? address : null;
  }
  const segmentPages = 2 ** (coverage.segmentLg - 12);
  const index = Math.floor(page / segmentPages);
  const segment = segmentsOf(coverage)[index];
  if (segment === undefined) return null;
  const within = page - index * segmentPages;
  return within < segment.mapped ? segment.base + within * ENTRY_BYTES : null;
}

/** A segment: pages that have entries, and the byte address of the first of these. */
interface Segment {
  readonly mapped: number;
  readonly base: number;
}

let decodedCoverage: SegmentedCoverage | null = null;
let decodedSegments: readonly Segment[] = [];

/** The segment table in numbers: decoded once for the ops of a case. */
function segmentsOf(coverage: SegmentedCoverage): readonly Segment[] {
  if (coverage === decodedCoverage) return decodedSegments;
  const segmentPages = 2 ** (coverage.segmentLg - 12);
  decodedCoverage = coverage;
  decodedSegments = coverage.segments.map((raw) => ({
    mapped: Math.min(Number(raw & 0xfffffn) * GIB_PAGES, segmentPages),
    base: Number(raw & 0xffff_fff0_0000n),
  }));
  return decodedSegments;
}

export const isCovered = (config: RmpConfig, page: SpaPage): boolean => entryAddressOf(config, page) !== null;

/** The pages that an op names: the first of them, and how many. */
export interface Target {
  readonly page: SpaPage;
  readonly pages: number;
}

const sized = (page: SpaPage, size: RmpSize): Target =>
  size === RmpSize.size2M ? { page: baseOf(page), pages: REGION_PAGES } : { page, pages: 1 };

/** What `op` names; null where it names nothing, several things or everything. */
export function targetOf(config: RmpConfig, op: RmpOp): Target | null {
  switch (op.op) {
    case 'rmpupdate':
      return sized(pageOf(config, op.spa), op.to.size);
    case 'psmash':
    case 'pageUnsmash':
      return sized(pageOf(config, op.spa), RmpSize.size2M);
    case 'pageReclaim':
    case 'launchUpdate':
      return sized(pageOf(config, op.spa), op.size);
    case 'rmpread':
    case 'rmpopt':
    case 'mdInit':
    case 'gctxCreate':
    case 'decommission':
    case 'writeBuffer':
      return { page: pageOf(config, op.spa), pages: 1 };
    case 'pageSetState':
    case 'mmioValidate':
      return { page: pageOf(config, op.spa), pages: op.pages };
    case 'pvalidate':
    case 'rmpadjust':
    case 'rmpquery':
      return sized(op.spa, op.size);
    case 'access':
    case 'hsave':
    case 'vmsave':
    case 'busy':
      return { page: op.spa, pages: 1 };
    case 'vmrun':
    case 'vmexit':
    case 'snpInit':
    case 'snpShutdown':
      return null;
  }
}
