import { ErrorBit, RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import type { GuestInstructionParts } from '../parts/instructions';

const bit = (position: number): number => 2 ** position;
/** rmp.md 2.3: bits 31, 34, 2, 0, and nothing of a write. */
const NPF_ENC = bit(ErrorBit.present) + bit(ErrorBit.user) + bit(ErrorBit.rmp) + bit(ErrorBit.enc);
const NPF_PAGING = bit(ErrorBit.user) + bit(ErrorBit.enc);

/** rmp.md 2.0: #UD where SNP is off or the caller is no SNP guest, #GP(0) outside CPL 0. */
const guestMayExecute: GuestInstructionParts['guestMayExecute'] = (r, op) => {
  if (!r.cpuSnpEnabled || op.asid === 0) return r.raise('#UD', 0);
  return op.cpl === 0 || r.raise('#GP', 0);
};

const guestTranslates: GuestInstructionParts['guestTranslates'] = (r, op) => {
  if (!op.guestPresent) return r.raise('guest#PF', 0);
  return op.nestedPresent || r.raise('NPF', NPF_PAGING);
};

const isLargeEntry: GuestInstructionParts['operandIsLarger'] = (r, op) =>
  r.parts.covered(r, op.spa) && r.parts.isLarge(r, op.spa);

const operandIsLarger: GuestInstructionParts['operandIsLarger'] = (r, op) =>
  op.size === 0 && (op.nestedLg > 12 || isLargeEntry(r, op));

const operandIsSmaller: GuestInstructionParts['operandIsSmaller'] = (r, op) =>
  op.size === 1 && (op.nestedLg === 12 || (r.parts.covered(r, op.spa) && !r.parts.isLarge(r, op.spa)));

const guestOwnsOperand: GuestInstructionParts['guestOwnsOperand'] = (r, op) =>
  r.parts.covered(r, op.spa) &&
  r.parts.guestOwned(r, op.spa, op.asid) &&
  r.parts.reverseMapMatches(r, op.spa, op.gpa) &&
  r.parts.isMutable(r, op.spa);

/** Steps 3 to 5 of rmp.md 2.3: 0, FAIL_SIZEMISMATCH, or −1 with a fault. */
const reachOperand: GuestInstructionParts['reachOperand'] = (r, op) => {
  if (!r.parts.guestTranslates(r, op)) return -1;
  if (r.parts.operandIsLarger(r, op)) {
    r.raise('NPF', NPF_ENC + bit(ErrorBit.sizem));
    return -1;
  }
  if (r.parts.operandIsSmaller(r, op)) return RmpCode.failSizeMismatch;
  if (r.parts.guestOwnsOperand(r, op)) return RmpCode.success;
  r.parts.raiseOperandFault(r);
  return -1;
};

const raiseOperandFault: GuestInstructionParts['raiseOperandFault'] = (r) => {
  r.raise('NPF', NPF_ENC);
};

export const guestParts: Pick<
  GuestInstructionParts,
  | 'guestMayExecute'
  | 'guestTranslates'
  | 'operandIsLarger'
  | 'operandIsSmaller'
  | 'guestOwnsOperand'
  | 'reachOperand'
  | 'raiseOperandFault'
> = {
  guestMayExecute,
  guestTranslates,
  operandIsLarger,
  operandIsSmaller,
  guestOwnsOperand,
  reachOperand,
  raiseOperandFault,
};
