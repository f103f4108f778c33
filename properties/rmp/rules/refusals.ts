/** Rules on what RMPUPDATE and its sisters must refuse: rmp.md 2.1, 5.2, 7.2. */
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { HELD, must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { baseOf, isCovered, isPageAligned, isRegionAligned, pageOf, targetOf } from './_address';
import { changesOf, isUnchanged } from './_changes';
import { effectiveOf, isTwoM, stateOf } from './_entry';
import { CHANGING } from './_ops';
import { hitsImmutable, isMalformed, isRefusedRightly, overlaps, refusalsOf, succeeded } from './_refusals';
import { changeText, outcomeText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S' } as const;

const allowedText = (step: RmpStep): string =>
  step.op.op === 'rmpupdate' ? `allowed are codes ${refusalsOf(step, step.op).join(', ')}; ` : '';
const refusalText = (step: RmpStep): string => `${allowedText(step)}${outcomeText(step.outcome)}; ${changeText(step)}`;

export const RMP_017: RmpStepRule = {
  ...RULE,
  id: 'RMP-017',
  title: 'what fails changes nothing',
  statement: 'An instruction or command that returns an error, or faults, leaves every entry, count and tag as it was.',
  source: 'rmp.md 2; APM vol. 2 15.36',
  why: 'Callers retry or back out; half of a 2M update is a region in no state at all.',
  example: 'A 2M update writes stubs before it finds the overlap.',
  on: [...CHANGING, 'writeBuffer', 'snpInit', 'snpShutdown'],
  check: (step) => (succeeded(step.outcome) ? NOT_EXERCISED : must(isUnchanged(step))),
  explain: (step) => `${outcomeText(step.outcome)}, and yet ${changeText(step)}`,
};

/** True if the entry that decided for the page was immutable. */
const wasImmutable = (before: RmpView, page: SpaPage): boolean =>
  before.own(isTwoM(before, baseOf(page)) ? baseOf(page) : page)!.immutable;

export const RMP_018: RmpStepRule = {
  ...RULE,
  id: 'RMP-018',
  title: 'Immutable entries stay',
  statement: 'No instruction of the CPU changes an entry whose Immutable bit is set.',
  source: 'rmp.md 1.1, 5.2 X01; APM vol. 2 table 15-34',
  why: 'The firmware checks 512 entries and then acts on them; nothing but this bit holds them still meanwhile.',
  example: 'PSMASH is carried out on a Pre-Guest page.',
  on: ['rmpupdate', 'psmash', 'pvalidate', 'rmpadjust'],
  check(step) {
    const { config, op, before } = step;
    if (op.op === 'psmash' && config.assumptions.PSMASH_IMMUTABLE === 'allow') return NOT_EXERCISED;
    const target = targetOf(config, op)!;
    if (changesOf(step).entries.some((page) => wasImmutable(before, page))) return must(false);
    const isMeant = isCovered(config, target.page) && effectiveOf(before, target.page)!.immutable;
    return isMeant ? HELD : NOT_EXERCISED;
  },
  explain: (step) => `${outcomeText(step.outcome)}: ${changeText(step)}`,
};

export const RMP_019: RmpStepRule = {
  ...RULE,
  id: 'RMP-019',
  title: "guests cannot run the hypervisor's instructions",
  statement: 'RMPUPDATE, PSMASH and RMPREAD executed with an ASID other than 0 return 2, and nothing else happens.',
  source: 'rmp.md 2.0, 2.1; Microsoft intrinsics',
  why: 'A guest that updates the RMP owns the machine.',
  example: 'The ASID of the executing context is not looked at.',
  on: ['rmpupdate', 'psmash', 'rmpread'],
  check(step) {
    const { config, op, outcome, before } = step;
    if (op.op !== 'rmpupdate' && op.op !== 'psmash' && op.op !== 'rmpread') return NOT_EXERCISED;
    if (op.asid === 0 || !before.cpuSnpEnabled) return NOT_EXERCISED;
    if (op.op === 'rmpupdate') return must(isRefusedRightly(step, op) && isUnchanged(step));
    const wellFormed = op.op === 'psmash' ? isRegionAligned(op.spa) : isPageAligned(op.spa);
    const sound = wellFormed && isCovered(config, pageOf(config, op.spa));
    const { code } = outcome;
    return must(code === RmpCode.failPermission || (!sound && code === RmpCode.failInput));
  },
  explain: (step) => `run by a guest: ${refusalText(step)}`,
};

export const RMP_022: RmpStepRule = {
  ...RULE,
  id: 'RMP-022',
  title: 'overlap is refused both ways',
  statement: 'A 2M update over a 4K sub-page that is assigned, and a 4K update below a 2M entry, return 4.',
  source: 'rmp.md 2.1 check 5, X03; Microsoft intrinsics; Linux sev.c',
  why: 'A region split or merged in silence loses what its pages were.',
  example: 'A 2M update replaces 512 assigned 4K entries.',
  on: ['rmpupdate'],
  check(step) {
    const { config, op, before } = step;
    if (op.op !== 'rmpupdate' || !before.cpuSnpEnabled) return NOT_EXERCISED;
    return overlaps(config, before, op) ? must(isRefusedRightly(step, op)) : NOT_EXERCISED;
  },
  explain: refusalText,
};

export const RMP_023: RmpStepRule = {
  ...RULE,
  id: 'RMP-023',
  title: 'wrong inputs are input errors',
  statement:
    'An update with a misaligned address, a reserved bit, an ASID that does not exist or an illegal tuple returns 1.',
  source: 'rmp.md 2.1 check 2; Microsoft intrinsics',
  why: 'An address that is rounded down changes pages that nobody named.',
  example: 'A 2M update at a 4K page is rounded down to the region.',
  on: ['rmpupdate'],
  check(step) {
    const { config, op, before } = step;
    if (op.op !== 'rmpupdate' || !before.cpuSnpEnabled) return NOT_EXERCISED;
    return isMalformed(config, op) ? must(isRefusedRightly(step, op)) : NOT_EXERCISED;
  },
  explain: refusalText,
};

export const RMP_025: RmpStepRule = {
  ...RULE,
  id: 'RMP-025',
  title: 'HV-Fixed pages cannot be assigned',
  statement: 'RMPUPDATE of a page in state HV-Fixed returns 2.',
  source: 'rmp.md 1.5, 1.6, RG44; firmware',
  why: "MMIO holes are HV-Fixed: taken for free memory they become a guest's pages.",
  example: 'Only assigned entries are looked at for Immutable.',
  on: ['rmpupdate'],
  check(step) {
    const { config, op, before } = step;
    if (op.op !== 'rmpupdate' || !before.cpuSnpEnabled) return NOT_EXERCISED;
    const page = pageOf(config, op.spa);
    if (stateOf(before, page) !== 'HV-Fixed' || !hitsImmutable(config, before, op)) return NOT_EXERCISED;
    return must(isRefusedRightly(step, op) && stateOf(step.after, page) === 'HV-Fixed');
  },
  explain: (step) => `${pageText(targetOf(step.config, step.op)!.page)} is HV-Fixed: ${refusalText(step)}`,
};

export const RMP_031: RmpStepRule = {
  ...RULE,
  id: 'RMP-031',
  title: 'FAIL_INUSE changes nothing',
  statement: 'RMPUPDATE and PSMASH that return 3 leave everything as it was, so that they can be tried again.',
  source: 'rmp.md 2.1, 2.2; APM vol. 2 15.36.12',
  why: 'Linux repeats PSMASH until it gets another code.',
  example: 'The entry is written first and found to be in use afterwards.',
  on: ['rmpupdate', 'psmash'],
  check: (step) => (step.outcome.code === RmpCode.failInUse ? must(isUnchanged(step)) : NOT_EXERCISED),
  explain: (step) => `FAIL_INUSE, and yet ${changeText(step)}`,
};
