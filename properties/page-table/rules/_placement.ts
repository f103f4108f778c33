import type { Leaf, Outcome } from '../../../model/vocabulary';
import { RangeKind, type Step } from '../step';
import { isFaceValue } from './_io-pgtable';
import { LG_PAGES, completed } from './_range';

/** No address: the request does not name one for that page, or not in whole pages. */
export const NOWHERE = -1;

/** True if `leaf` lies within the range that the op asked for. */
export const isInRequest = (leaf: Leaf, step: Step): boolean =>
  step.range === RangeKind.proper && leaf.page >= step.first && leaf.page + LG_PAGES[leaf.lg]! - 1 <= step.last;

/** The output page that a map asked for at `page` of its range, C-bit and all. */
export function requestedOa(step: Step, page: number): number {
  const { op } = step;
  if (op.iovaOffset !== 0) return NOWHERE;
  if (op.segments === null) return op.oaOffset !== 0 ? NOWHERE : op.oa + (page - op.iova);
  let rest = page - op.iova;
  for (let i = 0; i < op.segments.length; i++) {
    const segment = op.segments[i]!;
    if ((segment.oaOffset | segment.lenOffset) !== 0) return NOWHERE;
    if (rest < segment.len) return segment.oa + rest;
    rest -= segment.len;
  }
  return NOWHERE;
}

let askedOf: Outcome | null = null;
let answer = false;

/** isFaceValue, remembered for the leaves of one op: their rules all ask the same. */
export function isTakenLiterally(step: Step): boolean {
  if (step.config.contract === 'generic-pt') return true;
  if (step.outcome !== askedOf) {
    askedOf = step.outcome;
    answer = isFaceValue(step);
  }
  return answer;
}

/**
 * True for a leaf whose bits the contract defines. All its items hold it; and under io-pgtable it lies in the range of
 * a request that is taken at face value: there an address loses its bits past 51, an IOVA past the aperture aliases,
 * and a map may leave parts of older leaves behind (page-tables.md 5.1 to 5.3).
 */
export const isJudgeable = (leaf: Leaf, step: Step): boolean =>
  leaf.found === leaf.items &&
  completed(step) &&
  (step.config.contract === 'generic-pt' || (isInRequest(leaf, step) && isTakenLiterally(step)));

/** True if the C-bit's position is set in the output page `oa`; never without memory encryption. */
export const carriesSme = (step: Step, oa: number): boolean =>
  step.config.smeBit !== null && (Math.floor(oa / LG_PAGES[step.config.smeBit]!) & 1) === 1;

/** `oa` without the C-bit. */
export const withoutSme = (step: Step, oa: number): number =>
  carriesSme(step, oa) ? oa - LG_PAGES[step.config.smeBit!]! : oa;
