/** Rules on the pages that VMRUN uses: rmp.md 3.7, 7.3. */
import { RmpSize } from '../../../model/vocabulary/rmp/entry';
import type { VmrunOp } from '../../../model/vocabulary/rmp/op';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { effectiveOf, isHypervisors } from './_entry';
import { entryText, outcomeText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S', on: ['vmrun'] } as const;

const isVmcbFine = (view: RmpView, op: VmrunOp): boolean => isHypervisors(view, op.vmcb);
const isAvicFine = (view: RmpView, op: VmrunOp): boolean => op.avic === null || isHypervisors(view, op.avic);

/** The VMSA of a step that its other structures let come to be looked at; else null. */
function judgedVmsa({ op, before }: RmpStep): (VmrunOp & { readonly vmsa: number }) | null {
  if (op.op !== 'vmrun' || op.vmsa === null || !before.cpuSnpEnabled) return null;
  return isVmcbFine(before, op) && isAvicFine(before, op) ? { ...op, vmsa: op.vmsa } : null;
}

/** Covered, Guest-Owned, Mutable and VMSA=1, of the effective entry unless `VMRUN_VMSA_ENTRY` says otherwise. */
function isRunnable(config: RmpConfig, view: RmpView, vmsa: number, asid: number): boolean {
  const entry = config.assumptions.VMRUN_VMSA_ENTRY === 'own' ? view.own(vmsa) : effectiveOf(view, vmsa);
  return entry !== null && entry.assigned && entry.asid === asid && !entry.immutable && entry.vmsa;
}

const vmsaText = (step: RmpStep): string => {
  const { vmsa, asid, snp } = step.op as VmrunOp;
  const entry = vmsa === null ? 'no VMSA' : `VMSA ${entryText(effectiveOf(step.before, vmsa))}`;
  return `VMRUN of ${snp ? 'SNP ' : ''}ASID ${asid}, ${entry}: ${outcomeText(step.outcome)}`;
};

export const RMP_068: RmpStepRule = {
  ...RULE,
  id: 'RMP-068',
  title: 'VMRUN looks at 4K pages and effective entries',
  statement:
    'VMRUN checks VMCB and AVIC page as 4K, and takes the VMSA page below a 2M entry for what that entry says.',
  source: 'rmp.md 3.7, RG62b; APM vol. 2 table 15-41',
  why: 'VMSA pages lie in large private pages, VMCBs beside them: neither must keep a guest from running.',
  example: 'The stub below a 2M entry is read, so that every VMSA there is refused.',
  check(step) {
    const { op, config, before, outcome } = step;
    if (op.op !== 'vmrun' || !before.cpuSnpEnabled) return NOT_EXERCISED;
    if (!isVmcbFine(before, op)) return must(outcome.fault !== null);
    const judged = judgedVmsa(step);
    if (!op.snp || judged === null) return NOT_EXERCISED;
    if (effectiveOf(before, judged.vmsa)?.size !== RmpSize.size2M && before.subCount(op.vmcb - (op.vmcb % 512)) === 0) {
      return NOT_EXERCISED;
    }
    return must((outcome.fault === null) === isRunnable(config, before, judged.vmsa, op.asid));
  },
  explain: vmsaText,
};

export const RMP_069: RmpStepRule = {
  ...RULE,
  id: 'RMP-069',
  title: 'what a VMSA must be',
  statement:
    "The VMSA of an SNP guest must be the guest's own, mutable and marked as VMSA; else VMRUN gives VMEXIT_INVALID.",
  source: 'rmp.md 3.7; APM vol. 2 table 15-41',
  why: 'A VMSA that the hypervisor wrote sets every register of the guest.',
  example: 'The VMSA bit is not looked at.',
  check(step) {
    const { op, config, before, outcome } = step;
    const judged = judgedVmsa(step);
    if (op.op !== 'vmrun' || !op.snp || judged === null) return NOT_EXERCISED;
    const isFine = isRunnable(config, before, judged.vmsa, op.asid);
    return must(outcome.fault === (isFine ? null : 'VMEXIT_INVALID'));
  },
  explain: vmsaText,
};
