/** Rules on where entries lie and what is covered: rmp.md 1.5, 7.1. */
import { RmpCode } from '../../../model/vocabulary/rmp/outcome';
import { HELD, must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { entryAddressOf, hasCBit, isCovered, isPageAligned, pageOf, targetOf } from './_address';
import { isRefusedRightly, refusalsOf, succeeded } from './_refusals';
import { outcomeText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S' } as const;
const ADDRESSED = ['rmpupdate', 'psmash', 'rmpread', 'pvalidate', 'rmpadjust', 'access', 'pageReclaim', 'hsave'];

/** Last page of a region: with a page itself, the two places where an address calculation shows. */
const LAST_OF_REGION = 511;

export const RMP_001: RmpStepRule = {
  ...RULE,
  id: 'RMP-001',
  title: 'entries lie in a row',
  statement: 'The entry of a covered page lies at its base + 16 KB + 16 × page number, or so in its segment.',
  source: 'rmp.md 1.5; APM vol. 2 15.36.4, 15.36.22',
  why: 'A wrong address reads the entry of another page, and another owner.',
  example: 'The 16 KB of bookkeeping before the first entry are forgotten.',
  on: ADDRESSED,
  check(step) {
    const page = wrongAddress(step);
    if (page !== null) return must(false);
    const target = targetOf(step.config, step.op);
    return target !== null && isCovered(step.config, target.page) ? HELD : NOT_EXERCISED;
  },
  explain(step) {
    const page = wrongAddress(step)!;
    return (
      `entry of ${pageText(page)} should be at 0x${entryAddressOf(step.config, page)!.toString(16)}, ` +
      `is at 0x${step.after.entryAddress(page)?.toString(16) ?? ' none'}`
    );
  },
};

function wrongAddress({ config, op, after }: RmpStep): number | null {
  const target = targetOf(config, op);
  if (target === null) return null;
  const pages = [target.page, target.page - (target.page % 512) + LAST_OF_REGION];
  const wrong = pages.find(
    (page) => isCovered(config, page) && after.entryAddress(page) !== entryAddressOf(config, page),
  );
  return wrong ?? null;
}

export const RMP_002: RmpStepRule = {
  ...RULE,
  id: 'RMP-002',
  title: 'coverage follows from the registers',
  statement: 'A page is covered exactly if its entry lies within RMP_BASE … RMP_END, or within its segment.',
  source: 'rmp.md 1.5; APM vol. 2 15.36.4, 15.36.22',
  why: 'A page taken for uncovered belongs to the hypervisor for ever, whoever owns it.',
  example: 'Off by one at the last covered page.',
  on: ADDRESSED,
  check(step) {
    const target = targetOf(step.config, step.op);
    if (target === null) return NOT_EXERCISED;
    return must(step.after.covered(target.page) === isCovered(step.config, target.page));
  },
  explain({ config, op, after }) {
    const { page } = targetOf(config, op)!;
    return `${pageText(page)} is ${isCovered(config, page) ? '' : 'not '}covered; observed ${String(after.covered(page))}`;
  },
};

export const RMP_003: RmpStepRule = {
  ...RULE,
  id: 'RMP-003',
  title: 'the C-bit does not index',
  statement: 'An instruction whose address carries the C-bit works on the entry of the address without it.',
  source: 'rmp.md 1.5, RG05; firmware masks the C-bit',
  why: 'With the C-bit in the index every look-up lands far behind the table.',
  example: 'The C-bit is part of the page number, so that memory encryption makes all pages uncovered.',
  on: ['rmpupdate', 'rmpread'],
  check(step) {
    const { config, op, outcome, before, after } = step;
    if ((op.op !== 'rmpupdate' && op.op !== 'rmpread') || !before.cpuSnpEnabled) return NOT_EXERCISED;
    const page = pageOf(config, op.spa);
    if (!hasCBit(config, op.spa) || !isCovered(config, page)) return NOT_EXERCISED;
    if (op.op === 'rmpupdate') {
      if (!succeeded(outcome)) return must(isRefusedRightly(step, op));
      return must(after.own(page)!.assigned === op.to.assigned && after.own(page)!.asid === op.to.asid);
    }
    if (op.asid !== 0 || !isPageAligned(op.spa)) return NOT_EXERCISED;
    if (outcome.read === null || !('asid' in outcome.read)) return must(false);
    const own = before.own(page)!;
    return must(outcome.read.assigned === own.assigned && outcome.read.asid === own.asid);
  },
  explain({ config, op, outcome }) {
    const target = targetOf(config, op)!;
    return `with the C-bit in the address the entry of ${pageText(target.page)} is meant; ${outcomeText(outcome)}`;
  },
};

export const RMP_004: RmpStepRule = {
  ...RULE,
  id: 'RMP-004',
  title: "uncovered pages are the hypervisor's",
  statement:
    'A page that is not covered is in state Default, lets host writes pass, and cannot be updated, smashed or read.',
  source: 'rmp.md 1.5; APM vol. 2 15.36.5',
  why: 'MMIO above the table must stay reachable, and must never look private.',
  example: 'Host writes to uncovered pages fault.',
  on: ['rmpupdate', 'psmash', 'rmpread', 'access'],
  check(step) {
    const { config, op, outcome, before, after } = step;
    const target = targetOf(config, op);
    if (target === null || isCovered(config, target.page) || !before.cpuSnpEnabled) return NOT_EXERCISED;
    if (after.state(target.page) !== 'Default' || after.own(target.page) !== null) return must(false);
    if (op.op === 'rmpupdate') return must(isRefusedRightly(step, op));
    if (op.op === 'psmash' || op.op === 'rmpread') {
      const byGuest = op.asid !== 0 && outcome.code === RmpCode.failPermission;
      return must(byGuest || outcome.code === RmpCode.failInput);
    }
    if (op.op !== 'access' || op.by !== 'host' || !op.nestedPresent || !op.nestedWritable) return HELD;
    return must(outcome.fault === null);
  },
  explain(step) {
    const { config, op, outcome, after } = step;
    const { page } = targetOf(config, op)!;
    const allowed = op.op === 'rmpupdate' ? `codes ${refusalsOf(step, op).join(' or ')}` : 'as for an uncovered page';
    return `${pageText(page)} is not covered (${allowed}): state ${after.state(page)}, ${outcomeText(outcome)}`;
  },
};
