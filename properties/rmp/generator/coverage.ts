import type { FlatCoverage, SegmentedCoverage } from '../../../model/vocabulary/rmp/config';
import { REGION_PAGES, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { Draw } from '../../engine/draw';

const MIB = 2 ** 20;
const GIB_PAGES = 2 ** 18;
const HEADER_BYTES = 0x4000;
const ENTRY_BYTES = 16;
const BASE = MIB;

/** A table, and where its coverage begins to matter: what a case takes its regions from. */
export interface DrawnCoverage {
  readonly coverage: FlatCoverage | SegmentedCoverage;
  /** Covered 2M regions next to one another, most of them at an edge. */
  readonly covered: readonly SpaPage[];
  /** A region that is not covered, just behind one that is. */
  readonly uncovered: SpaPage;
}

/** A flat table over [0, pages). `pages` is a multiple of 512 (rmp.md 1.5). */
export const flatOver = (pages: number): FlatCoverage => ({
  kind: 'flat',
  base: BASE,
  end: BASE + HEADER_BYTES + pages * ENTRY_BYTES - 1,
});

/** Two regions inside, the last of all, and the two about a 1G boundary. */
const regionsUpTo = (draw: Draw, end: SpaPage): readonly SpaPage[] => {
  const inside = GIB_PAGES - REGION_PAGES * (2 + draw.int(100));
  return [inside, inside + REGION_PAGES, end - REGION_PAGES, ...(draw.chance(50) ? [0] : [GIB_PAGES - REGION_PAGES])];
};

export function drawFlat(draw: Draw): DrawnCoverage {
  // Whole GB half of the time: only then is there a segmented table that covers the same (RMP-014).
  const gib = GIB_PAGES * draw.pick([1, 2, 4]);
  const pages = draw.chance(50) ? gib : gib + REGION_PAGES * (1 + draw.int(40));
  return { coverage: flatOver(pages), covered: regionsUpTo(draw, pages), uncovered: pages };
}

/** Where the part of segment `i` lies: 1M-aligned, in no order, so that its field matters. */
const segmentBase = (i: number, draw: Draw): bigint => BigInt(0x1_0000_0000 + i * 64 * MIB + draw.int(8) * MIB);

/** Segments of 1, 4 or 8 GB; the second is mapped in part, so that coverage ends within it (rmp.md 1.5). */
export function drawSegmented(draw: Draw): DrawnCoverage {
  const segmentLg = draw.pick([30, 32, 33]);
  const gibs = 2 ** (segmentLg - 30);
  const segmentPages = 2 ** (segmentLg - 12);
  // More GB than the segment has means the whole of it.
  const first = draw.chance(30) ? gibs + 1 + draw.int(4) : gibs;
  const second = gibs === 1 ? draw.int(2) : draw.int(gibs);
  const segments = [BigInt(first) | segmentBase(1, draw), second === 0 ? 0n : BigInt(second) | segmentBase(0, draw)];
  const end = segmentPages + second * GIB_PAGES;
  const about = segmentPages - REGION_PAGES;
  return {
    coverage: { kind: 'segmented', base: BASE, segmentLg, segments },
    covered: second === 0 ? [about - REGION_PAGES, about, 0] : [about, segmentPages, end - REGION_PAGES, 0],
    uncovered: end,
  };
}
