import type { FirmwareOp, RmpOp, RmpUpdateOp } from '../../../model/vocabulary/rmp/op';
import type { RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import type { InBoxRmp } from './in-box';
import { UpdateRequest } from './update-request';

/** Executes one op and reads the registers into an outcome. */
export function executeRmpOp(r: InBoxRmp, op: RmpOp): RmpOutcome {
  r.clear();
  const read = execute(r, op);
  return { code: r.code, codes: null, fault: r.fault, errorCode: r.errorCode, carry: r.carry, read };
}

function execute(r: InBoxRmp, op: RmpOp): RmpOutcome['read'] {
  switch (op.op) {
    case 'rmpupdate':
      r.executeUpdate(updateOf(r, op));
      return null;
    case 'psmash':
      r.executePsmash(Math.floor(op.spa / 4096), op.spa % 4096 === 0, op.asid);
      return null;
    case 'rmpread':
      return rmpread(r, op.spa, op.asid);
    case 'rmpopt':
      if (!r.cpuSnpEnabled) r.raise('#UD', 0);
      return null;
    case 'pvalidate':
      r.code = r.parts.pvalidate(r, op);
      return null;
    case 'rmpadjust':
      r.code = r.parts.rmpadjust(r, op);
      return null;
    case 'rmpquery':
      return r.parts.rmpquery(r, op);
    case 'access':
      r.parts.access(r, op);
      r.code = -1;
      return null;
    case 'vmrun':
      r.parts.vmrun(r, op);
      r.code = -1;
      return null;
    case 'vmexit':
      r.inUse.length = 0;
      r.code = -1;
      return null;
    case 'hsave':
    case 'vmsave':
      r.parts.saveStructure(r, op);
      r.code = -1;
      return null;
    case 'busy':
      if (r.parts.covered(r, op.spa)) r.regionOf(op.spa).isBusy = op.busy;
      r.code = -1;
      return null;
    default:
      r.code = executeFirmware(r, op);
      return null;
  }
}

function executeFirmware(r: InBoxRmp, op: FirmwareOp): number {
  switch (op.op) {
    case 'snpInit':
      return r.parts.snpInit(r);
    case 'pageReclaim':
      return r.parts.pageReclaim(r, op.spa, op.size, op.reserved);
    case 'pageUnsmash':
      return r.parts.pageUnsmash(r, op.spa);
    case 'pageSetState':
      return r.parts.pageSetState(r, op.spa, op.pages);
    case 'mdInit':
      return r.parts.mdInit(r, op.spa, op.context);
    case 'gctxCreate':
      return r.parts.gctxCreate(r, op.spa);
    case 'decommission':
      return r.parts.decommission(r, op.spa);
    case 'launchUpdate':
      return r.parts.launchUpdate(r, op);
    case 'mmioValidate':
      return r.parts.mmioValidate(r, op);
    case 'writeBuffer':
      return r.parts.writeBuffer(r, op.spa);
    case 'snpShutdown':
      return r.parts.snpShutdown(r, op.x86);
  }
}

/** rmp.md 2.6. */
function rmpread(r: InBoxRmp, spa: number, asid: number): RmpOutcome['read'] {
  if (!r.cpuSnpEnabled) {
    r.raise('#UD', 0);
    return null;
  }
  const page = r.pageOfAddress(spa);
  if (asid !== 0) r.code = RmpCode.failPermission;
  else if (spa % 4096 !== 0 || !r.parts.covered(r, page)) r.code = RmpCode.failInput;
  return r.code === RmpCode.success ? r.parts.readOut(r, page) : null;
}

function updateOf(r: InBoxRmp, op: RmpUpdateOp): UpdateRequest {
  const u = new UpdateRequest();
  u.page = r.pageOfAddress(op.spa);
  u.pageAligned = op.spa % 4096 === 0;
  u.callerAsid = op.asid;
  u.assigned = op.to.assigned;
  u.size = op.to.size;
  u.immutable = op.to.immutable;
  u.gpa = Math.floor(op.to.gpa / 4096);
  u.gpaAligned = op.to.gpa % 4096 === 0;
  u.asid = op.to.asid;
  u.reserved = op.to.reserved;
  return u;
}
