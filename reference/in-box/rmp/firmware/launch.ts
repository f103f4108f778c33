import type { SpaPage } from '../../../../model/vocabulary/rmp/entry';
import { FirmwareStatus } from '../../../../model/vocabulary/rmp/outcome';
import { IMMUTABLE, LOCK, slotOf, VALIDATED, VMSA } from '../entry-bits';
import type { InBoxRmp } from '../in-box';
import type { FirmwareParts } from '../parts/firmware';

/** Pre-Guest → Guest-Valid. */
function validate(r: InBoxRmp, page: SpaPage): void {
  const { words } = r.writableRegion(page);
  const at = slotOf(page);
  words[at] = words[at]! & ~IMMUTABLE;
  words[at + 1] = (words[at + 1]! | VALIDATED) & ~LOCK;
}

/** rmp.md 2.7, T10. */
const launchUpdate: FirmwareParts['launchUpdate'] = (r, op) => {
  if (!r.iommuSnpEnabled) return FirmwareStatus.invalidPlatformState;
  const page = r.pageOfAddress(op.spa);
  if (op.spa % 4096 !== 0 || !r.parts.covered(r, page)) return FirmwareStatus.invalidAddress;
  if (r.parts.classifyState(r, page) !== 'Pre-Guest') return FirmwareStatus.invalidPageState;
  const isLarge = r.parts.isLarge(r, page);
  if ((op.size === 1) !== isLarge || (isLarge && op.type !== 'normal')) return FirmwareStatus.invalidPageSize;
  if (isLarge && page % 512 !== 0) return FirmwareStatus.invalidAddress;
  validate(r, page);
  r.parts.launchRights(r, page, op);
  return FirmwareStatus.success;
};

/** The three bytes of the command; VMPL0 keeps its own. */
const launchRights: FirmwareParts['launchRights'] = (r, page, op) => {
  const { words } = r.writableRegion(page);
  const at = slotOf(page);
  for (let vmpl = 1; vmpl < r.config.vmpls; vmpl++) r.parts.storeMask(words, at, vmpl, op.perms[vmpl - 1]!);
  if (op.type === 'vmsa') words[at + 1] = words[at + 1]! | VMSA;
};

/** rmp.md 2.7, T22; every refusal has one opaque code. */
const mmioValidate: FirmwareParts['mmioValidate'] = (r, op) => {
  const first = r.pageOfAddress(op.spa);
  if (!r.iommuSnpEnabled || !op.bound || op.spa % 4096 !== 0) return FirmwareStatus.refused;
  for (let i = 0; i < op.pages; i++) if (!r.parts.mmioPageFits(r, first, op, first + i)) return FirmwareStatus.refused;
  for (let page = first; page < first + op.pages; page++) {
    if (r.parts.authority(r, page) === page) validate(r, page);
  }
  return FirmwareStatus.success;
};

/** Assigned, immutable, not validated, with the GPA reported, of one guest; a 2M entry only whole. */
const mmioPageFits: FirmwareParts['mmioPageFits'] = (r, first, op, page) => {
  if (!r.parts.covered(r, page) || r.parts.classifyState(r, page) !== 'Pre-Guest') return false;
  const base = r.parts.authority(r, page);
  const isWhole = !r.parts.isLarge(r, page) || (base >= first && base + 512 <= first + op.pages);
  return isWhole && r.parts.effectiveGpa(r, page) === op.gpa + (page - first) && r.asidOf(page) === r.asidOf(first);
};

export const launchParts: Pick<FirmwareParts, 'launchUpdate' | 'launchRights' | 'mmioValidate' | 'mmioPageFits'> = {
  launchUpdate,
  launchRights,
  mmioValidate,
  mmioPageFits,
};
