import type { IoWindow } from '../../model/vocabulary/host/layout';
import type { HostRange, Plan } from '../../model/vocabulary/host/policy';
import { ioMap, readBacking } from '../../model/vocabulary/host/policy-steps';

const PAGE_LG = 12;

/** The largest of `sizes` (log2 bytes, descending) that both addresses are aligned to, and that fits into `n` pages. */
function largest(sizes: readonly number[], iova: number, spa: number, n: number): number {
  for (const lg of sizes) {
    const pages = 2 ** (lg - PAGE_LG);
    if (pages <= n && iova % pages === 0 && spa % pages === 0) return lg;
  }
  return PAGE_LG;
}

/**
 * Maps all that the range is backed by, as private or as shared memory, with the largest pages that alignment allows. The
 * RMP is never asked.
 */
export function* mapByAlignment(
  { guest, gfn, n }: HostRange,
  { dom, offset }: IoWindow,
  isPrivate: boolean,
  sizes: readonly number[],
): Plan {
  for (let at = gfn; at < gfn + n;) {
    const backing = readBacking(guest, isPrivate, at, gfn + n - at);
    yield backing;
    const end = at + backing.run;
    for (let spa = backing.spa; at < end && spa >= 0;) {
      const lg = largest(sizes, offset + at, spa, end - at);
      const pages = 2 ** (lg - PAGE_LG);
      // 4K leaves up to where a larger one may begin go together.
      const count = lg === PAGE_LG ? run4K(sizes, offset + at, spa, end - at) : 1;
      yield ioMap(dom, offset + at, spa, lg, count, backing.mmio);
      at += count * pages;
      spa += count * pages;
    }
    at = end;
  }
}

function run4K(sizes: readonly number[], iova: number, spa: number, n: number): number {
  let count = 1;
  while (count < n && largest(sizes, iova + count, spa + count, n - count) === PAGE_LG) count++;
  return count;
}
