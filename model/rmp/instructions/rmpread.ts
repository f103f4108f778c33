/** RMPREAD and RMPOPT: rmp.md 2.6. Neither changes anything. */
import { PAGE_BYTES } from '../../vocabulary/units';
import type { RmpOptOp, RmpReadOp } from '../../vocabulary/rmp/op';
import { rmpOutcome, type RmpOutcome } from '../../vocabulary/rmp/outcome';
import { isPageAligned, pageOfSpa } from '../address';
import { baseOf } from '../entry';
import { FAIL_INPUT, FAIL_PERMISSION, SUCCESS, UNDEFINED } from '../outcome';
import type { RmpMachineState } from '../state';

/** One RMPREAD: a stub reports its own bits. */
export function rmpread(rmp: RmpMachineState, op: RmpReadOp): RmpOutcome {
  if (!rmp.cpuSnpEnabled) return UNDEFINED;
  if (op.asid !== 0) return FAIL_PERMISSION;
  const page = pageOfSpa(rmp.table, op.spa);
  const entry = rmp.table.own(page);
  if (!isPageAligned(op.spa) || entry === null) return FAIL_INPUT;
  const region = rmp.table.region(baseOf(page));
  return rmpOutcome({
    read: {
      assigned: entry.assigned,
      size: entry.size,
      // 1.3: of a 2M-aligned page, another page of the region is assigned; the stubs of a 2M entry are.
      regionBusy: page === baseOf(page) && (region.large || region.subCount > 0),
      immutable: entry.immutable,
      gpa: entry.gpa * PAGE_BYTES,
      asid: entry.asid,
    },
  });
}

/** One RMPOPT: skips only what would pass, so that there is nothing to observe. */
export const rmpopt = (rmp: RmpMachineState, _op: RmpOptOp): RmpOutcome => (rmp.cpuSnpEnabled ? SUCCESS : UNDEFINED);
