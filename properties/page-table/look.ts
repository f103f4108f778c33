import type { Leaf } from '../../model/vocabulary';
import { rawBit } from './rules/_entry';
import { isInRequest } from './rules/_placement';
import type { Step } from './step';

/** Bits of an entry beside its address field, 51:12. */
const ATTRIBUTES_LO = 0xfff;
const ATTRIBUTES_HI = 0xfff0_0000;

/**
 * True if two whole leaves of one map look alike: they differ in nothing but IOVA, physical address and size code, and
 * the request holds both, or neither.
 */
function looksLike(a: Leaf, b: Leaf, step: Step): boolean {
  const { smeBit } = step.config;
  return (
    b.found === b.items &&
    a.lg === b.lg &&
    a.level === b.level &&
    a.items === b.items &&
    a.dirty === b.dirty &&
    ((a.lo ^ b.lo) & ATTRIBUTES_LO) === 0 &&
    ((a.hi ^ b.hi) & ATTRIBUTES_HI) === 0 &&
    (smeBit === null || rawBit(a.lo, a.hi, smeBit) === rawBit(b.lo, b.hi, smeBit)) &&
    isInRequest(a, step) === isInRequest(b, step)
  );
}

/** Index after the last of the neighbouring leaves that look like added leaf `first`; a damaged one is alone. */
export function endOfLook(step: Step, first: number): number {
  const { added } = step.outcome;
  const leaf = added[first]!;
  let end = first + 1;
  if (leaf.found === leaf.items) while (end < added.length && looksLike(leaf, added[end]!, step)) end++;
  return end;
}
