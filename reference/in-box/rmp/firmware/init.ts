import { FirmwareStatus } from '../../../../model/vocabulary/rmp/outcome';
import { ASSIGNED, slotOf } from '../entry-bits';
import type { InBoxRmp } from '../in-box';
import type { FirmwareParts } from '../parts/firmware';

/** rmp.md 1.7: the table is written, then the IOMMU's checks begin. No guest may have run. */
const snpInit: FirmwareParts['snpInit'] = (r) => {
  if (!r.cpuSnpEnabled || r.iommuSnpEnabled || r.hsavePage !== 0) return FirmwareStatus.invalidPlatformState;
  r.rewriteTable(r.parts.initialStates(r));
  r.iommuSnpEnabled = true;
  return FirmwareStatus.success;
};

/**
 * rmp.md 1.5, 4.2: all that is covered becomes Hypervisor, but MMIO, the table itself, which is the firmware's, and the
 * logs of the IOMMU. The page number beside their tag is the one seen in a dump (rmp.md 1.2).
 */
const initialStates: FirmwareParts['initialStates'] = (r) => {
  const none = { size: 0, asid: 0, gpa: 0 } as const;
  const mmio = r.parts.mmioState(r);
  return [
    ...r.config.mmio.map(({ spa, pages }) => ({ ...none, spa, pages, state: mmio })),
    ...tableRanges(r).map(({ spa, pages }) => ({ ...none, spa, pages, state: 'Firmware' as const })),
    ...r.config.iommuPages.map((spa) => ({ ...none, spa, pages: 1, state: 'Firmware-IOMMU' as const, gpa: 1 })),
  ];
};

/** Pages that hold the table: rmp.md 1.5, "the RMP's own memory". */
function tableRanges(r: InBoxRmp): { spa: number; pages: number }[] {
  const { coverage } = r.config;
  if (coverage.kind === 'flat') {
    const first = Math.floor(coverage.base / 4096);
    return [{ spa: first, pages: Math.floor(coverage.end / 4096) - first + 1 }];
  }
  const segmentPages = 2 ** (coverage.segmentLg - 12);
  const segments = Array.from(r.segmentLo, (lo, segment) => ({
    spa: Math.floor(r.parts.entryAddress(r, segment * segmentPages) / 4096),
    // 4 MB of table for each GB mapped.
    pages: r.parts.pagesOfSegment(lo, segmentPages) / 2 ** 8,
  }));
  // 16K of counters and the 4K segment table.
  return [{ spa: Math.floor(coverage.base / 4096), pages: 5 }, ...segments.filter(({ pages }) => pages > 0)];
}

const mmioState: FirmwareParts['mmioState'] = (r) =>
  r.assume.MMIO_IN_COVERAGE === 'HV_FIXED' ? 'HV-Fixed' : 'Hypervisor';

/** rmp.md 2.7, T21, T23. */
const snpShutdown: FirmwareParts['snpShutdown'] = (r, x86) => {
  if (!r.iommuSnpEnabled) return FirmwareStatus.invalidPlatformState;
  if (r.parts.hasGuestPages(r)) return FirmwareStatus.invalidPlatformState;
  if (x86 && !r.config.x86Shutdown) return FirmwareStatus.invalidParam;
  r.iommuSnpEnabled = false;
  if (x86) {
    r.cpuSnpEnabled = false;
    r.rewriteTable([]);
  } else {
    r.parts.releaseIommuPages(r);
  }
  return FirmwareStatus.success;
};

/** Every Firmware-IOMMU page becomes Reclaim. */
const releaseIommuPages: FirmwareParts['releaseIommuPages'] = (r) => {
  r.regions.makeAssigned(r);
  for (const region of r.regions.made()) {
    for (let page = region.base; page < region.base + 512; page++) {
      const isOwn = r.parts.authority(r, page) === page;
      if (isOwn && r.parts.classifyState(r, page) === 'Firmware-IOMMU') r.parts.unlock(r, page);
    }
  }
};

const hasGuestPages: FirmwareParts['hasGuestPages'] = (r) => {
  r.regions.makeAssigned(r);
  for (const { words } of r.regions.made()) {
    for (let at = slotOf(0); at < words.length; at += 4) {
      if ((words[at]! & ASSIGNED) !== 0 && r.parts.asidOf(words, at) !== 0) return true;
    }
  }
  return false;
};

export const initParts: Pick<
  FirmwareParts,
  'snpInit' | 'initialStates' | 'mmioState' | 'snpShutdown' | 'releaseIommuPages' | 'hasGuestPages'
> = { snpInit, initialStates, mmioState, snpShutdown, releaseIommuPages, hasGuestPages };
