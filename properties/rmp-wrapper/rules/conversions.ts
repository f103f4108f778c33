/** Rules on the calls that give a page to a guest, or take it back: rmp.md 2.1, 6, 7.5. */
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import { pageAddress } from '../../plain/words';
import { sameEntry } from '../../rmp/rules/_entry';
import { entryText } from '../../rmp/rules/_text';
import type { WrapperStep, WrapperStepRule } from '../rule';
import { CONVERSIONS, conversionOf, isLarge, updatesOf, type Update } from './_conversion';

const RULE = { scope: 'step', level: 'required', confidence: 'S', on: CONVERSIONS } as const;
const PAGE = 4096;
const LEVEL_4K = 1;

export const RMP_004: WrapperStepRule = {
  ...RULE,
  id: 'RMP-004',
  title: 'what is not covered stays the host’s',
  statement: 'A page outside of the RMP’s coverage is never reported as given to a guest.',
  source: 'rmp.md 1.5; APM vol. 2 15.36.5',
  why: 'The guest would put secrets into a page that the host reads and writes.',
  example: 'The code FAIL_INPUT of RMPUPDATE is taken for success.',
  on: ['makePrivate'],
  check({ op, outcome, before }) {
    if (op.op !== 'makePrivate' || outcome.end !== 'ok' || before.rmp.covered(op.page)) return NOT_EXERCISED;
    return must(outcome.value !== 0);
  },
  explain: (step) => `page ${pageAddress(conversionOf(step).page)} has no RMP entry, and the call returns 0`,
};

/** A page at the target, or at the start of its region, whose entry is another one after the op; null: there is none. */
function changedPage({ op, before, after }: WrapperStep): number | null {
  const { page } = op as { readonly page: number };
  if (!before.rmp.covered(page)) return null;
  const base = page - (page % REGION_PAGES);
  return [page, base].find((at) => !sameEntry(before.rmp.own(at), after.rmp.own(at))) ?? null;
}

export const RMP_017: WrapperStepRule = {
  ...RULE,
  id: 'RMP-017',
  title: 'a call that fails changes nothing',
  statement: 'After a conversion or a PSMASH that returns an error every entry is as before.',
  source: 'rmp.md 2.0; MSI; APM vol. 2 15.36',
  why: 'The caller gives back, or leaks, a page by what it believes the page to be.',
  example: 'The wrapper updates the page first, and then finds that the direct map cannot be split.',
  on: [...CONVERSIONS, 'psmash'],
  check(step) {
    const { outcome } = step;
    if (outcome.end !== 'ok' || outcome.value === null || outcome.value === 0) return NOT_EXERCISED;
    return must(changedPage(step) === null);
  },
  explain(step) {
    const page = changedPage(step)!;
    const entries = `${entryText(step.before.rmp.own(page))} → ${entryText(step.after.rmp.own(page))}`;
    return `the call returns ${step.outcome.value}, yet page ${pageAddress(page)}: ${entries}`;
  },
};

export const RMP_023: WrapperStepRule = {
  ...RULE,
  id: 'RMP-023',
  title: 'a large conversion is aligned',
  statement: 'A conversion of 2M or more at a page that is not 2M-aligned fails.',
  source: 'rmp.md 2.1, 6; MSI',
  why: 'Rounded down, it would convert pages that nobody asked about.',
  example: 'The page frame number is masked to 2M.',
  check(step) {
    const { page, level } = conversionOf(step);
    if (step.outcome.end !== 'ok' || level === LEVEL_4K || page % REGION_PAGES === 0) return NOT_EXERCISED;
    return must(step.outcome.value !== 0);
  },
  explain: (step) => `page ${pageAddress(conversionOf(step).page)} is not 2M-aligned, and the call returns 0`,
};

/** The first successful 4K update of a page that the direct map has in a larger leaf then; null: there is none. */
function unsplitUpdate({ outcome, before }: WrapperStep): Update | null {
  const split = new Set<number>();
  for (const event of outcome.events) {
    if (event.event === 'split' && event.value === 0)
      for (let i = 0; i < event.pages; i++) split.add(event.spa + i * PAGE);
    if (event.event !== 'rmpupdate' || event.code !== RmpCode.success || isLarge(event)) continue;
    if (before.directMapLevel(event.spa) > LEVEL_4K && !split.has(event.spa)) return event;
  }
  return null;
}

export const RMP_107: WrapperStepRule = {
  ...RULE,
  id: 'RMP-107',
  title: 'the direct map is split first',
  statement: 'When one 4K page changes hands, the host’s direct map has it in a 4K leaf by then.',
  source: 'rmp.md 6, 7.5; Linux arch/x86/virt/svm/sev.c',
  why: 'A host write anywhere in a larger leaf that mixes owners takes an RMP fault: the host oopses.',
  example: 'The split is skipped for a page that goes back to the host.',
  check(step) {
    if (!updatesOf(step.outcome).some((update) => update.code === RmpCode.success && !isLarge(update)))
      return NOT_EXERCISED;
    return must(unsplitUpdate(step) === null);
  },
  explain(step) {
    const { spa } = unsplitUpdate(step)!;
    return `RMPUPDATE of ${pageAddress(spa / PAGE)}, which a leaf of level ${step.before.directMapLevel(spa)} maps`;
  },
};

const overlap = ({ outcome }: WrapperStep): Update | undefined =>
  updatesOf(outcome).find(({ code }) => code === RmpCode.failOverlap);

export const RMP_109: WrapperStepRule = {
  ...RULE,
  id: 'RMP-109',
  title: 'an overlap that stays is an error',
  statement:
    'A conversion that meets a true overlap in its 2M region returns an error; RMPUPDATE is not repeated for ever.',
  source: 'rmp.md 2.1, 7.5; Linux arch/x86/virt/svm/sev.c',
  why: 'A kernel that takes the code for another CPU’s passing work never returns: a CPU is lost, and its locks.',
  example:
    'A page of a 2M entry is taken back with a 4K update without a PSMASH, and the update is retried on FAIL_OVERLAP.',
  check(step) {
    if (overlap(step) === undefined) return NOT_EXERCISED;
    return must(step.outcome.end === 'ok' && step.outcome.value !== 0);
  },
  explain(step) {
    const update = overlap(step)!;
    const size = isLarge(update) ? '2M' : '4K';
    return `${size} RMPUPDATE of ${pageAddress(update.spa / PAGE)}: FAIL_OVERLAP ${update.times} times, ${step.outcome.end}`;
  },
};
