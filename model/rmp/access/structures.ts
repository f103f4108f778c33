/** VMRUN and the other checks of whole structures, at 4K: rmp.md 3.7. */
import type { SpaPage } from '../../vocabulary/rmp/entry';
import type { StructureOp, VmrunOp } from '../../vocabulary/rmp/op';
import type { RmpOutcome } from '../../vocabulary/rmp/outcome';
import { PASSED, PROTECTION, withFault } from '../outcome';
import type { RmpMachineState } from '../state';
import { Err, RMP_VIOLATION } from './error-code';

const VMEXIT_INVALID = withFault('VMEXIT_INVALID');
const VIRTUALIZED_VMSAVE = withFault('NPF', RMP_VIOLATION + Err.write + Err.user);

/** VMSA of an SNP guest. VMRUN names it by SPA only: Reverse-Map has nothing to compare with. No Page-Size check. */
function isVmsaOf(rmp: RmpMachineState, page: SpaPage, asid: number): boolean {
  const entry = rmp.assume.VMRUN_VMSA_ENTRY === 'own' ? rmp.table.own(page) : rmp.table.effective(page);
  return entry !== null && entry.asid === asid && !entry.immutable && entry.vmsa;
}

/** The fault of the first structure that fails, or null. */
function structureFault(rmp: RmpMachineState, op: VmrunOp): RmpOutcome | null {
  const { table } = rmp;
  if (!table.hv(op.vmcb)) return PROTECTION;
  if (op.avic !== null && !table.hv(op.avic)) return VMEXIT_INVALID;
  if (op.vmsa === null) return null;
  const vmsaPasses = op.snp ? isVmsaOf(rmp, op.vmsa, op.asid) : table.hv(op.vmsa);
  return vmsaPasses ? null : VMEXIT_INVALID;
}

/** One VMRUN: its structures become in use. */
export function vmrun(rmp: RmpMachineState, op: VmrunOp): RmpOutcome {
  const fault = rmp.cpuSnpEnabled ? structureFault(rmp, op) : null;
  if (fault !== null) return fault;
  rmp.inUse.add(op.vmcb);
  if (op.vmsa !== null) rmp.inUse.add(op.vmsa);
  if (op.avic !== null) rmp.inUse.add(op.avic);
  return PASSED;
}

/** #VMEXIT: nothing is in use any more. */
export function vmexit(rmp: RmpMachineState): RmpOutcome {
  rmp.inUse.clear();
  return PASSED;
}

/** WRMSR of VM_HSAVE_PA, and VMSAVE. */
export function structure(rmp: RmpMachineState, op: StructureOp): RmpOutcome {
  if (rmp.cpuSnpEnabled && !rmp.table.hv(op.spa))
    return op.op === 'vmsave' && op.virtualized ? VIRTUALIZED_VMSAVE : PROTECTION;
  if (op.op === 'hsave') rmp.hsave = op.spa;
  return PASSED;
}
