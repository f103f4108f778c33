/** Rules on a 2M region as a whole: rmp.md 1.4, 7.1. */
import { REGION_PAGES, RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { baseOf, isCovered, isRegionAligned, targetOf } from './_address';
import { changesOf } from './_changes';
import { countAssigned, effectiveOf, isStub, isTwoM, sameEntry } from './_entry';
import { CHANGING } from './_ops';
import { succeeded } from './_refusals';
import { entryText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S' } as const;

/** Ops that look at a page. */
const LOOKING = [...CHANGING, 'rmpread', 'rmpquery', 'access'];

/** First page of the region of the op's target, where that is covered. */
function targetBase({ config, op }: RmpStep): SpaPage | null {
  const target = targetOf(config, op);
  return target === null || !isCovered(config, target.page) ? null : baseOf(target.page);
}

/** First sub-page below a 2M entry that is no stub; null if there is none. */
function livePageBelow(view: RmpView, base: SpaPage): SpaPage | null {
  for (let page = base + 1; page < base + REGION_PAGES; page++) if (!isStub(view.own(page)!)) return page;
  return null;
}

export const RMP_005: RmpStepRule = {
  ...RULE,
  id: 'RMP-005',
  title: 'one 2M entry or 512 of 4K',
  statement: 'Below a 2M entry the 511 other entries of the region are stubs.',
  source: 'rmp.md 1.4; APM vol. 2 15.36.11; firmware PAGE_UNSMASH',
  why: 'Entries left alive below a 2M entry give a page two owners.',
  example: 'A 2M update leaves the entries of sub-pages as they were.',
  on: CHANGING,
  check(step) {
    const base = targetBase(step);
    const { length } = changesOf(step).entries;
    if (base === null || length === 0 || !isTwoM(step.after, base)) return NOT_EXERCISED;
    // A change of the 2M entry alone leaves below it what was there.
    if (length === 1 && isTwoM(step.before, base)) return NOT_EXERCISED;
    return must(livePageBelow(step.after, base) === null);
  },
  explain(step) {
    const page = livePageBelow(step.after, targetBase(step)!)!;
    return `below the 2M entry, ${pageText(page)} is no stub: ${entryText(step.after.own(page))}`;
  },
};

const unaligned2M = ({ after }: RmpStep, pages: readonly SpaPage[]): SpaPage | undefined =>
  pages.find((page) => page % REGION_PAGES !== 0 && after.own(page)!.size === RmpSize.size2M);

export const RMP_006: RmpStepRule = {
  ...RULE,
  id: 'RMP-006',
  title: '2M entries are aligned',
  statement: 'Only a 2M-aligned page holds an entry of size 2M.',
  source: 'rmp.md 1.4, 2.1; APM vol. 2 15.36.11',
  why: 'An unaligned 2M entry would reach into the next region.',
  example: 'RMPUPDATE accepts 2M at any 4K page.',
  on: CHANGING,
  check(step) {
    const { op, outcome } = step;
    if (op.op === 'rmpupdate' && op.to.size === RmpSize.size2M && succeeded(outcome) && !isRegionAligned(op.spa)) {
      return must(false);
    }
    const { entries } = changesOf(step);
    return entries.length === 0 ? NOT_EXERCISED : must(unaligned2M(step, entries) === undefined);
  },
  explain(step) {
    const page = unaligned2M(step, changesOf(step).entries) ?? targetOf(step.config, step.op)!.page;
    return `a 2M entry was accepted where none can be, ${pageText(page)}`;
  },
};

/** The region of a changed entry whose sub-page count is not what its entries say; null if there is none. */
function miscounted(step: RmpStep): SpaPage | null {
  const { entries, counts } = changesOf(step);
  const bases = new Set([...entries.map(baseOf), ...counts]);
  for (const base of bases) if (step.after.subCount(base) !== rightCount(step, base)) return base;
  return null;
}

/** Few changed entries: the count goes by their difference. */
const FEW_ENTRIES = 4;

/** Assigned sub-pages of a region: counted where much changed, else what they were and what changed. */
function rightCount(step: RmpStep, base: SpaPage): number {
  const { before, after } = step;
  const { entries } = changesOf(step);
  if (isTwoM(after, base)) return 0;
  if (isTwoM(before, base) || entries.length > FEW_ENTRIES) return countAssigned(after, base);
  return entries.reduce((count, page) => count + countChange(step, base, page), before.subCount(base));
}

/** What the change of the entry of `page` adds to the count of the region. */
function countChange({ before, after }: RmpStep, base: SpaPage, page: SpaPage): number {
  if (page === base || baseOf(page) !== base) return 0;
  return Number(after.own(page)!.assigned) - Number(before.own(page)!.assigned);
}

export const RMP_007: RmpStepRule = {
  ...RULE,
  id: 'RMP-007',
  title: 'sub-page count',
  statement: 'The base entry counts the assigned sub-pages 1 … 511 of a region of 4K entries, and 0 below a 2M entry.',
  source: 'rmp.md 1.2, 1.4; firmware',
  why: 'Hardware answers 2M ownership checks from this number alone: one too few lets a host write into a private page.',
  example: 'The base page is counted too.',
  on: CHANGING,
  check(step) {
    const { entries, counts } = changesOf(step);
    return entries.length + counts.length === 0 ? NOT_EXERCISED : must(miscounted(step) === null);
  },
  explain(step) {
    const base = miscounted(step)!;
    return `region ${pageText(base)}: counts ${step.after.subCount(base)}, assigned are ${rightCount(step, base)}`;
  },
};

/** A page of the op's region whose effective entry is not that of its stored entries; null if there is none. */
function misread({ after }: RmpStep, base: SpaPage, page: SpaPage): SpaPage | null {
  const pages = [page, base + 1, base + REGION_PAGES - 1];
  return pages.find((at) => !sameEntry(after.effective(at), effectiveOf(after, at))) ?? null;
}

export const RMP_008: RmpStepRule = {
  ...RULE,
  id: 'RMP-008',
  title: 'what a 2M entry says of its sub-pages',
  statement: 'Sub-page i of a 2M entry has the GPA of the base + i pages, and every other field of the base.',
  source: 'rmp.md 1.4; APM vol. 2 15.36.3, 15.36.11',
  why: 'A stale GPA lets the hypervisor move pages of a guest about.',
  example: 'The GPA of the stub is taken.',
  on: LOOKING,
  check(step) {
    const base = targetBase(step);
    if (base === null || !isTwoM(step.after, base)) return NOT_EXERCISED;
    return must(misread(step, base, targetOf(step.config, step.op)!.page) === null);
  },
  explain(step) {
    const page = misread(step, targetBase(step)!, targetOf(step.config, step.op)!.page)!;
    const { after } = step;
    return `${pageText(page)}: expected ${entryText(effectiveOf(after, page))}; observed ${entryText(after.effective(page))}`;
  },
};

export const RMP_009: RmpStepRule = {
  ...RULE,
  id: 'RMP-009',
  title: 'the level is that of the 2M-aligned entry',
  statement: 'A page has size 2M exactly if the entry of its 2M-aligned page is an assigned one of 2M.',
  source: 'rmp.md 1.4; Linux sev.c',
  why: 'Software that reads the size of the page itself splits what is one, or maps 4K under 2M.',
  example: 'The size in the stub is taken.',
  on: LOOKING,
  check(step) {
    const base = targetBase(step);
    if (base === null) return NOT_EXERCISED;
    const { page } = targetOf(step.config, step.op)!;
    if (page === base) return NOT_EXERCISED;
    return must((step.after.effective(page)!.size === RmpSize.size2M) === isTwoM(step.after, base));
  },
  explain(step) {
    const { page } = targetOf(step.config, step.op)!;
    const level = isTwoM(step.after, targetBase(step)!) ? '2M' : '4K';
    return `${pageText(page)} is of level ${level}; observed ${entryText(step.after.effective(page))}`;
  },
};

const strayAsid = ({ after }: RmpStep, pages: readonly SpaPage[]): SpaPage | undefined =>
  pages.find((page) => !after.own(page)!.assigned && after.own(page)!.asid !== 0);

export const RMP_010: RmpStepRule = {
  ...RULE,
  id: 'RMP-010',
  title: "unassigned means nobody's ASID",
  statement: 'An entry that is not assigned has ASID 0.',
  source: 'rmp.md 1.1; APM vol. 2 table 15-35',
  why: 'Guest-Owned compares ASIDs alone: a guest would go on reaching a page that was taken from it.',
  example: 'Unassigning leaves the old ASID.',
  on: CHANGING,
  check(step) {
    const { entries } = changesOf(step);
    return entries.length === 0 ? NOT_EXERCISED : must(strayAsid(step, entries) === undefined);
  },
  explain(step) {
    const page = strayAsid(step, changesOf(step).entries)!;
    return `${pageText(page)}: ${entryText(step.after.own(page))}`;
  },
};
