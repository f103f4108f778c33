/** CPU accesses: rmp.md 3.2 (who is checked for what) and 3.3 (in which order). */
import { VmplBit, type RmpEntry } from '../../vocabulary/rmp/entry';
import type { AccessOp } from '../../vocabulary/rmp/op';
import type { RmpOutcome } from '../../vocabulary/rmp/outcome';
import { PASSED, withFault } from '../outcome';
import type { RmpMachineState } from '../state';
import { allowsVmpl, isHypervisorOwned, isOwnMutable, matchesSize } from './checks';
import { Err, RMP_VIOLATION } from './error-code';

const NOT_VALIDATED = withFault('#VC');
/** A/D bits, and tables that are read by system address, have the size 4K. */
const LG_4K = 12;

/** Which column of table 15-39 applies. */
type Check = 'none' | 'hypervisorOwned' | 'private';

const isWrite = ({ kind }: AccessOp): boolean => kind === 'write' || kind === 'adUpdate';
const isData = ({ kind }: AccessOp): boolean => kind === 'read' || kind === 'write';

/** Effective C-bit (3.2): fetches and table walks are private; else vTOM decides, or the PTE. */
function effectiveCBit(op: AccessOp): boolean {
  if (op.by === 'host') return false;
  if (op.by === 'guest') return op.cBit;
  if (!isData(op)) return true;
  return op.vtom === null ? op.cBit : op.gpa < op.vtom;
}

/** Rows A to I of table 15-39. */
function checkOf(rmp: RmpMachineState, op: AccessOp, cBit: boolean): Check {
  if (!rmp.cpuSnpEnabled) return 'none';
  if (op.by === 'snp-guest') {
    if (cBit) return 'private'; // F, G
    return op.kind === 'write' ? 'hypervisorOwned' : 'none'; // H, I
  }
  switch (op.kind) {
    case 'write': // B, E
    case 'adUpdate': // C, E
      return 'hypervisorOwned';
    case 'tableRead': // C, E
      return op.by === 'guest' || rmp.assume.HOST_PT_READ_CHECKED ? 'hypervisorOwned' : 'none';
    default: // A, D
      return 'none';
  }
}

/** W, I, and U: what the error code says of the access itself. Nested accesses carry U = 1 (3.4). */
function accessBits(op: AccessOp, nested: boolean): number {
  return (isWrite(op) ? Err.write : 0) + (op.kind === 'fetch' ? Err.fetch : 0) + (nested || op.user ? Err.user : 0);
}

/** Steps 1 and 2: ordinary paging, the guest's own first. Null: it translates. */
function pagingFault(op: AccessOp, cBit: boolean): RmpOutcome | null {
  const nested = op.by !== 'host';
  if (nested && !op.guestPresent) return withFault('guest#PF', accessBits(op, false));
  // With vTOM the C-bit is a reserved bit of the guest's PTE (3.2).
  if (op.by === 'snp-guest' && op.vtom !== null && op.cBit)
    return withFault('guest#PF', accessBits(op, false) + Err.present + Err.reserved);
  const bits = accessBits(op, nested) + (cBit ? Err.enc : 0);
  if (!op.nestedPresent) return withFault(nested ? 'NPF' : '#PF', bits);
  if (isWrite(op) && !op.nestedWritable) return withFault(nested ? 'NPF' : '#PF', bits + Err.present);
  return null;
}

/** The bit of the VMPL mask that allows the access (1.1). */
function vmplBit(op: AccessOp): number {
  if (op.kind === 'fetch') return op.user ? VmplBit.executeUser : VmplBit.executeSupervisor;
  return isWrite(op) ? VmplBit.write : VmplBit.read;
}

/** Step 3 of a private access: Covered, Guest-Owned, Reverse-Map, Mutable, Page-Size. */
const passesOwnership = (rmp: RmpMachineState, op: AccessOp, entry: RmpEntry | null): entry is RmpEntry =>
  isOwnMutable(entry, op.asid, op.gpa) &&
  matchesSize(entry, op.nestedLg) &&
  !(entry.vmsa && isData(op) && rmp.assume.VMSA_PAGE_DATA_ACCESS === 'deny');

/** Steps 3 to 5 of a private access. Null: it passes. */
function privateFault(rmp: RmpMachineState, op: AccessOp): RmpOutcome | null {
  const bits = accessBits(op, true) + RMP_VIOLATION + Err.enc;
  const entry = rmp.table.effective(op.spa);
  if (!passesOwnership(rmp, op, entry)) return withFault('NPF', bits);
  if (!entry.validated) return NOT_VALIDATED;
  if (!allowsVmpl(entry, op.vmpl, vmplBit(op))) return withFault('NPF', bits + Err.vmpl);
  return null;
}

/** Step 3 of a shared, host or non-SNP write. Null: it passes. */
function sharedFault(rmp: RmpMachineState, op: AccessOp, cBit: boolean): RmpOutcome | null {
  const lg = op.kind === 'adUpdate' ? LG_4K : op.nestedLg;
  if (isHypervisorOwned(rmp.table, op.spa, lg)) return null;
  const nested = op.by !== 'host';
  const bits = accessBits(op, nested) + RMP_VIOLATION + (cBit ? Err.enc : 0);
  return withFault(nested ? 'NPF' : '#PF', bits);
}

/** NPT_READ_CHECKED: the walk itself reads a page of the nested table, so no leaf stands between. */
function nestedTableRead(rmp: RmpMachineState, op: AccessOp): RmpOutcome {
  const checked = rmp.cpuSnpEnabled && op.by !== 'host' && rmp.assume.NPT_READ_CHECKED;
  if (!checked || isHypervisorOwned(rmp.table, op.spa, LG_4K)) return PASSED;
  return withFault('NPF', Err.user + RMP_VIOLATION);
}

/** INUSE_SPURIOUS: while another CPU uses the entry, the ownership group may fail as well (3.3). */
const mayFault = (rmp: RmpMachineState, op: AccessOp, outcome: RmpOutcome): RmpOutcome =>
  rmp.assume.INUSE_SPURIOUS === 'on' && rmp.isBusy(op.spa) ? { ...outcome, mayFault: true } : outcome;

const writerOf = (op: AccessOp): string => (op.by === 'host' ? 'host' : `guest ${op.asid}`);

/** One CPU access. */
export function access(rmp: RmpMachineState, op: AccessOp): RmpOutcome {
  if (op.kind === 'nestedTableRead') return nestedTableRead(rmp, op);
  const cBit = effectiveCBit(op);
  // Steps 1 and 2
  const paging = pagingFault(op, cBit);
  if (paging !== null) return paging;
  // Steps 3 to 5
  const check = checkOf(rmp, op, cBit);
  const fault = check === 'none' ? null : check === 'private' ? privateFault(rmp, op) : sharedFault(rmp, op, cBit);
  // Step 6
  if (fault === null && isWrite(op)) rmp.written(op.spa, writerOf(op));
  const outcome = fault ?? PASSED;
  return check === 'none' ? outcome : mayFault(rmp, op, outcome);
}
