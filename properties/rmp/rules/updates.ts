/** Rules on what an accepted RMPUPDATE does: rmp.md 2.1 effect, 7.2. */
import type { RmpEntry, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { isCovered, targetOf } from './_address';
import { changesOf, sameWriter } from './_changes';
import { effectiveOf } from './_entry';
import { succeeded } from './_refusals';
import { changeText, entryText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S' } as const;

/** Did owner, GPA or size change? */
const isReassigned = (was: RmpEntry, is: RmpEntry): boolean =>
  was.assigned !== is.assigned || was.asid !== is.asid || was.gpa !== is.gpa || was.size !== is.size;

/** First and last page that an accepted update names, where it is reassigned. */
function reassigned(step: RmpStep): readonly SpaPage[] {
  const { config, op, outcome, before, after } = step;
  if (op.op !== 'rmpupdate' || !succeeded(outcome)) return [];
  const { page, pages } = targetOf(config, op)!;
  if (!isCovered(config, page)) return [];
  const ends = pages === 1 ? [page] : [page, page + pages - 1];
  return ends.filter((at) => isReassigned(effectiveOf(before, at)!, effectiveOf(after, at)!));
}

export const RMP_020: RmpStepRule = {
  ...RULE,
  id: 'RMP-020',
  title: 'a page that changes hands must be validated anew',
  statement: 'An RMPUPDATE that changes owner, GPA or size of a page leaves it not validated.',
  source: 'rmp.md 2.1, 5.1 T08; APM vol. 2 15.36.6, 15.36.11',
  why: "Validation is the guest's word for one mapping; carried on to another the hypervisor can swap pages under it.",
  example: 'Validated is kept when only the GPA changes.',
  on: ['rmpupdate'],
  check(step) {
    const pages = reassigned(step);
    return pages.length === 0 ? NOT_EXERCISED : must(pages.every((page) => !effectiveOf(step.after, page)!.validated));
  },
  explain: (step) => `reassigned and still validated: ${changeText(step)}`,
};

const hasNewMasks = ({ asid, masks }: RmpEntry, full: number): boolean =>
  asid === 0 || masks.every((mask, vmpl) => mask === (vmpl === 0 ? full : 0));

export const RMP_021: RmpStepRule = {
  ...RULE,
  id: 'RMP-021',
  title: "a new page is VMPL0's alone",
  statement: 'A page newly assigned to a guest gives VMPL0 every right and the other VMPLs none.',
  source: 'rmp.md 2.1; APM vol. 2 15.36.7',
  why: 'Rights left from the owner before let a lower VMPL into a page that nobody gave it.',
  example: 'The masks of the old entry stay.',
  on: ['rmpupdate'],
  check(step) {
    const { config, after } = step;
    const pages = reassigned(step).filter((page) => effectiveOf(after, page)!.asid !== 0);
    const full = config.assumptions.VMPL_FULL_MASK;
    if (pages.length === 0) return NOT_EXERCISED;
    return must(pages.every((page) => hasNewMasks(effectiveOf(after, page)!, full)));
  },
  explain(step) {
    const full = step.config.assumptions.VMPL_FULL_MASK;
    const [page] = reassigned(step).filter((at) => !hasNewMasks(effectiveOf(step.after, at)!, full));
    return `${pageText(page!)} is now ${entryText(effectiveOf(step.after, page!))}`;
  },
};

/** Of many pages changed alike, as by a 2M op, so many are looked at. */
const ENOUGH = 8;

/** True if a page is validated after the op and was not before. */
const validates = ({ before, after }: RmpStep, pages: readonly SpaPage[]): boolean =>
  pages.slice(-ENOUGH).some((page) => effectiveOf(after, page)!.validated && !effectiveOf(before, page)!.validated);

export const RMP_024: RmpStepRule = {
  ...RULE,
  id: 'RMP-024',
  title: 'the hypervisor cannot validate',
  statement: 'No RMPUPDATE and no PSMASH makes a page validated that was not.',
  source: 'rmp.md 2.1, 2.2; APM vol. 2 15.36.6',
  why: 'Validated means that the guest agreed; set by the hypervisor it means nothing.',
  example: 'Validated is copied from a padding byte of the new state.',
  on: ['rmpupdate', 'psmash'],
  check(step) {
    const { entries } = changesOf(step);
    return entries.length === 0 ? NOT_EXERCISED : must(!validates(step, entries));
  },
  explain: (step) => `validated without the guest: ${changeText(step)}`,
};

export const RMP_026: RmpStepRule = {
  ...RULE,
  id: 'RMP-026',
  confidence: 'I',
  title: 'RMPUPDATE does not touch contents',
  statement: 'After an RMPUPDATE every page has the last writer that it had.',
  source: 'rmp.md 2.1; APM vol. 2',
  why: 'Who relies on memory being cleared with the change of owner leaks the data of the owner before.',
  example: 'The page is zeroed when it is unassigned.',
  on: ['rmpupdate'],
  check(step) {
    const { config, op, outcome } = step;
    if (op.op !== 'rmpupdate' || !succeeded(outcome)) return NOT_EXERCISED;
    const { page } = targetOf(config, op)!;
    if (step.before.ghost(page).writer === '' && changesOf(step).writers.length === 0) return NOT_EXERCISED;
    return must(changesOf(step).writers.length === 0 && sameWriter(step.before, step.after, page));
  },
  explain({ config, op, before, after }) {
    const { page } = targetOf(config, op)!;
    return `last writer of ${pageText(page)} was '${before.ghost(page).writer}', is '${after.ghost(page).writer}'`;
  },
};
