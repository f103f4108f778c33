import type { Op, PageTableConfig, Trace } from '../../model/vocabulary';
import { PAGE_SIZES, sizesOf } from '../../model/vocabulary/config';
import { isMap, OpKind } from '../../model/vocabulary/op';
import { pagesOf, trailingZeros } from '../../model/vocabulary/units';

/** Leaves that the maps of a trace may ask for without question: more than a generated case ever has. */
const MODEST_LEAVES = 10_000;

/** Pages of each size of the mask that the format has, ascending. */
const leafPages = ({ format, pageSizes }: PageTableConfig): readonly number[] =>
  sizesOf(pageSizes & (format === 'amdv1' ? PAGE_SIZES.v1 : PAGE_SIZES.v2)).map(pagesOf);

/** Leaves of a map of `len` pages from `iova` to `oa`: small ones up to the first boundary, and from the last one on. */
function leavesOf(iova: number, oa: number, len: number, sizes: readonly number[]): number {
  const aligned = 2 ** trailingZeros(Math.abs(iova - oa));
  const usable = sizes.filter((size) => size <= aligned);
  const end = iova + len;
  let leaves = 0;
  let at = iova;
  let level = 0;
  for (; level + 1 < usable.length; level++) {
    const boundary = Math.ceil(at / usable[level + 1]!) * usable[level + 1]!;
    if (boundary >= end) break;
    leaves += (boundary - at) / usable[level]!;
    at = boundary;
  }
  for (; level >= 0 && usable.length > 0; level--) {
    const count = Math.floor((end - at) / usable[level]!);
    leaves += count;
    at += count * usable[level]!;
  }
  return leaves;
}

function leavesOfOp(op: Op, config: PageTableConfig, sizes: readonly number[]): number {
  if (!isMap(op.kind)) return 0;
  if (op.kind === OpKind.mapPages && config.contract === 'io-pgtable') return op.len / pagesOf(op.pageLg);
  if (op.segments === null) return leavesOf(op.iova, op.oa, op.len, sizes);
  return op.segments.reduce((sum, { oa, len }) => sum + leavesOf(op.iova, oa, len, sizes), 0);
}

const leavesOfTrace = ({ ops, config }: Trace): number => {
  const sizes = leafPages(config);
  return ops.reduce((sum, op) => sum + leavesOfOp(op, config, sizes), 0);
};

/**
 * True if `candidate` may cost far more to run than `trace`: moving one side of a large map takes the alignment from
 * it, and a terabyte of small pages would use up all memory.
 */
export function isCostly(candidate: Trace, trace: Trace): boolean {
  const leaves = leavesOfTrace(candidate);
  return leaves > MODEST_LEAVES && leaves > leavesOfTrace(trace);
}
