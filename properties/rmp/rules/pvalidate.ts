/** Rules on PVALIDATE, and on the operand sizes of RMPADJUST: rmp.md 2.3, 2.4, 7.2. */
import { REGION_PAGES, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { PvalidateOp, RmpAdjustOp } from '../../../model/vocabulary/rmp/op';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { must, NOT_EXERCISED, type Judgement } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { isOwners } from './_access';
import { baseOf, targetOf } from './_address';
import { changesOf, isUnchanged } from './_changes';
import { effectiveOf, isTwoM, sameExcept } from './_entry';
import { asksLess, asksMore, fittingOperand, isPrivateNpf, ownedOperand } from './_operand';
import { succeeded } from './_refusals';
import { changeText, entryText, outcomeText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S' } as const;

const observedText = (step: RmpStep): string =>
  `entry before: ${entryText(effectiveOf(step.before, targetOf(step.config, step.op)!.page))}; ` +
  `${outcomeText(step.outcome)}; ${changeText(step)}`;

/** True for FAIL_SIZEMISMATCH where the sizes match, whoever the page belongs to. */
function isWrongMismatch({ before, outcome }: RmpStep, op: PvalidateOp | RmpAdjustOp): boolean {
  const entry = effectiveOf(before, op.spa);
  return outcome.code === RmpCode.failSizeMismatch && entry !== null && !asksMore(entry, op);
}

export const RMP_033: RmpStepRule = {
  ...RULE,
  id: 'RMP-033',
  title: 'sizes asked for and sizes there',
  statement: 'PVALIDATE or RMPADJUST of 4K in a 2M page exits with SIZEM; of 2M in a 4K page it returns 6.',
  source: 'rmp.md 2.3, 2.4, 3.6 (c); APM vol. 2 table 15-40',
  why: 'KVM splits on SIZEM, guests fall back to 4K on 6: exchanged, both wait for ever.',
  example: 'The two are exchanged.',
  on: ['pvalidate', 'rmpadjust'],
  check(step): Judgement {
    const entry = ownedOperand(step);
    const op = step.op as PvalidateOp | RmpAdjustOp;
    if (entry === null) return isWrongMismatch(step, op) ? must(false) : NOT_EXERCISED;
    if (asksLess(entry, op)) return must(isPrivateNpf(step.outcome, true) && isUnchanged(step));
    if (asksMore(entry, op)) return must(step.outcome.code === RmpCode.failSizeMismatch && isUnchanged(step));
    return NOT_EXERCISED;
  },
  explain: observedText,
};

export const RMP_034: RmpStepRule = {
  ...RULE,
  id: 'RMP-034',
  title: 'validating what is validated sets CF',
  statement:
    'PVALIDATE returns 0 with CF set exactly if Validated already was what is asked for; then nothing changes.',
  source: 'rmp.md 2.3; Linux guest code',
  why: 'A guest takes CF on validating for an attack: it must be neither missed nor invented.',
  example: 'The software value 255 is returned.',
  on: ['pvalidate'],
  check(step) {
    const { op, outcome } = step;
    const entry = fittingOperand(step);
    if (op.op !== 'pvalidate' || entry === null) return NOT_EXERCISED;
    if (!succeeded(outcome)) return must(false);
    const isSame = entry.validated === op.validate;
    return must(outcome.carry === isSame && (!isSame || isUnchanged(step)));
  },
  explain: observedText,
};

/** True if `page` differs from what it was in nothing but Validated, which is `validated` now. */
function isToggled({ before, after }: RmpStep, page: SpaPage, validated: boolean): boolean {
  return sameExcept(before.own(page)!, after.own(page)!, { validated }) && after.own(page)!.validated === validated;
}

export const RMP_035: RmpStepRule = {
  ...RULE,
  id: 'RMP-035',
  title: "PVALIDATE writes Validated of a page of the guest's own",
  statement:
    'PVALIDATE succeeds only on a mutable page that the guest owns at that GPA, and writes its Validated alone.',
  source: 'rmp.md 2.3, 5.2 X05; APM vol. 2 15.36.6',
  why: 'Masks that validation resets give lower VMPLs rights that VMPL0 took.',
  example: 'The masks are set anew.',
  on: ['pvalidate'],
  check(step) {
    const { op, outcome, before, config } = step;
    if (op.op !== 'pvalidate' || !succeeded(outcome) || !before.cpuSnpEnabled) return NOT_EXERCISED;
    const entry = effectiveOf(before, op.spa);
    if (entry === null || !isOwners(entry, op)) return must(false);
    if (outcome.carry || fittingOperand(step) === null) return NOT_EXERCISED;
    const { page } = targetOf(config, op)!;
    const written = isTwoM(before, baseOf(page)) ? baseOf(page) : page;
    const { entries } = changesOf(step);
    if (entries.some((at) => at !== written && !isBelow(step, at, written))) return must(false);
    return must(isToggled(step, written, op.validate));
  },
  explain: observedText,
};

/** Fields of a stub mean nothing: what changes there, as long as it is a stub, is nobody's business. */
const isBelow = ({ before }: RmpStep, page: SpaPage, base: SpaPage): boolean =>
  isTwoM(before, base) && page > base && page < base + REGION_PAGES;
