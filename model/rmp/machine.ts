import type { Machine } from '../vocabulary/plain';
import type { RmpConfig } from '../vocabulary/rmp/config';
import type { BusyOp, RmpOp } from '../vocabulary/rmp/op';
import type { RmpOutcome } from '../vocabulary/rmp/outcome';
import type { RmpView } from '../vocabulary/rmp/view';
import { access } from './access/access';
import { structure, vmexit, vmrun } from './access/structures';
import { baseOf } from './entry';
import { decommission, gctxCreate, launchUpdate, mdInit, mmioValidate, writeBuffer } from './firmware/guest-context';
import { pageReclaim, pageSetState, pageUnsmash } from './firmware/pages';
import { snpInit, snpShutdown } from './firmware/platform';
import { psmash } from './instructions/psmash';
import { pvalidate } from './instructions/pvalidate';
import { rmpadjust, rmpquery } from './instructions/rmpadjust';
import { rmpopt, rmpread } from './instructions/rmpread';
import { rmpupdate } from './instructions/rmpupdate';
import { PASSED } from './outcome';
import { RmpMachineState } from './state';
import { RmpModelView } from './view';

function setBusy(rmp: RmpMachineState, op: BusyOp): RmpOutcome {
  if (op.busy) rmp.busy.add(baseOf(op.spa));
  else rmp.busy.delete(baseOf(op.spa));
  return PASSED;
}

/** The RMP machine: says of every op what it must do (rmp.md 1 to 3). Deterministic; one per trace. */
export class RmpMachine implements Machine<RmpOp, RmpOutcome, RmpView> {
  readonly state: RmpMachineState;
  readonly view: RmpView;

  /** Throws RmpConfigError if no machine can have `config`. */
  constructor(config: RmpConfig) {
    this.state = new RmpMachineState(config);
    this.view = new RmpModelView(this.state);
  }

  /** One op. A failed one changes nothing. */
  step(op: RmpOp): RmpOutcome {
    const rmp = this.state;
    switch (op.op) {
      case 'rmpupdate':
        return rmpupdate(rmp, op);
      case 'psmash':
        return psmash(rmp, op);
      case 'rmpread':
        return rmpread(rmp, op);
      case 'rmpopt':
        return rmpopt(rmp, op);
      case 'pvalidate':
        return pvalidate(rmp, op);
      case 'rmpadjust':
        return rmpadjust(rmp, op);
      case 'rmpquery':
        return rmpquery(rmp, op);
      case 'snpInit':
        return snpInit(rmp);
      case 'pageReclaim':
        return pageReclaim(rmp, op);
      case 'pageUnsmash':
        return pageUnsmash(rmp, op);
      case 'pageSetState':
        return pageSetState(rmp, op);
      case 'mdInit':
        return mdInit(rmp, op);
      case 'gctxCreate':
        return gctxCreate(rmp, op);
      case 'decommission':
        return decommission(rmp, op);
      case 'launchUpdate':
        return launchUpdate(rmp, op);
      case 'mmioValidate':
        return mmioValidate(rmp, op);
      case 'writeBuffer':
        return writeBuffer(rmp, op);
      case 'snpShutdown':
        return snpShutdown(rmp, op);
      case 'access':
        return access(rmp, op);
      case 'vmrun':
        return vmrun(rmp, op);
      case 'vmexit':
        return vmexit(rmp);
      case 'hsave':
      case 'vmsave':
        return structure(rmp, op);
      case 'busy':
        return setBusy(rmp, op);
    }
  }
}
