import type { RmpState } from '../../../../model/vocabulary/rmp/entry';
import {
  ASSIGNED,
  baseOf,
  FIRMWARE_IOMMU_TAG,
  IMMUTABLE,
  LOCK,
  REGION_WORDS,
  SIZE_2M,
  slotOf,
  TAG_UNIT,
  VALIDATED,
  VMSA,
} from '../entry-bits';
import type { RegionParts } from '../parts/layout';

/** rmp.md 1.4: the entry of the 2M-aligned page tells the level. */
const isLarge: RegionParts['isLarge'] = (r, page) =>
  (r.regionOf(page).words[0]! & (ASSIGNED | SIZE_2M)) === (ASSIGNED | SIZE_2M);

const authority: RegionParts['authority'] = (r, page) => (r.parts.isLarge(r, page) ? baseOf(page) : page);

/** RMP-008. */
const effectiveGpa: RegionParts['effectiveGpa'] = (r, page) => {
  const from = r.parts.authority(r, page);
  return r.parts.gpaOf(r.regionOf(page).words, slotOf(from)) + (page - from);
};

/** rmp.md 1.4: assigned, asid 0, mutable, 4K; nothing else means anything. */
const writeStubs: RegionParts['writeStubs'] = (r, base) => {
  const { words } = r.writableRegion(base);
  words.fill(0, slotOf(1), REGION_WORDS);
  for (let at = slotOf(1); at < REGION_WORDS; at += 4) words[at] = ASSIGNED;
};

/** RMP-007: the base page itself is not counted. */
const countAssigned: RegionParts['countAssigned'] = (r, page, before, after) => {
  if (before === after || slotOf(page) === 0) return;
  const { words } = r.writableRegion(page);
  r.parts.storeSub(words, 0, r.parts.subOf(words, 0) + (after ? 1 : -1));
};

/** Table 1.6 of rmp.md, of the entry that decides for the page. */
const classifyState: RegionParts['classifyState'] = (r, page) => {
  const { words } = r.regionOf(page);
  const at = slotOf(r.parts.authority(r, page));
  const flags = words[at]!;
  const high = words[at + 1]!;
  const isImmutable = (flags & IMMUTABLE) !== 0;
  const isValid = (high & VALIDATED) !== 0;
  const asid = r.parts.asidOf(words, at);
  if ((flags & ASSIGNED) === 0) return isValid || asid !== 0 ? 'Invalid' : isImmutable ? 'HV-Fixed' : 'Hypervisor';
  if (asid !== 0) return guestState(isValid, isImmutable);
  if (isValid) return 'Invalid';
  if (!isImmutable) return 'Reclaim';
  return firmwareState(r.parts.gpaOf(words, at), (high & VMSA) !== 0);
};

const guestState = (isValid: boolean, isImmutable: boolean): RmpState =>
  isValid ? (isImmutable ? 'Pre-Swap' : 'Guest-Valid') : isImmutable ? 'Pre-Guest' : 'Guest-Invalid';

function firmwareState(gpa: number, isVmsa: boolean): RmpState {
  if (gpa === 0) return isVmsa ? 'Context' : 'Firmware';
  return Math.floor(gpa / TAG_UNIT) === FIRMWARE_IOMMU_TAG && !isVmsa ? 'Firmware-IOMMU' : 'Metadata';
}

const fullMask: RegionParts['fullMask'] = (r) => r.assume.VMPL_FULL_MASK;

const storeLock: RegionParts['storeLock'] = (r, page) => {
  const { words } = r.writableRegion(page);
  const at = slotOf(page);
  const isFirmwares =
    (words[at]! & (ASSIGNED | IMMUTABLE)) === (ASSIGNED | IMMUTABLE) && r.parts.asidOf(words, at) === 0;
  words[at + 1] = isFirmwares ? words[at + 1]! | LOCK : words[at + 1]! & ~LOCK;
};

export const regionParts: RegionParts = {
  isLarge,
  authority,
  effectiveGpa,
  writeStubs,
  countAssigned,
  classifyState,
  fullMask,
  storeLock,
};
