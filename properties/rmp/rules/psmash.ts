/** Rules on PSMASH: rmp.md 2.2, 7.2. */
import { REGION_PAGES, RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { PsmashOp } from '../../../model/vocabulary/rmp/op';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { baseOf, isCovered, isRegionAligned, pageOf } from './_address';
import { isUnchanged } from './_changes';
import { effectiveOf, isTwoM, sameExcept } from './_entry';
import { succeeded } from './_refusals';
import { changeText, entryText, outcomeText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S', on: ['psmash'] } as const;

/** Base of the region that a PSMASH by the host names, and is covered; else null. */
function smashedBase({ config, op, before }: RmpStep): SpaPage | null {
  if (op.op !== 'psmash' || op.asid !== 0 || !before.cpuSnpEnabled) return null;
  const page = pageOf(config, op.spa);
  return isCovered(config, page) ? baseOf(page) : null;
}

/** First page that is not what it was, but for size; null if there is none. */
function alteredPage({ before, after }: RmpStep, base: SpaPage): SpaPage | null {
  for (let page = base; page < base + REGION_PAGES; page++) {
    const was = effectiveOf(before, page)!;
    const is = effectiveOf(after, page)!;
    if (is.size !== RmpSize.size4K || !sameExcept(was, is, { size: RmpSize.size4K })) return page;
  }
  return null;
}

export const RMP_027: RmpStepRule = {
  ...RULE,
  id: 'RMP-027',
  title: 'PSMASH changes nothing but the size',
  statement: 'After PSMASH each of the 512 pages has a 4K entry equal to what it had, with consecutive GPAs.',
  source: 'rmp.md 2.2; APM vol. 2 15.36.11',
  why: 'The guest does not know that its page was split: it must go on working without validating again.',
  example: 'Validated is cleared.',
  check(step) {
    const base = smashedBase(step);
    if (base === null || !succeeded(step.outcome)) return NOT_EXERCISED;
    return must(alteredPage(step, base) === null);
  },
  explain(step) {
    const page = alteredPage(step, smashedBase(step)!)!;
    const { before, after } = step;
    return `${pageText(page)} was ${entryText(effectiveOf(before, page))}; is ${entryText(effectiveOf(after, page))}`;
  },
};

/** Codes that PSMASH by the host may return in this state; 3, which only a history tells, left out. */
function codesOf({ config, before }: RmpStep, op: PsmashOp): readonly number[] {
  const page = pageOf(config, op.spa);
  if (!isRegionAligned(op.spa) || !isCovered(config, page)) return [RmpCode.failInput];
  const not2M = config.assumptions.PSMASH_NOT_2M_CODE;
  if (!isTwoM(before, page)) return [not2M];
  const fails = before.own(page)!.immutable && config.assumptions.PSMASH_IMMUTABLE === 'fail';
  return fails ? [RmpCode.failPermission, not2M] : [RmpCode.success];
}

export const RMP_028: RmpStepRule = {
  ...RULE,
  id: 'RMP-028',
  title: 'PSMASH wants an assigned 2M entry',
  statement:
    'PSMASH returns 1 for an address that is not 2M-aligned or not covered, and 7 where there is no assigned 2M entry.',
  source: 'rmp.md 2.2, RG53; Microsoft intrinsics, field log',
  why: 'Software tells from the code whether another CPU was first (7) or the call was wrong (1).',
  example: 'A region of 4K entries is smashed again.',
  check(step) {
    const { op, outcome, before } = step;
    if (op.op !== 'psmash' || op.asid !== 0 || !before.cpuSnpEnabled) return NOT_EXERCISED;
    if (outcome.code === RmpCode.failInUse) return NOT_EXERCISED;
    return must(outcome.fault === null && codesOf(step, op).includes(outcome.code));
  },
  explain: (step) => `expected code ${codesOf(step, step.op as PsmashOp).join(' or ')}; ${outcomeText(step.outcome)}`,
};

export const RMP_029: RmpStepRule = {
  ...RULE,
  id: 'RMP-029',
  confidence: 'L',
  title: 'PSMASH again does no harm',
  statement: 'PSMASH of a region that holds 4K entries returns 7 and changes nothing.',
  source: 'rmp.md 2.2, 5.5 RC3; field log',
  why: 'Two vCPUs that fault on one page both smash it.',
  example: 'The second smash counts the sub-pages once more.',
  check(step) {
    const base = smashedBase(step);
    const { op, outcome, before, config } = step;
    if (base === null || op.op !== 'psmash' || !isRegionAligned(op.spa) || isTwoM(before, base)) return NOT_EXERCISED;
    if (before.subCount(base) === 0 || outcome.code === RmpCode.failInUse) return NOT_EXERCISED;
    return must(outcome.code === config.assumptions.PSMASH_NOT_2M_CODE && isUnchanged(step));
  },
  explain: (step) => `the region holds 4K entries: ${outcomeText(step.outcome)}, ${changeText(step)}`,
};

export const RMP_030: RmpStepRule = {
  ...RULE,
  id: 'RMP-030',
  confidence: 'I',
  title: 'PSMASH counts 511 sub-pages',
  statement: 'After PSMASH the sub-page count of the region is 511.',
  source: 'rmp.md 1.2, 2.2; firmware',
  why: 'With a count of 0 a host write through a 2M mapping passes as soon as the base page is given back.',
  example: 'The count stays 0.',
  check(step) {
    const base = smashedBase(step);
    if (base === null || !succeeded(step.outcome)) return NOT_EXERCISED;
    return must(step.after.subCount(base) === REGION_PAGES - 1);
  },
  explain: (step) => `sub-page count after PSMASH: ${step.after.subCount(smashedBase(step)!)}`,
};
