import type { RmpPreset } from '../../../../model/vocabulary/rmp/config';
import { FirmwareStatus } from '../../../../model/vocabulary/rmp/outcome';
import { ASSIGNED, FIRMWARE_IOMMU_TAG, IMMUTABLE, slotOf, TAG_UNIT } from '../entry-bits';
import type { InBoxRmp } from '../in-box';
import type { FirmwareParts } from '../parts/firmware';
import { setFirmwareState } from './pages';

/**
 * rmp.md 1.5, 1.7: everything covered becomes Hypervisor but MMIO, which is HV-Fixed, and the table itself, which is the
 * firmware's; then the IOMMU's checks begin, and its logs become Firmware-IOMMU.
 */
const snpInit: FirmwareParts['snpInit'] = (r) => {
  if (!r.cpuSnpEnabled || r.iommuSnpEnabled) return FirmwareStatus.invalidPlatformState;
  r.regions.rewrite(r, initialRanges(r));
  r.iommuSnpEnabled = true;
  for (const page of r.config.iommuPages) {
    if (r.parts.covered(r, page)) r.parts.markIommuPage(r, page);
  }
  return FirmwareStatus.success;
};

const markIommuPage: FirmwareParts['markIommuPage'] = (r, page) => {
  setFirmwareState(r, page, ASSIGNED | IMMUTABLE, 0, FIRMWARE_IOMMU_TAG * TAG_UNIT + page);
};

function initialRanges(r: InBoxRmp): RmpPreset[] {
  const state = r.parts.mmioState(r);
  const none = { size: 0, asid: 0, gpa: 0 } as const;
  return [
    ...r.config.mmio.map(({ spa, pages }) => ({ ...none, spa, pages, state })),
    ...tableRanges(r).map(({ spa, pages }) => ({ ...none, spa, pages, state: 'Firmware' as const })),
  ];
}

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
    r.regions.rewrite(r, []);
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
  'snpInit' | 'markIommuPage' | 'mmioState' | 'snpShutdown' | 'releaseIommuPages' | 'hasGuestPages'
> = { snpInit, markIommuPage, mmioState, snpShutdown, releaseIommuPages, hasGuestPages };
