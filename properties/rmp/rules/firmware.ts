/** Rules on the commands of the firmware: rmp.md 2.7, 5.1, 7.2. */
import { REGION_PAGES, RmpSize, type RmpEntry, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { baseOf, isCovered, isPageAligned, isRegionAligned, pageOf, targetOf } from './_address';
import { changesOf, isUnchanged } from './_changes';
import { classify, effectiveOf, isTwoM, sameExcept, sameMasks, stateOf } from './_entry';
import { succeeded } from './_refusals';
import { changeText, entryText, outcomeText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S' } as const;
const GPA_OF_REGION = REGION_PAGES;

/** Is the platform initialised, so that commands are served (rmp.md 2.7)? */
const isServed = ({ before }: RmpStep): boolean => before.cpuSnpEnabled && before.iommuSnpEnabled;

/** The page whose stored entry PAGE_RECLAIM works on: the base of a 2M entry, or the page itself. */
function authority({ before }: RmpStep, page: SpaPage): SpaPage {
  return isTwoM(before, baseOf(page)) ? baseOf(page) : page;
}

const RECLAIMABLE = ['Metadata', 'Firmware', 'Pre-Guest', 'Pre-Swap'];

export const RMP_041: RmpStepRule = {
  ...RULE,
  id: 'RMP-041',
  title: 'PAGE_RECLAIM clears Immutable alone',
  statement:
    'PAGE_RECLAIM of a Metadata, Firmware, Pre-Guest or Pre-Swap page clears Immutable; all else stays. Of other states it is refused.',
  source: 'rmp.md 2.7; firmware',
  why: "A reclaim that unassigns gives a page with a guest's data to the host in one step.",
  example: 'The page is unassigned as well.',
  on: ['pageReclaim'],
  check(step) {
    const { config, op, outcome, before, after } = step;
    if (op.op !== 'pageReclaim' || !isServed(step)) return NOT_EXERCISED;
    const { page } = targetOf(config, op)!;
    if (!isCovered(config, page) || !effectiveOf(before, page)!.immutable) return NOT_EXERCISED;
    if (!RECLAIMABLE.includes(stateOf(before, page))) return must(!succeeded(outcome));
    if (!succeeded(outcome)) return NOT_EXERCISED;
    const at = authority(step, page);
    const others = changesOf(step).entries.filter((changed) => changed !== at);
    const isCleared = !after.own(at)!.immutable && sameExcept(before.own(at)!, after.own(at)!, { immutable: false });
    return must(others.length === 0 && isCleared);
  },
  explain(step) {
    const { page } = targetOf(step.config, step.op)!;
    return `${pageText(page)} was ${stateOf(step.before, page)}: ${outcomeText(step.outcome)}, ${changeText(step)}`;
  },
};

export const RMP_042: RmpStepRule = {
  ...RULE,
  id: 'RMP-042',
  title: 'PAGE_RECLAIM of a mutable page is no error',
  statement: 'PAGE_RECLAIM of a page whose Immutable bit is clear succeeds and changes nothing, whatever its state.',
  source: 'rmp.md 2.7, 5.2 X07; firmware',
  why: 'Linux reclaims pages of which it does not know how far they got; an error makes it leak them.',
  example: 'It returns INVALID_PAGE_STATE.',
  on: ['pageReclaim'],
  check(step) {
    const { config, op, outcome, before } = step;
    if (op.op !== 'pageReclaim' || op.reserved || !isServed(step)) return NOT_EXERCISED;
    const isAligned = op.size === RmpSize.size2M ? isRegionAligned(op.spa) : isPageAligned(op.spa);
    const { page } = targetOf(config, op)!;
    if (!isAligned || !isCovered(config, page)) return NOT_EXERCISED;
    const entry = effectiveOf(before, page)!;
    if (entry.immutable || entry.size !== op.size) return NOT_EXERCISED;
    return must(succeeded(outcome) && isUnchanged(step));
  },
  explain: (step) => `the page is mutable: ${outcomeText(step.outcome)}, ${changeText(step)}`,
};

/** True if the 512 entries of a region are what PAGE_UNSMASH wants (rmp.md 2.7). */
function isUniform({ before }: RmpStep, base: SpaPage): boolean {
  const head = before.own(base)!;
  if (head.size !== RmpSize.size4K || head.gpa % GPA_OF_REGION !== 0) return false;
  for (let i = 0; i < REGION_PAGES; i++) if (!continues(before.own(base + i)!, head, i)) return false;
  return true;
}

const continues = (entry: RmpEntry, head: RmpEntry, i: number): boolean =>
  entry.assigned &&
  entry.size === RmpSize.size4K &&
  entry.immutable &&
  !entry.vmsa &&
  entry.asid !== 0 &&
  entry.asid === head.asid &&
  entry.gpa === head.gpa + i &&
  classify(entry) === classify(head) &&
  sameMasks(entry, head);

export const RMP_043: RmpStepRule = {
  ...RULE,
  id: 'RMP-043',
  title: 'PAGE_UNSMASH wants 512 entries alike',
  statement:
    'PAGE_UNSMASH succeeds exactly for 512 immutable 4K entries of one guest, state and mask with consecutive GPAs from a 2M boundary.',
  source: 'rmp.md 2.7, 5.2 X10; firmware',
  why: 'A mutable page can change between the check and the merge.',
  example: 'Mutable entries are accepted.',
  on: ['pageUnsmash'],
  check(step) {
    const { config, op, outcome } = step;
    if (op.op !== 'pageUnsmash' || !isServed(step) || !isRegionAligned(op.spa)) return NOT_EXERCISED;
    const page = pageOf(config, op.spa);
    if (!isCovered(config, page)) return NOT_EXERCISED;
    return must(succeeded(outcome) === isUniform(step, baseOf(page)));
  },
  explain(step) {
    const { page } = targetOf(step.config, step.op)!;
    const uniform = isUniform(step, page) ? 'alike' : 'not alike';
    return `the 512 entries are ${uniform}: ${outcomeText(step.outcome)}`;
  },
};

/** First page that the merged entry does not give back as it was; null if there is none. */
function lostPage({ before, after }: RmpStep, base: SpaPage): SpaPage | null {
  for (let page = base; page < base + REGION_PAGES; page++) {
    const is = effectiveOf(after, page)!;
    if (is.size !== RmpSize.size2M || !sameExcept(before.own(page)!, is, { size: is.size })) return page;
  }
  return null;
}

export const RMP_044: RmpStepRule = {
  ...RULE,
  id: 'RMP-044',
  confidence: 'I',
  title: 'PAGE_UNSMASH can be undone',
  statement:
    'After PAGE_UNSMASH the 2M entry gives each sub-page every field that it had, so that PAGE_RECLAIM and PSMASH restore it.',
  source: 'rmp.md 2.2, 2.7; firmware and APM vol. 2 15.36.11',
  why: 'A page that comes back with another GPA, owner or mask was swapped under the guest.',
  example: 'The merged entry takes the GPA of the last page.',
  on: ['pageUnsmash'],
  check(step) {
    if (step.op.op !== 'pageUnsmash' || !succeeded(step.outcome)) return NOT_EXERCISED;
    const { page } = targetOf(step.config, step.op)!;
    return must(lostPage(step, page) === null && step.after.subCount(page) === 0);
  },
  explain(step) {
    const { before, after, config, op } = step;
    const { page } = targetOf(config, op)!;
    const lost = lostPage(step, page) ?? page;
    return (
      `${pageText(lost)} was ${entryText(before.own(lost))}; is ${entryText(effectiveOf(after, lost))}, ` +
      `sub-page count ${after.subCount(page)}`
    );
  },
};

/** Pages of the AMD-SP: assigned, no guest's, immutable. */
const isFirmwares = (entry: RmpEntry | null): boolean =>
  entry !== null && entry.assigned && entry.asid === 0 && entry.immutable;
const isFree = (entry: RmpEntry | null): boolean => entry !== null && !entry.assigned && !entry.immutable;

export const RMP_045: RmpStepRule = {
  ...RULE,
  id: 'RMP-045',
  title: 'two steps from the firmware to the host',
  statement: 'No single instruction or command but a shutdown makes a page of the firmware a Hypervisor page.',
  source: 'rmp.md 5.1 T17, T18; firmware',
  why: 'The host could take a page while the firmware still works on it.',
  example: 'DECOMMISSION gives the page back at once.',
  on: ['rmpupdate', 'psmash', 'pageReclaim', 'pageSetState', 'mdInit', 'gctxCreate', 'decommission', 'writeBuffer'],
  check(step) {
    const { config, op, before, after } = step;
    const target = targetOf(config, op);
    if (target === null || !isCovered(config, target.page)) return NOT_EXERCISED;
    const freed = changesOf(step).entries.some((page) => isFirmwares(before.own(page)) && isFree(after.own(page)));
    if (freed) return must(false);
    return isFirmwares(before.own(target.page)) ? must(true) : NOT_EXERCISED;
  },
  explain: changeText,
};
