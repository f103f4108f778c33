import type { IovaPage, Leaf, PageCount } from '../../../model/vocabulary';
import { MAPPED_SEED, Status } from '../../../model/vocabulary/outcome';
import type { Step } from '../step';

/** Pages of 2^lg bytes, by lg: a table, because `2 ** x` is a call on the hot path. */
export const LG_PAGES: readonly PageCount[] = Array.from({ length: 129 }, (_, lg) => 2 ** (lg - 12));

/** Page after the last of `leaf`. */
export const endOf = (leaf: Leaf): IovaPage => leaf.page + LG_PAGES[leaf.lg]!;

/** True if `page` is a multiple of `pages`, a power of two. */
export const isAligned = (page: number, pages: PageCount): boolean =>
  pages <= 0x4000_0000 ? (page & (pages - 1)) === 0 : Math.floor(page / pages) * pages === page;

/** True if the op ran to its end: after BUG, a fault or a hang its results mean nothing. */
export const completed = (step: Step): boolean => (step.outcome.status & ~Status.warnings) === 0;

/** Pages that `leaves` cover together. */
export function pagesIn(leaves: readonly Leaf[]): PageCount {
  let pages = 0;
  for (let i = 0; i < leaves.length; i++) pages += LG_PAGES[leaves[i]!.lg]!;
  return pages;
}

/** Increment `m` of the counter of map and mapPages, in whole pages. */
export const mappedPages = (step: Step): PageCount => step.outcome.value - MAPPED_SEED;

/** True if the op added, removed and dirtied no leaf. */
export const keptLeaves = ({ outcome }: Step): boolean =>
  outcome.added.length === 0 && outcome.removed.length === 0 && outcome.dirtied.length === 0;

/** True if leaves, tables and top are as before: S' = S as far as entries show. */
export const keptTree = (step: Step): boolean =>
  keptLeaves(step) &&
  step.outcome.tablesAdded.length === 0 &&
  step.outcome.tablesRemoved.length === 0 &&
  step.outcome.topLevel === step.topBefore;

/** True if the added leaves are one gapless run from the first page of the op on, all inside its range. */
export function addedIsPrefix(step: Step): boolean {
  const { added } = step.outcome;
  let cursor = step.first;
  for (let i = 0; i < added.length; i++) {
    const leaf = added[i]!;
    if (leaf.page !== cursor) return false;
    cursor += LG_PAGES[leaf.lg]!;
  }
  return added.length === 0 || cursor <= step.last + 1;
}

/**
 * True if every page of the range got its leaf in this op and none was replaced, so that no leaf met the range before:
 * says so from the change alone, without a walk.
 */
export const filledEmptyRange = (step: Step): boolean =>
  step.outcome.removed.length === 0 && pagesIn(step.outcome.added) === step.last - step.first + 1;
