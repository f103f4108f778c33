import type { RmpOp } from '../../model/vocabulary/rmp/op';
import { ErrorBit, RmpCode, type RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import { hasErrorBit } from './rules/_text';

/** Codes that tell of an entry, and not of a wrong input. */
const MET_STATE: readonly number[] = [
  RmpCode.failInUse,
  RmpCode.failOverlap,
  RmpCode.failSizeMismatch,
  RmpCode.failNotSuitable,
];

/**
 * True if the op changed entries or met one that decided: a change that was made or that an entry refused, an access
 * that was checked against an entry of somebody. Paging errors, wrong inputs and unchecked reads are not counted.
 */
export function isActive(op: RmpOp, outcome: RmpOutcome): boolean {
  const { fault, code, errorCode } = outcome;
  if (fault === '#VC' || fault === 'VMEXIT_INVALID' || hasErrorBit(errorCode, ErrorBit.rmp)) return true;
  if (fault !== null) return false;
  switch (op.op) {
    case 'access':
      return op.by === 'snp-guest' ? op.cBit || op.vtom !== null : op.kind === 'write' || op.kind === 'adUpdate';
    case 'rmpread':
      return outcome.read !== null && 'assigned' in outcome.read && outcome.read.assigned;
    case 'rmpupdate':
      return code === RmpCode.success || MET_STATE.includes(code) || (code === RmpCode.failPermission && op.asid === 0);
    case 'rmpopt':
    case 'busy':
    case 'vmexit':
      return false;
    case 'vmrun':
    case 'hsave':
    case 'vmsave':
      return true;
    default:
      return code === RmpCode.success || MET_STATE.includes(code);
  }
}
