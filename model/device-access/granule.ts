/** Which page size the RMP check uses: rmp.md 4.3, 0.5. */
import type { RmpAssumptions } from '../vocabulary/rmp/assumption';

export const LG_4K = 12;
export const LG_2M = 21;
const LG_1G = 30;

/** 4K below 2M, else 2M (TR1, TR2); the leaf itself where a switch has it checked as a whole. */
export function granuleOf(assume: RmpAssumptions, leafLg: number): number {
  if (leafLg < LG_2M) return assume.IO_SUB2M_AS_4K ? LG_4K : leafLg;
  if (leafLg === LG_2M) return LG_2M;
  const whole = !assume.IO_GE2M_ROUND_TO_2M || (leafLg >= LG_1G && assume.IO_1G_AS_2M === 'fault');
  return whole ? leafLg : LG_2M;
}

/** NESTED_CHECK_SIZE: whose leaf counts where there are two stages. */
export function checkedLeaf(assume: RmpAssumptions, s1Lg: number, s2Lg: number): number {
  switch (assume.NESTED_CHECK_SIZE) {
    case 's2':
      return s2Lg;
    case 'min':
      return Math.min(s1Lg, s2Lg);
    case 's1':
      return s1Lg;
  }
}

/** NESTED_IOTLB_REACH: what an entry made at granule `lg` covers where there are two stages. */
export const nestedReach = (assume: RmpAssumptions, s1Lg: number, s2Lg: number, lg: number): number =>
  assume.NESTED_IOTLB_REACH === 's2' ? Math.min(s2Lg, lg) : Math.min(s1Lg, s2Lg, lg);
