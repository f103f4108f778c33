/** Rules on pages that another CPU, or the firmware, is working with: rmp.md 2.1 check 3, 3.7, 7.2. */
import { REGION_PAGES, RmpSize, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpOp } from '../../../model/vocabulary/rmp/op';
import { RmpCode, type RmpOutcome } from '../../../model/vocabulary/rmp/outcome';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpEndRule, RmpRun, RmpUntestedRule } from '../rule';
import { baseOf, isCovered, isRegionAligned, pageOf } from './_address';
import { outcomeText } from './_text';

/** What is in use at one moment of a trace, from its ops and outcomes alone. */
class InUse {
  private readonly pages = new Set<SpaPage>();
  private readonly regions = new Set<SpaPage>();

  note(op: RmpOp, outcome: RmpOutcome): void {
    if (op.op === 'vmexit') this.pages.clear();
    if (op.op === 'busy' && op.busy) this.regions.add(baseOf(op.spa));
    if (op.op === 'busy' && !op.busy) this.regions.delete(baseOf(op.spa));
    if (op.op !== 'vmrun' || outcome.fault !== null) return;
    for (const page of [op.vmcb, op.vmsa, op.avic]) if (page !== null) this.pages.add(page);
  }

  /** True if the page, or with `whole` any page of its region, is in use. */
  has(page: SpaPage, whole: boolean): boolean {
    const base = baseOf(page);
    if (this.regions.has(base)) return true;
    if (!whole) return this.pages.has(page);
    for (const used of this.pages) if (used >= base && used < base + REGION_PAGES) return true;
    return false;
  }
}

interface Refusal {
  /** Index of the op. */
  readonly at: number;
  readonly isRight: boolean;
}

/** Every RMPUPDATE and PSMASH of a page in use. */
function refusals({ config, ops, outcomes }: RmpRun): readonly Refusal[] {
  const inUse = new InUse();
  const found: Refusal[] = [];
  ops.forEach((op, at) => {
    const outcome = outcomes[at]!;
    if ((op.op === 'rmpupdate' || op.op === 'psmash') && outcome.fault !== '#UD') {
      const page = pageOf(config, op.spa);
      const whole = op.op === 'psmash' || op.to.size === RmpSize.size2M;
      if (isCovered(config, page) && inUse.has(page, whole)) {
        found.push({ at, isRight: isRight(op, outcome) });
      }
    }
    inUse.note(op, outcome);
  });
  return found;
}

/** PSMASH has an order of checks (rmp.md 2.2); RMPUPDATE may tell of any other that fails as well. */
function isRight(op: RmpOp, { code, fault }: RmpOutcome): boolean {
  if (fault !== null || code === RmpCode.success) return false;
  const onlyThis = op.op === 'psmash' && op.asid === 0 && isRegionAligned(op.spa);
  return !onlyThis || code === RmpCode.failInUse;
}

export const RMP_032: RmpEndRule = {
  scope: 'end',
  id: 'RMP-032',
  confidence: 'S',
  level: 'required',
  title: 'what runs is not reassigned',
  statement:
    'While VMRUN executes, or another CPU works on the region, RMPUPDATE and PSMASH of those pages are refused.',
  source: 'rmp.md 2.1, 2.2, 3.7; APM vol. 2 15.36.12',
  why: 'A VMSA that changes hands while its vCPU runs is written by one guest and read by another.',
  example: 'The VMSA page of a running guest is unassigned.',
  check(run) {
    const found = refusals(run);
    return found.length === 0 ? NOT_EXERCISED : must(found.every(({ isRight: right }) => right));
  },
  explain(run) {
    const { at } = refusals(run).find(({ isRight: right }) => !right)!;
    return `op ${at} (${run.ops[at]!.op}) on a page in use: ${outcomeText(run.outcomes[at]!)}`;
  },
};

export const RMP_067: RmpUntestedRule = {
  scope: 'untested',
  id: 'RMP-067',
  confidence: 'S',
  level: 'required',
  title: 'spurious failures pass away',
  statement:
    'An access that failed only because another CPU used the entry passes when it is repeated, and none passes wrongly.',
  source: 'rmp.md 3.3; APM vol. 2 15.36.10',
  why: 'Software retries such an access and must come to an end.',
  example: 'A busy entry is taken for one that grants all.',
  reason: 'not observable: ops of a trace follow one another, so that no access meets an entry in use',
};
