import type { Op } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { OpFlag, OpKind } from '../../../model/vocabulary/op';
import { Prot } from '../../../model/vocabulary/prot';
import { RangeKind, type Step } from '../step';
import { LG_PAGES, completed, isAligned } from './_range';

/** Reasons to refuse a map, a bit each, lowest first in the documented order (page-tables.md 3.3, PT-072). */
export const Refusal = {
  prot: 1,
  oaStart: 2,
  zero: 4,
  oaEnd: 8,
  wraps: 16,
  alignment: 32,
  /** The length is no multiple of the smallest size (PT-064, AMB-LEN). */
  length: 64,
  range: 128,
} as const;

/** Page of the last byte of the physical range of a map of one run. */
export const lastOa = (op: Op): number => op.oa + op.len + ((op.oaOffset + op.lenOffset - 1) >> 12);

/** True if the wrapper hands the request to the map op of a paging domain, and the op came to its end. */
export const reachesMap = (step: Step): boolean =>
  completed(step) &&
  step.config.domainType === 'paging' &&
  (step.op.flags & OpFlag.badGfp) === 0 &&
  step.sizes.length > 0;

/** True if iommu_map is asked for nothing, and AMB-LEN0 makes that a success before any other argument is looked at. */
export const isNoop = (step: Step): boolean =>
  step.op.kind === OpKind.iommuMap && step.range === RangeKind.none && step.config.assumptions['AMB-LEN0'] === 'noop';

/** Every reason to refuse the map of one run (not iommuMapSg), from its arguments alone. */
export function refusals(step: Step): number {
  const op = step.op;
  const limit = LG_PAGES[step.config.oasz]!;
  const min = LG_PAGES[step.sizes[0]!]!;
  let reasons = (op.prot & (Prot.READ | Prot.WRITE)) === 0 ? Refusal.prot : 0;
  if (op.oa >= limit) reasons |= Refusal.oaStart;
  if ((op.iovaOffset | op.oaOffset) !== 0 || !isAligned(op.iova, min) || !isAligned(op.oa, min)) {
    reasons |= Refusal.alignment;
  }
  if (op.len === 0 && op.lenOffset === 0) return isNoop(step) ? 0 : reasons | Refusal.zero;
  if (lastOa(op) >= limit) reasons |= Refusal.oaEnd;
  if (op.len < min) reasons |= Refusal.alignment;
  if (op.lenOffset !== 0 || !isAligned(op.len, min)) reasons |= Refusal.length;
  if (step.range === RangeKind.wraps) reasons |= Refusal.wraps;
  else if (step.last > step.lastAperturePage) reasons |= Refusal.range;
  return reasons;
}

/** errno of the one reason `reason`. */
function errnoOf(step: Step, reason: number): number {
  switch (reason) {
    case Refusal.prot:
    case Refusal.zero:
      return Errno.EINVAL;
    case Refusal.wraps:
      return Errno.EOVERFLOW;
    case Refusal.alignment:
      return Errno.ENXIO;
    case Refusal.length:
      return step.config.assumptions['AMB-LEN'] === 'einval' ? Errno.EINVAL : Errno.ENXIO;
    default:
      return Errno.ERANGE;
  }
}

/** errno that the documented order gives for `reasons` (not 0). */
export const documentedErrno = (step: Step, reasons: number): number => errnoOf(step, reasons & -reasons);

/** True if `ret` may answer a request with these reasons: the first of them, or any under AMB-ERR-PRIORITY `any`. */
export function isRightRefusal(step: Step, reasons: number): boolean {
  const { ret } = step.outcome;
  const first = reasons & -reasons;
  if (ret === errnoOf(step, first)) return true;
  // Where alignment and length are both wrong, AMB-LEN does not say which of the two is looked at first.
  const both = first === Refusal.alignment && (reasons & Refusal.length) !== 0;
  if (both && ret === errnoOf(step, Refusal.length)) return true;
  if (step.config.assumptions['AMB-ERR-PRIORITY'] !== 'any') return false;
  for (let bit = 1; bit <= Refusal.range; bit <<= 1)
    if ((reasons & bit) !== 0 && ret === errnoOf(step, bit)) return true;
  return false;
}

/** True if some page of the physical range [oa, last] has the C-bit's position set (PT-029). */
export function touchesCBit(smeBit: number | null, oa: number, last: number): boolean {
  if (smeBit === null) return false;
  const unit = LG_PAGES[smeBit]!;
  const block = Math.floor(oa / unit);
  return (block & 1) === 1 || Math.floor(last / unit) !== block;
}

/** True if the physical range of the map touches the C-bit's position (PT-029): what most rules leave out. */
export function paCarriesCBit(step: Step): boolean {
  const smeBit = step.config.smeBit;
  if (smeBit === null) return false;
  const { segments } = step.op;
  if (segments === null) return touchesCBit(smeBit, step.op.oa, lastOa(step.op));
  for (let i = 0; i < segments.length; i++) {
    const { oa, oaOffset, len, lenOffset } = segments[i]!;
    if (touchesCBit(smeBit, oa, oa + len + ((oaOffset + lenOffset - 1) >> 12))) return true;
  }
  return false;
}

/** True if AMB-PA-HAS-C decides how the map comes out, before or after the other reasons to refuse it. */
export const refusedForCBit = (step: Step): boolean =>
  step.config.assumptions['AMB-PA-HAS-C'] === 'strict' && paCarriesCBit(step);

/** True if the map of one run asks for nothing that may be refused: only memory and live leaves can stop it. */
export const isFlawless = (step: Step): boolean => refusals(step) === 0 && !refusedForCBit(step);

/** True if every segment of an iommuMapSg is a run of whole pages. */
export function segmentsAreWhole(op: Op): boolean {
  const { segments } = op;
  if (segments === null) return false;
  for (let i = 0; i < segments.length; i++) {
    const { oaOffset, len, lenOffset } = segments[i]!;
    if ((oaOffset | lenOffset) !== 0 || len === 0) return false;
  }
  return op.iovaOffset === 0;
}

/** True if the map can fail only for reasons of its own: no flag asks the layers around it to fail. */
export const isUnhindered = (op: Op): boolean =>
  op.flags === 0 || op.kind === OpKind.map || op.kind === OpKind.mapPages;
