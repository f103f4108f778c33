import type { RmpConfig, SegmentedCoverage } from '../../model/vocabulary/rmp/config';
import { REGION_PAGES, type SpaPage } from '../../model/vocabulary/rmp/entry';
import type { WrapperConfig } from '../../model/vocabulary/rmp-wrapper/config';
import type { Draw } from '../engine/draw';

type Ram = WrapperConfig['ram'];
/** Entry of the segment table: 1 GiB, its table far from all others. */
const ONE_GIB = 0x8_0000_0001n;
const NO_RAM_PERCENT = 15;
const UNCOVERED_PERCENT = 4;
const FAR_SEGMENT_PERCENT = 30;

/** Draws what is around the RMP. `regions`: those of the case, the last of them just behind what is covered. */
export function drawWrapperConfig(draw: Draw, rmp: RmpConfig, regions: readonly SpaPage[]): WrapperConfig {
  const end = regions[regions.length - 1]!;
  const isFar = rmp.coverage.kind === 'segmented' && draw.chance(FAR_SEGMENT_PERCENT);
  const far = isFar ? farSegment(rmp.coverage as SegmentedCoverage) : null;
  return {
    rmp: far === null ? rmp : { ...rmp, coverage: far.coverage },
    rmpread: draw.chance(50),
    ram: far === null ? drawRam(draw, end, regions) : drawRamUpTo(draw, end, far.page),
    directMap: draw.pick(['2M', '2M', '2M', '1G', '4K', 'none']),
    hostSnp: draw.chance(97),
    iommuSnp: true,
    cpuMissing: false,
    segments: { minLg: 30, maxLg: 40, most: draw.chance(20) ? 512 : null },
    failAllocation: null,
  };
}

/** All that is covered; now and then without a region of the case, or with one that is not covered. */
function drawRam(draw: Draw, end: SpaPage, regions: readonly SpaPage[]): Ram {
  if (draw.chance(UNCOVERED_PERCENT)) return [{ spa: 0, pages: end + REGION_PAGES }];
  const hole = draw.chance(NO_RAM_PERCENT) ? Math.max(...regions.slice(0, -1)) : end;
  return [
    { spa: 0, pages: hole },
    { spa: hole + REGION_PAGES, pages: end - hole - REGION_PAGES },
  ].filter(({ pages }) => pages > 0);
}

/** RAM in the far segment as well; now and then in the hole before it too, where nothing is covered. */
const drawRamUpTo = (draw: Draw, end: SpaPage, far: SpaPage): Ram =>
  draw.chance(NO_RAM_PERCENT)
    ? [{ spa: 0, pages: far + REGION_PAGES }]
    : [
        { spa: 0, pages: end },
        { spa: far, pages: REGION_PAGES },
      ];

/** One more segment behind the others: what the one before it leaves out is a hole in the coverage. */
function farSegment(coverage: SegmentedCoverage): { readonly coverage: SegmentedCoverage; readonly page: SpaPage } {
  const { segments, segmentLg } = coverage;
  const page = segments.length * 2 ** (segmentLg - 12);
  return { coverage: { ...coverage, segments: [...segments, ONE_GIB] }, page };
}
