/** SNP_INIT and SNP_SHUTDOWN: rmp.md 1.5, 1.7, 2.7. */
import { REGION_PAGES, RmpSize, type SpaPage } from '../../vocabulary/rmp/entry';
import type { FirmwareOp } from '../../vocabulary/rmp/op';
import type { RmpOutcome } from '../../vocabulary/rmp/outcome';
import type { LayoutRange } from '../layout';
import { SUCCESS } from '../outcome';
import { storedAt } from '../region';
import type { RmpMachineState } from '../state';
import { INVALID_PARAM, INVALID_PLATFORM_STATE } from './status';

const range = (spa: SpaPage, pages: number, state: LayoutRange['state'], gpa = 0): LayoutRange => ({
  spa,
  pages,
  state,
  size: RmpSize.size4K,
  asid: 0,
  gpa,
});

/** The page number beside the Firmware-IOMMU tag, as in the one entry that was dumped (1.2). */
const IOMMU_TAG_PAGE = 1;

/** What SNP_INIT writes: holes, then the RMP itself, then what the IOMMU writes. */
function initialLayout({ config, assume, table }: RmpMachineState): readonly LayoutRange[] {
  const holes = assume.MMIO_IN_COVERAGE === 'HV_FIXED' ? config.mmio : [];
  return [
    ...holes.map(({ spa, pages }) => range(spa, pages, 'HV-Fixed')),
    ...table.coverage.ownMemory.map(({ spa, pages }) => range(spa, pages, 'Firmware')),
    ...config.iommuPages.map((page) => range(page, 1, 'Firmware-IOMMU', IOMMU_TAG_PAGE)),
  ];
}

/** SNP_INIT: the RMP is written, then IOMMU checks begin. */
export function snpInit(rmp: RmpMachineState): RmpOutcome {
  if (!rmp.cpuSnpEnabled || rmp.iommuSnpEnabled || rmp.hsave !== 0) return INVALID_PLATFORM_STATE;
  rmp.table.rewrite(initialLayout(rmp));
  rmp.iommuSnpEnabled = true;
  return SUCCESS;
}

/** Some page belongs to a guest (RMP-087). */
function hasGuestPages({ table }: RmpMachineState): boolean {
  for (const base of table.assignedBases()) {
    const region = table.region(base);
    const pages = region.large ? 1 : REGION_PAGES;
    for (let i = 0; i < pages; i++) if (storedAt(region, i).asid > 0) return true;
  }
  return false;
}

/** Firmware-IOMMU → Reclaim, wherever such pages are. */
function releaseIommuPages(rmp: RmpMachineState): void {
  const { table } = rmp;
  for (const base of table.assignedBases()) {
    const pages = table.region(base).large ? 1 : REGION_PAGES;
    for (let page = base; page < base + pages; page++) {
      if (rmp.stateOf(page) !== 'Firmware-IOMMU') continue;
      table.setStored(page, { ...table.stored(page), immutable: false });
    }
  }
}

/** SNP_SHUTDOWN_EX: IOMMU checks off; with `x86` also CPU checks, and Linux zeroes the RMP then. */
export function snpShutdown(rmp: RmpMachineState, op: Extract<FirmwareOp, { readonly op: 'snpShutdown' }>): RmpOutcome {
  if (!rmp.iommuSnpEnabled || hasGuestPages(rmp)) return INVALID_PLATFORM_STATE;
  if (op.x86 && !rmp.config.x86Shutdown) return INVALID_PARAM;
  rmp.iommuSnpEnabled = false;
  if (op.x86) {
    rmp.cpuSnpEnabled = false;
    rmp.table.rewrite([]);
  } else {
    releaseIommuPages(rmp);
  }
  return SUCCESS;
}
