/** Rules on RMPADJUST and on what only looks: rmp.md 2.4 to 2.6, 7.2. */
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import type { RmpEntry } from '../../../model/vocabulary/rmp/entry';
import type { RmpAdjustOp } from '../../../model/vocabulary/rmp/op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { targetOf } from './_address';
import { isUnchanged } from './_changes';
import { effectiveOf } from './_entry';
import { fittingOperand } from './_operand';
import { succeeded } from './_refusals';
import { changeText, entryText, outcomeText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S', on: ['rmpadjust'] } as const;

const observedText = (step: RmpStep): string =>
  `entry before: ${entryText(effectiveOf(step.before, targetOf(step.config, step.op)!.page))}; ` +
  `${outcomeText(step.outcome)}; ${changeText(step)}`;

export const RMP_036: RmpStepRule = {
  ...RULE,
  id: 'RMP-036',
  title: 'nobody sets rights of its own level or above',
  statement: 'RMPADJUST with a target VMPL that is not less privileged than the caller returns 2.',
  source: 'rmp.md 2.4; APM vol. 2 15.36.7',
  why: 'A lower VMPL that can give itself rights owns what VMPL0 keeps from it.',
  example: 'The target may be the caller itself.',
  check(step) {
    const { op, config, outcome, before } = step;
    if (op.op !== 'rmpadjust' || !before.cpuSnpEnabled || op.asid === 0 || op.cpl !== 0 || op.badInput)
      return NOT_EXERCISED;
    if (op.target >= config.vmpls || op.target > op.vmpl) return NOT_EXERCISED;
    return must(outcome.code === RmpCode.failPermission && isUnchanged(step));
  },
  explain: observedText,
};

/** The entry of an operand that everything but the caller's own rights lets pass. */
function validatedOperand(step: RmpStep): RmpEntry | null {
  const entry = step.op.op === 'rmpadjust' ? fittingOperand(step) : null;
  return entry !== null && entry.validated ? entry : null;
}

export const RMP_037: RmpStepRule = {
  ...RULE,
  id: 'RMP-037',
  title: 'nobody grants what it lacks',
  statement: "RMPADJUST of a mask that is not part of the caller's own returns 2; one that is succeeds.",
  source: 'rmp.md 2.4; APM vol. 2 15.36.7',
  why: 'Otherwise two lower VMPLs give one another all rights.',
  example: 'The mask is compared with the rights of all VMPLs together.',
  check(step) {
    const entry = validatedOperand(step);
    if (entry === null) return NOT_EXERCISED;
    const { mask, vmpl } = step.op as RmpAdjustOp;
    if ((mask & ~entry.masks[vmpl]!) !== 0)
      return must(step.outcome.code === RmpCode.failPermission && isUnchanged(step));
    const target = (step.op as RmpAdjustOp).target;
    const { page } = targetOf(step.config, step.op)!;
    return must(succeeded(step.outcome) && effectiveOf(step.after, page)!.masks[target] === mask);
  },
  explain: observedText,
};

export const RMP_038: RmpStepRule = {
  ...RULE,
  id: 'RMP-038',
  title: 'only VMPL0 makes VMSA pages',
  statement: 'RMPADJUST at VMPL0 writes the VMSA bit that is asked for; at any other VMPL the bit stays.',
  source: 'rmp.md 2.4; APM vol. 2 15.36.12',
  why: 'Whoever can make a VMSA page starts a vCPU with the VMPL of its choice.',
  example: 'VMPL1 sets the VMSA bit.',
  check(step) {
    const { op, config, outcome, before, after } = step;
    if (op.op !== 'rmpadjust' || !succeeded(outcome)) return NOT_EXERCISED;
    const { page } = targetOf(config, op)!;
    const was = effectiveOf(before, page);
    const is = effectiveOf(after, page);
    if (was === null || is === null) return NOT_EXERCISED;
    return must(is.vmsa === (op.vmpl === 0 ? op.vmsa : was.vmsa));
  },
  explain: observedText,
};

export const RMP_039: RmpStepRule = {
  ...RULE,
  id: 'RMP-039',
  title: 'rights of a page want its validation',
  statement: 'RMPADJUST of a page that is not validated gives #VC.',
  source: 'rmp.md 2.4; APM vol. 2 table 15-39',
  why: 'A guest would set up rights for a page that the hypervisor may exchange.',
  example: 'Validated is not looked at.',
  check(step) {
    const entry = fittingOperand(step);
    if (entry === null || entry.validated) return NOT_EXERCISED;
    return must(step.outcome.fault === '#VC' && isUnchanged(step));
  },
  explain: observedText,
};

export const RMP_040: RmpStepRule = {
  ...RULE,
  id: 'RMP-040',
  title: 'looking changes nothing',
  statement: 'RMPQUERY, RMPREAD and RMPOPT leave everything as it was.',
  source: 'rmp.md 2.5, 2.6; Microsoft intrinsics, the RMPOPT series',
  why: 'Hosts dump the table while guests run.',
  example: 'RMPQUERY also sets the mask that it returns.',
  on: ['rmpquery', 'rmpread', 'rmpopt'],
  check: (step) => must(isUnchanged(step)),
  explain: changeText,
};
