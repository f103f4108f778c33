/** RMPADJUST: rmp.md 2.4. RMPQUERY: rmp.md 2.5. */
import type { RmpAdjustOp, RmpQueryOp } from '../../vocabulary/rmp/op';
import { rmpOutcome, type RmpOutcome } from '../../vocabulary/rmp/outcome';
import { FAIL_INPUT, FAIL_PERMISSION, PROTECTION, SUCCESS, UNDEFINED, withFault } from '../outcome';
import type { RmpMachineState } from '../state';
import { ownershipFailure, sizeFailure, translationFault } from './guest';

const NOT_VALIDATED = withFault('#VC');

/** One RMPADJUST. */
export function rmpadjust(rmp: RmpMachineState, op: RmpAdjustOp): RmpOutcome {
  if (!rmp.cpuSnpEnabled || op.asid === 0) return UNDEFINED;
  // Step 1
  if (op.cpl > 0) return PROTECTION;
  // Step 2
  if (op.badInput || op.target >= rmp.config.vmpls) return FAIL_INPUT;
  // Step 3
  if (op.target <= op.vmpl) return FAIL_PERMISSION;
  // Steps 4 and 5
  const failure =
    translationFault(op) ?? sizeFailure(op, op.size, rmp.table.effective(op.spa)) ?? ownershipFailure(rmp, op);
  if (failure !== null) return failure;
  const entry = rmp.table.stored(op.spa);
  if (!entry.validated) return NOT_VALIDATED;
  // Step 6
  if ((op.mask & ~(entry.masks[op.vmpl] ?? 0)) !== 0) return FAIL_PERMISSION;
  // Step 7
  rmp.table.setStored(op.spa, {
    ...entry,
    masks: entry.masks.map((mask, vmpl) => (vmpl === op.target ? op.mask : mask)),
    vmsa: op.vmpl === 0 ? op.vmsa : entry.vmsa,
  });
  return SUCCESS;
}

/**
 * One RMPQUERY. Of its checks the text gives only codes 0 and 2: the target may not be more privileged than the caller,
 * nor absent; the page is checked as RMPADJUST does it, without a size to compare.
 */
export function rmpquery(rmp: RmpMachineState, op: RmpQueryOp): RmpOutcome {
  if (!rmp.cpuSnpEnabled || op.asid === 0) return UNDEFINED;
  if (op.cpl > 0) return PROTECTION;
  if (op.badInput || op.target < op.vmpl || op.target >= rmp.config.vmpls) return FAIL_PERMISSION;
  const failure = translationFault(op) ?? ownershipFailure(rmp, op);
  if (failure !== null) return failure;
  const entry = rmp.table.stored(op.spa);
  if (!entry.validated) return NOT_VALIDATED;
  return rmpOutcome({ read: { mask: entry.masks[op.target]!, vmsa: entry.vmsa, size: entry.size } });
}
