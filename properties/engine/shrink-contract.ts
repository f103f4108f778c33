import type { Op, PageTableConfig, Trace } from '../../model/vocabulary';
import { OpKind } from '../../model/vocabulary/op';
import { pagesOf } from '../../model/vocabulary/units';

/** Pages of the smallest size in the mask; shrinking never needs the exact bitmap. */
const smallestPages = ({ pageSizes }: PageTableConfig): number =>
  pageSizes === 0n ? 1 : Number((pageSizes & -pageSizes) >> 12n);

/** True if a call with these arguments may not return (page-tables.md 3.12). */
function risky(op: Op, config: PageTableConfig, min: number): boolean {
  if (config.contract === 'io-pgtable') {
    if (op.kind !== OpKind.mapPages) return false;
    const pages = pagesOf(op.pageLg);
    return (
      op.iovaOffset + op.oaOffset + op.lenOffset !== 0 || (op.iova % pages) + (op.oa % pages) + (op.len % pages) !== 0
    );
  }
  if (op.segments !== null) return op.segments.some(({ len, lenOffset }) => lenOffset !== 0 || len % min !== 0);
  if (op.kind !== OpKind.map && op.kind !== OpKind.mapPages && op.kind !== OpKind.iommuMap) return false;
  const aligned = op.iovaOffset + op.oaOffset === 0 && (op.iova % min) + (op.oa % min) === 0;
  return aligned && op.len >= min && (op.lenOffset !== 0 || op.len % min !== 0);
}

const riskyOps = ({ ops, config }: Trace): number => {
  const min = smallestPages(config);
  return ops.reduce((count, op) => count + (risky(op, config, min) ? 1 : 0), 0);
};

/** True if `candidate` has more ops outside of the contract of their API than `trace`: shrinking must add no danger. */
export const isRisky = (candidate: Trace, trace: Trace): boolean => riskyOps(candidate) > riskyOps(trace);
