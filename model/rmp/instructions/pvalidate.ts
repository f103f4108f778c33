/** PVALIDATE: rmp.md 2.3. */
import type { PvalidateOp } from '../../vocabulary/rmp/op';
import { rmpOutcome, type RmpOutcome } from '../../vocabulary/rmp/outcome';
import { FAIL_INPUT, FAIL_PERMISSION, PROTECTION, SUCCESS, UNDEFINED } from '../outcome';
import type { RmpMachineState } from '../state';
import { ownershipFailure, sizeFailure, translationFault } from './guest';

const UNCHANGED = rmpOutcome({ carry: true });

/** One PVALIDATE. */
export function pvalidate(rmp: RmpMachineState, op: PvalidateOp): RmpOutcome {
  // 2.0: only an SNP-active guest has the instruction.
  if (!rmp.cpuSnpEnabled || op.asid === 0) return UNDEFINED;
  // Step 1
  if (op.cpl > 0) return PROTECTION;
  if (op.vmpl !== 0) return rmp.assume.PVALIDATE_NON_VMPL0 === '#GP(0)' ? PROTECTION : FAIL_PERMISSION;
  // Step 2
  if (op.badInput) return FAIL_INPUT;
  // Steps 3 to 5
  const failure =
    translationFault(op) ?? sizeFailure(op, op.size, rmp.table.effective(op.spa)) ?? ownershipFailure(rmp, op);
  if (failure !== null) return failure;
  // Step 6: a 2M request acts on the one 2M entry.
  const entry = rmp.table.stored(op.spa);
  if (entry.validated === op.validate) return UNCHANGED;
  rmp.table.setStored(op.spa, { ...entry, validated: op.validate });
  return SUCCESS;
}
