import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { slotOf, VMSA } from '../entry-bits';
import type { GuestInstructionParts } from '../parts/instructions';

/** rmp.md 2.4. */
const rmpadjust: GuestInstructionParts['rmpadjust'] = (r, op) => {
  if (!r.parts.guestMayExecute(r, op)) return -1;
  if (op.badInput || op.target >= r.config.vmpls) return RmpCode.failInput;
  if (!r.parts.isLessPrivileged(op.vmpl, op.target)) return RmpCode.failPermission;
  const reached = r.parts.reachOperand(r, op);
  if (reached !== RmpCode.success) return reached;
  if (!r.parts.isValidated(r, op.spa)) {
    r.parts.raiseNotValidated(r);
    return -1;
  }
  const page = r.parts.authority(r, op.spa);
  if (!r.parts.mayGrant(r, op, page)) return RmpCode.failPermission;
  r.parts.storeMask(r.writableRegion(page).words, slotOf(page), op.target, op.mask);
  r.parts.writeVmsa(r, op, page);
  return RmpCode.success;
};

/** RMP-036. */
const isLessPrivileged: GuestInstructionParts['isLessPrivileged'] = (vmpl, target) => target > vmpl;

/** RMP-037: of the caller's own mask alone. */
const mayGrant: GuestInstructionParts['mayGrant'] = (r, op, page) =>
  (op.mask & ~r.parts.maskOf(r.regionOf(page).words, slotOf(page), op.vmpl)) === 0;

/** RMP-038. */
const writeVmsa: GuestInstructionParts['writeVmsa'] = (r, op, page) => {
  if (op.vmpl !== 0) return;
  const { words } = r.writableRegion(page);
  const at = slotOf(page) + 1;
  words[at] = op.vmsa ? words[at]! | VMSA : words[at]! & ~VMSA;
};

/** rmp.md 2.5; leaves its code in `r`. */
const rmpquery: GuestInstructionParts['rmpquery'] = (r, op) => {
  r.code = -1;
  if (!r.parts.guestMayExecute(r, op)) return null;
  r.code = RmpCode.failPermission;
  if (op.badInput || op.target >= r.config.vmpls || op.target < op.vmpl) return null;
  r.code = -1;
  if (!r.parts.guestTranslates(r, op)) return null;
  if (!r.parts.guestOwnsOperand(r, op)) {
    r.parts.raiseOperandFault(r);
    return null;
  }
  if (!r.parts.isValidated(r, op.spa)) {
    r.parts.raiseNotValidated(r);
    return null;
  }
  r.code = RmpCode.success;
  const page = r.parts.authority(r, op.spa);
  const { words } = r.regionOf(page);
  const at = slotOf(page);
  return {
    mask: r.parts.maskOf(words, at, op.target),
    vmsa: (words[at + 1]! & VMSA) !== 0,
    size: r.parts.isLarge(r, op.spa) ? 1 : 0,
  };
};

export const rmpadjustParts: Pick<
  GuestInstructionParts,
  'rmpadjust' | 'isLessPrivileged' | 'mayGrant' | 'writeVmsa' | 'rmpquery'
> = { rmpadjust, isLessPrivileged, mayGrant, writeVmsa, rmpquery };
