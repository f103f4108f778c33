import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { slotOf, VALIDATED } from '../entry-bits';
import type { GuestInstructionParts } from '../parts/instructions';

const pvalidateVmpl: GuestInstructionParts['pvalidateVmpl'] = (r, op) => {
  if (op.vmpl === 0) return RmpCode.success;
  if (r.assume.PVALIDATE_NON_VMPL0 === 'FAIL_PERMISSION') return RmpCode.failPermission;
  r.raise('#GP', 0);
  return -1;
};

/** rmp.md 2.3. */
const pvalidate: GuestInstructionParts['pvalidate'] = (r, op) => {
  if (!r.parts.guestMayExecute(r, op)) return -1;
  const refused = r.parts.pvalidateVmpl(r, op);
  if (refused !== RmpCode.success) return refused;
  if (op.badInput) return RmpCode.failInput;
  const reached = r.parts.reachOperand(r, op);
  if (reached !== RmpCode.success) return reached;
  if (r.parts.isValidated(r, op.spa) === op.validate) r.carry = true;
  else r.parts.writeValidated(r, r.parts.authority(r, op.spa), op.validate);
  return RmpCode.success;
};

const writeValidated: GuestInstructionParts['writeValidated'] = (r, page, validated) => {
  const { words } = r.writableRegion(page);
  const at = slotOf(page) + 1;
  words[at] = validated ? words[at]! | VALIDATED : words[at]! & ~VALIDATED;
};

export const pvalidateParts: Pick<GuestInstructionParts, 'pvalidateVmpl' | 'pvalidate' | 'writeValidated'> = {
  pvalidateVmpl,
  pvalidate,
  writeValidated,
};
