import type { RmpState, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import { FirmwareStatus } from '../../../../model/vocabulary/rmp/outcome';
import { ASSIGNED, IMMUTABLE, METADATA_TAG, slotOf, SUB_MASK, SUB_SHIFT, TAG_UNIT, VMSA } from '../entry-bits';
import type { InBoxRmp } from '../in-box';
import type { FirmwareParts, Status } from '../parts/firmware';
import { FIRMWARE } from '../writer';

/** Makes the 4K page one without a guest: the given flags of word 0, those of word 1, and gpa. */
export function setFirmwareState(r: InBoxRmp, page: SpaPage, flags: number, high: number, gpa: number): void {
  const { words } = r.writableRegion(page);
  const at = slotOf(page);
  const before = r.ownerOf(page);
  const wasAssigned = (words[at]! & ASSIGNED) !== 0;
  words[at] = (words[at]! & (SUB_MASK << SUB_SHIFT)) | flags;
  words[at + 1] = high;
  words[at + 2] = 0;
  words[at + 3] = 0;
  r.parts.storeOwner(words, at, gpa, 0);
  r.parts.storeLock(r, page);
  r.parts.countAssigned(r, page, wasAssigned, (flags & ASSIGNED) !== 0);
  if (r.ownerOf(page) !== before) r.ghost.nextEpoch(page);
}

/** Is it a covered 4K page that the command can work on in `state`? Size is the effective one. */
function checkPage(r: InBoxRmp, spa: number, state: RmpState): Status {
  const page = r.pageOfAddress(spa);
  if (!r.iommuSnpEnabled) return FirmwareStatus.invalidPlatformState;
  if (spa % 4096 !== 0 || !r.parts.covered(r, page)) return FirmwareStatus.invalidAddress;
  if (r.parts.classifyState(r, page) !== state) return FirmwareStatus.invalidPageState;
  return r.parts.isLarge(r, page) ? FirmwareStatus.invalidPageSize : FirmwareStatus.success;
}

/** rmp.md 2.7: Firmware → Metadata, tagged with its context page. */
const mdInit: FirmwareParts['mdInit'] = (r, spa, context) => {
  const status = checkPage(r, spa, 'Firmware');
  if (status !== FirmwareStatus.success) return status;
  setFirmwareState(r, r.pageOfAddress(spa), ASSIGNED | IMMUTABLE, 0, METADATA_TAG * TAG_UNIT + context);
  return status;
};

const gctxCreate: FirmwareParts['gctxCreate'] = (r, spa) => {
  const status = checkPage(r, spa, 'Firmware');
  if (status !== FirmwareStatus.success) return status;
  setFirmwareState(r, r.pageOfAddress(spa), ASSIGNED | IMMUTABLE, VMSA, 0);
  return status;
};

const decommission: FirmwareParts['decommission'] = (r, spa) => {
  const status = checkPage(r, spa, 'Context');
  if (status !== FirmwareStatus.success) return status;
  setFirmwareState(r, r.pageOfAddress(spa), ASSIGNED | IMMUTABLE, 0, 0);
  return status;
};

/** rmp.md 2.7, T19: all pages of the range, or none. */
const pageSetState: FirmwareParts['pageSetState'] = (r, spa, pages) => {
  if (!r.iommuSnpEnabled) return FirmwareStatus.invalidPlatformState;
  const first = r.pageOfAddress(spa);
  if (spa % 4096 !== 0 || !r.parts.covered(r, first)) return FirmwareStatus.invalidAddress;
  if (pages === 0) return FirmwareStatus.invalidParam;
  for (let page = first; page < first + pages; page++) {
    if (!r.parts.covered(r, page)) return FirmwareStatus.invalidAddress;
    if (r.parts.classifyState(r, page) !== 'Firmware') return FirmwareStatus.invalidPageState;
    const base = r.parts.authority(r, page);
    const isWhole = base >= first && base + 512 <= first + pages;
    if (r.parts.isLarge(r, page) && !isWhole) return FirmwareStatus.invalidPageSize;
  }
  for (let page = first; page < first + pages; page++) {
    if (r.parts.isLarge(r, page)) r.parts.smash(r, page);
    r.parts.fixPage(r, page);
  }
  return FirmwareStatus.success;
};

/** HV-Fixed keeps lock = 0 (rmp.md 1.2). */
const fixPage: FirmwareParts['fixPage'] = (r, page) => {
  setFirmwareState(r, page, IMMUTABLE, 0, 0);
};

/** Buffers of results must be the firmware's, or outside the RMP. */
const writeBuffer: FirmwareParts['writeBuffer'] = (r, spa) => {
  const page = r.pageOfAddress(spa);
  if (r.parts.covered(r, page) && r.parts.classifyState(r, page) !== 'Firmware') return FirmwareStatus.invalidPageState;
  r.ghost.write(page, FIRMWARE);
  return FirmwareStatus.success;
};

export const pageParts: Pick<
  FirmwareParts,
  'mdInit' | 'gctxCreate' | 'decommission' | 'pageSetState' | 'fixPage' | 'writeBuffer'
> = { mdInit, gctxCreate, decommission, pageSetState, fixPage, writeBuffer };
