import type { IovaPage, Level } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { ITEM_PAGES, itemLg } from '../../../model/vocabulary/units';
import { RangeKind, type Step } from '../step';
import { LG_PAGES, completed, endOf, keptTree } from './_range';

/** True if the unmap went to the tables of a paging domain and came to its end. */
export const reachesUnmap = (step: Step): boolean => completed(step) && step.config.domainType === 'paging';

/** Last page that the current top reaches (page-tables.md 1.9): beyond it unmap and dirty reading find nothing. */
export function lastReachablePage(step: Step): IovaPage {
  if (step.config.format === 'amdv2' || step.topBefore >= 5) return step.lastAperturePage;
  const reach = LG_PAGES[itemLg(step.topBefore) + 9]! - 1;
  return reach < step.lastAperturePage ? reach : step.lastAperturePage;
}

/** True if the range is one that unmap looks at: not empty, not wrapping, within reach of the current top (3.8). */
export const isInReach = (step: Step): boolean =>
  step.range === RangeKind.proper && step.last <= lastReachablePage(step);

/** True if an unmap returned 0 and changed nothing. */
export const didNothing = (step: Step): boolean =>
  step.outcome.value === 0 && step.outcome.valueOffset === 0 && keptTree(step);

/** True if the first leaf removed starts where the request does: the ordinary case, told without a lookup. */
export const startedAtLeaf = (step: Step): boolean => {
  const { removed } = step.outcome;
  return removed.length > 0 && removed[0]!.page === step.first && step.op.iovaOffset === 0;
};

/** True if AMB-UNMAP-LARGER refuses the unmap: its last page lies in a leaf that goes on behind it. */
export function isRefusedForLarger(step: Step): boolean {
  if (step.config.assumptions['AMB-UNMAP-LARGER'] !== 'refuse') return false;
  const leaf = step.leafBefore(step.last);
  return leaf !== null && endOf(leaf) - 1 > step.last;
}

/** Bytes of the request as (pages, bytes) compared with whole pages: negative if shorter. */
export const lengthMinus = (step: Step, pages: number): number => {
  const { len, lenOffset } = step.op;
  return len - pages + lenOffset / 4096;
};

/** Last page that the request covers to its last byte. */
export const lastFullPage = (step: Step): IovaPage => {
  const { iovaOffset, lenOffset } = step.op;
  return ((iovaOffset + lenOffset) & 0xfff) === 0 ? step.last : step.last - 1;
};

/** Page after the last of the span of a table of `level` at `page`. */
export const spanEndOf = (level: Level, page: IovaPage): IovaPage => page + ITEM_PAGES[level + 1]!;

/** True for the unmap that the core wraps: it has a gather of its own. */
export const isCoreUnmap = (step: Step): boolean => step.op.kind === OpKind.iommuUnmap;
