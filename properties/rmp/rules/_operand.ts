import { RmpSize, type RmpEntry } from '../../../model/vocabulary/rmp/entry';
import type { PvalidateOp, RmpAdjustOp } from '../../../model/vocabulary/rmp/op';
import { ErrorBit, type RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import type { RmpStep } from '../rule';
import { isCovered } from './_address';
import { isOwners } from './_access';
import { effectiveOf } from './_entry';
import { hasErrorBit } from './_text';

const LARGE_LG = 21;

/** PVALIDATE or RMPADJUST with nothing wrong in its registers, privilege and paging: only the RMP decides. */
export function soundOperand({ op, config, before }: RmpStep): PvalidateOp | RmpAdjustOp | null {
  if ((op.op !== 'pvalidate' && op.op !== 'rmpadjust') || !before.cpuSnpEnabled) return null;
  if (op.asid === 0 || op.cpl !== 0 || op.badInput || !op.guestPresent || !op.nestedPresent || !op.nestedWritable)
    return null;
  if (op.op === 'pvalidate') return op.vmpl === 0 ? op : null;
  return op.target < config.vmpls && op.target > op.vmpl ? op : null;
}

/** The entry of a sound operand that is the guest's own: Covered, Guest-Owned, Reverse-Map, Mutable hold. */
export function ownedOperand(step: RmpStep): RmpEntry | null {
  const op = soundOperand(step);
  if (op === null || !isCovered(step.config, op.spa)) return null;
  const entry = effectiveOf(step.before, op.spa)!;
  return isOwners(entry, op) ? entry : null;
}

/** 4K asked of something larger (rmp.md table 15-40 in 2.3). */
export const asksLess = (entry: RmpEntry, op: PvalidateOp | RmpAdjustOp): boolean =>
  op.size === RmpSize.size4K && (entry.size === RmpSize.size2M || op.nestedLg >= LARGE_LG);

/** 2M asked of something smaller. */
export const asksMore = (entry: RmpEntry, op: PvalidateOp | RmpAdjustOp): boolean =>
  op.size === RmpSize.size2M && (entry.size === RmpSize.size4K || op.nestedLg < LARGE_LG);

/** The entry of an owned operand whose size is right: what is left are the instruction's own checks. */
export function fittingOperand(step: RmpStep): RmpEntry | null {
  const entry = ownedOperand(step);
  if (entry === null) return null;
  const op = step.op as PvalidateOp | RmpAdjustOp;
  return asksLess(entry, op) || asksMore(entry, op) ? null : entry;
}

/** True for #VMEXIT(NPF) by the RMP in a private access; `sizem`: with SIZEM set. */
export const isPrivateNpf = ({ fault, errorCode }: RmpOutcome, sizem: boolean): boolean =>
  fault === 'NPF' &&
  hasErrorBit(errorCode, ErrorBit.rmp) &&
  hasErrorBit(errorCode, ErrorBit.enc) &&
  hasErrorBit(errorCode, ErrorBit.sizem) === sizem;
