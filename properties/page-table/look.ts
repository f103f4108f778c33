import type { Leaf } from '../../model/vocabulary';
import { rawBit } from './rules/_entry';
import type { Step } from './step';

/** Bits of an entry beside its address field, 51:12. */
const ATTRIBUTES_LO = 0xfff;
const ATTRIBUTES_HI = 0xfff0_0000;

/** True if two leaves of one map look alike: they differ in nothing but IOVA, physical address and size code. */
function looksLike(a: Leaf, b: Leaf, smeBit: number | null): boolean {
  return (
    a.lg === b.lg &&
    a.level === b.level &&
    a.items === b.items &&
    a.found === b.found &&
    a.dirty === b.dirty &&
    ((a.lo ^ b.lo) & ATTRIBUTES_LO) === 0 &&
    ((a.hi ^ b.hi) & ATTRIBUTES_HI) === 0 &&
    (smeBit === null || rawBit(a.lo, a.hi, smeBit) === rawBit(b.lo, b.hi, smeBit))
  );
}

/**
 * Index after the last of the neighbouring leaves that look like added leaf `first`. Under io-pgtable it also matters
 * which of them the request holds (5.1), so that each looks like itself only.
 */
export function endOfLook({ config, outcome: { added } }: Step, first: number): number {
  let end = first + 1;
  if (config.contract === 'io-pgtable') return end;
  const leaf = added[first]!;
  while (end < added.length && looksLike(added[end]!, leaf, config.smeBit)) end++;
  return end;
}
