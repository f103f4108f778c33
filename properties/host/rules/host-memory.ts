import { StepKind } from '../../../model/vocabulary/host/step-kind';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { pagesOf } from '../facts/leaves';
import { regionOf } from '../facts/ownership';
import { hostRule } from '../rule';
import { region } from './_text';

export const directMapSplit = hostRule({
  id: 'RMP-107',
  title: 'No large direct-map leaf over a mixed region',
  statement: 'No host-writable leaf of 2M covers a region of which some pages are assigned and some are not.',
  source: 'rmp.md 6 (host RMPUPDATE wrapper), 7.5',
  confidence: 'S',
  level: 'required',
  why: 'A host write to any page of the region, its own included, is a page fault in the kernel.',
  example: 'A 4K RMPUPDATE without splitting the direct map first.',
  on: [StepKind.rmpupdate],
  facts: 'after',
  check(facts, { spa, done }) {
    const r = regionOf(spa);
    if (done === 0 || !facts.isMixed(r)) return NOT_EXERCISED;
    return must(facts.directSplit[r] === 1);
  },
  explain: (_facts, { spa }) =>
    `the direct map of ${region(regionOf(spa))} is one 2M leaf, and the region is mixed now`,
});

export const noPartOfLargeLeaf = hostRule({
  id: 'RMP-106',
  title: 'Unmapping part of a large leaf leaves none of it, or all',
  statement: 'Unmapping part of a leaf of 2M or more refuses, or removes it whole; it never leaves it partly valid.',
  source: 'rmp.md 7.5 (iommupt semantics)',
  confidence: 'I',
  level: 'required',
  why: 'The caller believes the leaf gone and flushes, and the device goes on through the rest.',
  example: 'One entry of two that encode a 4M leaf is cleared.',
  on: [StepKind.ioUnmap],
  facts: 'before',
  check(facts, step) {
    const { windows, leaves: all } = facts.io;
    const window = windows.at(step.dom, step.iova);
    const start = windows.startOf(window);
    const leaves = all[window]!;
    const iova = step.iova - start;
    const first = partAt(leaves, iova, iova, step.n);
    const last = partAt(leaves, iova + step.n - 1, iova, step.n);
    if (first < 0 && last < 0) return NOT_EXERCISED;
    if (step.from === step.to) return must(true);
    const whole = (at: number): boolean =>
      at < 0 || (step.from - start <= at && step.to - start >= at + pagesOf(leaves.lgAt(at)));
    return must(whole(first) && whole(last) && step.leftLg === 0 && step.rightLg === 0);
  },
  explain: (_facts, { from, to, leftLg, rightLg }) =>
    `it says that pages ${from} to ${to} are gone; at their ends it still translates (leaves of 2^${leftLg}, 2^${rightLg})`,
});

/** First page, in its window, of a leaf of 2M or more at `at` of which the range holds only a part; −1: there is none. */
function partAt(
  leaves: { lgAt(iova: number): number; firstOf(iova: number): number },
  at: number,
  iova: number,
  n: number,
): number {
  const lg = leaves.lgAt(at);
  if (lg < 21) return -1;
  const first = leaves.firstOf(at);
  return first >= iova && first + pagesOf(lg) <= iova + n ? -1 : first;
}
