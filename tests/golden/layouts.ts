/** Golden page-size choices: page-tables.md 9.2. Data only. */
import { PAGE_SIZES, type Format, type Log2Size } from '../../model/vocabulary';

/** One map call and the greedy layout of its leaves. Byte addresses. */
export interface GoldenLayout {
  readonly formats: readonly Format[];
  /** Mask of the driver over the format's page sizes. */
  readonly pageSizes: bigint;
  readonly iova: bigint;
  readonly oa: bigint;
  readonly len: bigint;
  /** Runs of leaves of one size, in ascending order. */
  readonly layout: readonly (readonly [lg: Log2Size, count: number])[];
}

type Runs = GoldenLayout['layout'];
const V1: readonly Format[] = ['amdv1'];
const V2: readonly Format[] = ['amdv2'];
const BOTH: readonly Format[] = ['amdv1', 'amdv2'];
const ANY = PAGE_SIZES.v1;

const row = (
  formats: readonly Format[],
  iova: bigint,
  oa: bigint,
  len: bigint,
  layout: Runs,
  pageSizes: bigint = ANY,
): GoldenLayout => ({ formats, pageSizes, iova, oa, len, layout });

/** One leaf of each size from `from` to `to`. */
const staircase = (from: Log2Size, to: Log2Size): Runs =>
  Array.from({ length: to - from + 1 }, (_, i) => [from + i, 1] as const);

// prettier-ignore
export const GOLDEN_LAYOUTS: readonly GoldenLayout[] = [
  row(V1, 0x1f_f000n, 0x3f_f000n, 0x20_2000n, [[12, 1], [21, 1], [12, 1]]),
  row(V1, 0x1000n, 0x1000n, 0xf000n, staircase(12, 15)),
  row(V2, 0x1000n, 0x1000n, 0xf000n, [[12, 15]]),
  row(BOTH, 0x0n, 0x1000n, 0x1_0000n, [[12, 16]]),
  row(V1, 0x0n, 0x0n, 0x3000n, [[13, 1], [12, 1]]),
  row(V1, 0x0n, 0x0n, 0x3000n, [[12, 3]], PAGE_SIZES.v2),
  row(BOTH, 0xfef8_0000n, 0x20_8b95_d000n, 0x2_0000n, [[12, 32]]),
  row(V2, 0x3_fe40_0000n, 0x3_fe40_0000n, 0xc220_0000n, [[21, 14], [30, 3], [21, 3]]),
  row(V1, 0x3_fe40_0000n, 0x3_fe40_0000n, 0xc220_0000n, [[22, 1], [23, 1], [24, 1], [31, 1], [30, 1], [22, 1], [21, 1]]),
  row(V1, 0x10_0000n, 0x10_0000n, 0x30_0000n, [[20, 1], [21, 1]]),
  row(V2, 0x10_0000n, 0x10_0000n, 0x30_0000n, [[12, 256], [21, 1]]),
  row(BOTH, 0x20_0000n, 0x60_0000n, 0x40_0000n, [[21, 2]]),
  row(V1, 0x1000n, 0x20_1000n, 0x3f_f000n, staircase(12, 21)),
  row(V2, 0x1000n, 0x20_1000n, 0x3f_f000n, [[12, 511], [21, 1]]),
  row(BOTH, 0x0n, 0x0n, 0x4020_1000n, [[30, 1], [21, 1], [12, 1]]),
  row(V1, 0x7f_c000_0000n, 0x7f_c000_0000n, 0x8000_0000n, [[30, 2]]),
];
