import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import type {
  PsmashOp,
  PvalidateOp,
  RmpAdjustOp,
  RmpNewState,
  RmpOp,
  RmpQueryOp,
  RmpReadOp,
  RmpUpdateOp,
} from '../../../model/vocabulary/rmp/op';
import type { CaseContext } from './context';
import { bytesOf } from './moves/update';

/** ASID that the firmware locks regions with: never a guest's (rmp.md 1.2). */
const LOCK_ASID = 0x3ff;
const GPA_TAG_BYTES = 2 ** 48;

/** A new state with one thing wrong in it (rmp.md 2.1 check 2). */
function spoiltState(c: CaseContext, to: RmpNewState): RmpNewState {
  switch (c.draw.int(8)) {
    case 0:
      return { ...to, reserved: true };
    case 1:
      return { ...to, asid: c.draw.pick([LOCK_ASID, c.config.maxAsid + 1]) };
    case 2:
      return { ...to, assigned: false, immutable: true, asid: 0, gpa: 0 };
    case 3:
      return { ...to, assigned: false, asid: c.asid() };
    case 4:
      return { ...to, assigned: true, immutable: false, asid: 0 };
    case 5:
      return { ...to, assigned: true, immutable: true, asid: 0, gpa: c.draw.pick([1, 2]) * GPA_TAG_BYTES + bytesOf(1) };
    case 6:
      return { ...to, gpa: to.gpa + c.draw.pick([0x10, bytesOf(1)]) };
    default:
      return { ...to, size: to.size === 0 ? 1 : 0 };
  }
}

/** An address that is misaligned, not covered, or carries the C-bit. */
function spoiltAddress(c: CaseContext, spa: number): number {
  const { cBit } = c.config;
  const { regions } = c.places;
  switch (c.draw.int(6)) {
    case 0:
      return spa + c.draw.pick([1, 8, 0x800]);
    case 1:
      return spa + bytesOf(1);
    case 2:
      return bytesOf(regions[regions.length - 1]! + c.draw.int(REGION_PAGES));
    default:
      return cBit === null ? spa + bytesOf(1) : spa + 2 ** cBit;
  }
}

function spoilHypervisors<T extends RmpUpdateOp | PsmashOp | RmpReadOp>(c: CaseContext, op: T): T {
  if (c.draw.chance(18)) return { ...op, asid: c.asid() };
  return { ...op, spa: spoiltAddress(c, op.spa) };
}

function spoilGuests<T extends PvalidateOp | RmpAdjustOp | RmpQueryOp>(c: CaseContext, op: T): T {
  switch (c.draw.int(6)) {
    case 0:
      return { ...op, badInput: true };
    case 1:
      return { ...op, cpl: 3 };
    case 2:
      return { ...op, asid: 0 };
    case 3:
      return { ...op, vmpl: c.draw.int(c.config.vmpls) };
    case 4:
      return { ...op, gpa: op.gpa + REGION_PAGES };
    default:
      return { ...op, size: op.size === 0 ? 1 : 0, spa: c.region(), gpa: op.gpa - (op.gpa % REGION_PAGES) };
  }
}

/** The op with one thing wrong. Ops that have no inputs to spoil stay. */
export function spoil(c: CaseContext, op: RmpOp): RmpOp {
  switch (op.op) {
    case 'rmpupdate':
      return c.draw.chance(50) ? { ...op, to: spoiltState(c, op.to) } : spoilHypervisors(c, op);
    case 'psmash':
    case 'rmpread':
      return spoilHypervisors(c, op);
    case 'rmpadjust':
      if (c.draw.chance(30)) return { ...op, target: c.draw.pick([c.config.vmpls, op.vmpl, 0]) };
      return spoilGuests(c, op);
    case 'pvalidate':
    case 'rmpquery':
      return spoilGuests(c, op);
    case 'pageReclaim':
      if (c.draw.chance(25)) return { ...op, reserved: true };
      return { ...op, spa: spoiltAddress(c, op.spa), size: c.draw.chance(50) ? op.size : 0 };
    case 'pageUnsmash':
    case 'mdInit':
    case 'gctxCreate':
    case 'decommission':
    case 'launchUpdate':
    case 'writeBuffer':
      return { ...op, spa: spoiltAddress(c, op.spa) };
    default:
      return op;
  }
}
