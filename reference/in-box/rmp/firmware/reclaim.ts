import { FirmwareStatus } from '../../../../model/vocabulary/rmp/outcome';
import { ASSIGNED, IMMUTABLE, LOCK, SIZE_2M, slotOf, VMSA } from '../entry-bits';
import type { FirmwareParts } from '../parts/firmware';

/** rmp.md 2.7, its checks in its order. */
const pageReclaim: FirmwareParts['pageReclaim'] = (r, spa, size, reserved) => {
  if (reserved) return FirmwareStatus.invalidParam;
  if (!r.iommuSnpEnabled) return FirmwareStatus.invalidPlatformState;
  const page = r.pageOfAddress(spa);
  if (spa % 4096 !== 0 || !r.parts.covered(r, page)) return FirmwareStatus.invalidAddress;
  if ((size === 1) !== r.parts.isLarge(r, page)) return FirmwareStatus.invalidPageSize;
  if (size === 1 && page % 512 !== 0) return FirmwareStatus.invalidAddress;
  if (r.parts.isMutable(r, page)) return FirmwareStatus.success;
  if (!r.parts.isReclaimable(r, page)) return FirmwareStatus.invalidPageState;
  r.parts.unlock(r, page);
  return FirmwareStatus.success;
};

const isReclaimable: FirmwareParts['isReclaimable'] = (r, page) => {
  const state = r.parts.classifyState(r, page);
  return state === 'Metadata' || state === 'Firmware' || state === 'Pre-Guest' || state === 'Pre-Swap';
};

/** RMP-041: Immutable and lock, nothing else. */
const unlock: FirmwareParts['unlock'] = (r, page) => {
  const { words } = r.writableRegion(page);
  const at = slotOf(page);
  words[at] = words[at]! & ~IMMUTABLE;
  words[at + 1] = words[at + 1]! & ~LOCK;
};

/** rmp.md 2.7, T14. */
const pageUnsmash: FirmwareParts['pageUnsmash'] = (r, spa) => {
  if (!r.iommuSnpEnabled) return FirmwareStatus.invalidPlatformState;
  const base = r.pageOfAddress(spa);
  if (spa % 4096 !== 0 || base % 512 !== 0 || !r.parts.covered(r, base)) return FirmwareStatus.invalidAddress;
  if (!r.parts.isUniform(r, base)) return FirmwareStatus.invalidPageState;
  r.parts.unsmash(r, base);
  return FirmwareStatus.success;
};

/** 4K, immutable, a guest's, not a VMSA; state, owner and masks alike; GPAs consecutive from a 2M boundary. */
const isUniform: FirmwareParts['isUniform'] = (r, base) => {
  const { words } = r.regionOf(base);
  const gpa = r.parts.gpaOf(words, 0);
  const asid = r.parts.asidOf(words, 0);
  if (r.parts.isLarge(r, base) || asid === 0 || gpa % 512 !== 0) return false;
  for (let page = 0, at = 0; page < 512; page++, at += 4) {
    const isLocked = (words[at]! & (ASSIGNED | IMMUTABLE)) === (ASSIGNED | IMMUTABLE);
    // Flags of word 1 above gpa and ASID: Validated the same (the state), VMSA clear.
    const isAlike = (words[at + 1]! & VMSA) === 0 && words[at + 1]! >>> 30 === words[1]! >>> 30;
    const hasMasks = words[at + 2] === words[2] && words[at + 3] === words[3];
    if (!isLocked || !isAlike || !hasMasks) return false;
    if (r.parts.asidOf(words, at) !== asid || r.parts.gpaOf(words, at) !== gpa + page) return false;
  }
  return true;
};

/** The base becomes the 2M entry, still immutable. */
const unsmash: FirmwareParts['unsmash'] = (r, base) => {
  const { words } = r.writableRegion(base);
  words[0]! |= SIZE_2M;
  r.parts.storeSub(words, 0, 0);
  r.parts.writeStubs(r, base);
};

export const reclaimParts: Pick<
  FirmwareParts,
  'pageReclaim' | 'isReclaimable' | 'unlock' | 'pageUnsmash' | 'isUniform' | 'unsmash'
> = { pageReclaim, isReclaimable, unlock, pageUnsmash, isUniform, unsmash };
