import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { RmpAssumptions } from '../../../model/vocabulary/rmp/assumption';
import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import { REGION_PAGES, RmpSize } from '../../../model/vocabulary/rmp/entry';
import type { Draw } from '../../engine/draw';
import { Weights } from '../../engine/draw';
import {
  FIRST_REGION,
  GUEST,
  HOLE,
  HOLE_PAGES,
  IOMMU_PAGES,
  PRIVATE_BAR_2M,
  PRIVATE_BAR_4K,
  PRIVATE_BAR_4K_PAGES,
  PRIVATE_TABLES,
  TABLE_PAGES,
  REGIONS,
  RMP_BYTES,
  SMALL_BAR,
  SMALL_BAR_PAGES,
  SMALL_RMP_BYTES,
  gpaOf,
  tablesOf,
} from './layout';
import { MIXED, NO_GUESTS, PRIVATE, drawRegion, type RegionKind } from './regions';

/** What a theme wants of its configuration. */
export interface ConfigWishes {
  readonly regions: 'mixed' | 'private';
  /** `off`: SNP is off in a share of the cases; `before-init`: CPU checks are on, the IOMMU's come with SNP_INIT. */
  readonly snp: 'on' | 'sometimes-off' | 'before-init';
}

const C_BIT = new Weights<number | null>([
  [60, 51],
  [25, 47],
  [15, null],
]);
const HOST_LEVELS = new Weights([
  [60, 3],
  [20, 4],
  [10, 5],
  [10, 6],
]);

const MMIO = [
  { spa: SMALL_BAR, pages: SMALL_BAR_PAGES },
  { spa: HOLE, pages: HOLE_PAGES },
];
/** MMIO: HV-Fixed but for the private BAR pages, which a guest has accepted. */
const HOLE_PRESETS: readonly RmpPreset[] = [
  { spa: SMALL_BAR, pages: SMALL_BAR_PAGES, state: 'HV-Fixed', size: RmpSize.size4K, asid: 0, gpa: 0 },
  { spa: HOLE, pages: 512, state: 'HV-Fixed', size: RmpSize.size4K, asid: 0, gpa: 0 },
  {
    spa: PRIVATE_BAR_2M,
    pages: 512,
    state: 'Guest-Valid',
    size: RmpSize.size2M,
    asid: GUEST,
    gpa: gpaOf(PRIVATE_BAR_2M),
  },
  {
    spa: PRIVATE_BAR_4K,
    pages: PRIVATE_BAR_4K_PAGES,
    state: 'Guest-Valid',
    size: RmpSize.size4K,
    asid: GUEST,
    gpa: gpaOf(PRIVATE_BAR_4K),
  },
  { spa: HOLE + 1536, pages: HOLE_PAGES - 1536, state: 'HV-Fixed', size: RmpSize.size4K, asid: 0, gpa: 0 },
];

/** Whether checks are on for CPUs, and for the IOMMU. */
function drawSnp(draw: Draw, snp: ConfigWishes['snp']): { cpu: boolean; iommu: boolean } {
  if (snp === 'before-init') return draw.chance(50) ? { cpu: true, iommu: false } : { cpu: true, iommu: true };
  if (snp === 'on' || draw.chance(50)) return { cpu: true, iommu: true };
  return draw.chance(70) ? { cpu: false, iommu: false } : { cpu: true, iommu: false };
}

/** Draws a configuration for a theme. Guests exist only where the IOMMU's checks are on (RMP-087). */
export function drawConfig(draw: Draw, wishes: ConfigWishes, assumptions: RmpAssumptions): DeviceAccessConfig {
  const { cpu, iommu } = drawSnp(draw, wishes.snp);
  const kinds: Weights<RegionKind> = !iommu ? NO_GUESTS : wishes.regions === 'mixed' ? MIXED : PRIVATE;
  const regions = Array.from({ length: REGIONS }, (_, i) => drawRegion(draw, FIRST_REGION + i * REGION_PAGES, kinds));
  const isSmall = wishes.snp === 'before-init';
  const guestTables: RmpPreset = {
    spa: PRIVATE_TABLES,
    pages: TABLE_PAGES,
    state: 'Guest-Valid',
    size: RmpSize.size4K,
    asid: GUEST,
    gpa: gpaOf(PRIVATE_TABLES),
  };
  const logs = IOMMU_PAGES.map((spa, i): RmpPreset => ({
    spa,
    pages: 1,
    state: 'Firmware-IOMMU',
    size: RmpSize.size4K,
    asid: 0,
    gpa: i + 1,
  }));
  return {
    rmp: {
      coverage: { kind: 'flat', ...(isSmall ? SMALL_RMP_BYTES : RMP_BYTES) },
      cpuSnpEnabled: cpu,
      iommuSnpEnabled: iommu,
      vmpls: 4,
      maxAsid: 1006,
      cBit: draw.weighted(C_BIT),
      x86Shutdown: draw.chance(50),
      mmio: isSmall ? [] : MMIO,
      iommuPages: IOMMU_PAGES,
      preset: [...regions.flat(), ...(iommu ? [guestTables, ...logs] : []), ...(iommu && !isSmall ? HOLE_PRESETS : [])],
      assumptions,
    },
    tables: tablesOf({
      host: draw.weighted(HOST_LEVELS),
      secure: draw.weighted(HOST_LEVELS),
      s1: draw.chance(80) ? 4 : 5,
      gcr3: draw.chance(70) ? 1 : 2,
    }),
    devices: 2,
  };
}
