/** Rules on private accesses of SNP guests: rmp.md 3.1 to 3.3, 3.6 (a), 7.3. */
import { RmpSize, type RmpEntry } from '../../../model/vocabulary/rmp/entry';
import type { AccessOp } from '../../../model/vocabulary/rmp/op';
import { ErrorBit } from '../../../model/vocabulary/rmp/outcome';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { fitsSize, isData, isOwners, isWriteOnly, maskAllows, privateRefusal } from './_access';
import { privateAccess, privateText } from './_private';
import { effectiveOf } from './_entry';
import { hasErrorBit } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S', on: ['access'] } as const;

const passes = ({ outcome }: RmpStep): boolean => outcome.fault === null;

export const RMP_051: RmpStepRule = {
  ...RULE,
  id: 'RMP-051',
  title: 'what a private access needs',
  statement:
    "A private access passes exactly if ASID and GPA are right, the entry mutable and of the mapping's size, validated, and its VMPL allowed.",
  source: 'rmp.md 3.2 F, G; APM vol. 2 table 15-39',
  why: 'Each of these checks stops one attack on the guest.',
  example: 'Immutable is not looked at, so that a guest uses pages that the firmware works on.',
  check(step) {
    const op = privateAccess(step);
    return op === null ? NOT_EXERCISED : must(passes(step) === (privateRefusal(step.before, op) === null));
  },
  explain: privateText,
};

/** The entry of a private access that only Page-Size might refuse. */
function sizedEntry(step: RmpStep): RmpEntry | null {
  const op = privateAccess(step);
  if (op === null) return null;
  const entry = effectiveOf(step.before, op.spa);
  if (entry === null || !isOwners(entry, op)) return null;
  const fitting = { ...op, nestedLg: entry.size === RmpSize.size2M ? 21 : 12 };
  return privateRefusal(step.before, fitting) === null ? entry : null;
}

export const RMP_052: RmpStepRule = {
  ...RULE,
  id: 'RMP-052',
  title: "the guest's own page size does not matter",
  statement: "The Page-Size check goes by the nested leaf, also where the guest's own leaf is smaller or larger.",
  source: 'rmp.md 3.1, 3.6 (a); APM vol. 2 15.36.10',
  why: "Guests choose their page sizes without knowing the host's.",
  example: 'The smaller of the two leaves is compared.',
  check(step) {
    const entry = sizedEntry(step);
    const op = step.op as AccessOp;
    if (entry === null || op.guestLg === op.nestedLg) return NOT_EXERCISED;
    return must(passes(step) === fitsSize(entry, op));
  },
  explain: (step) => `guest leaf 2^${(step.op as AccessOp).guestLg}: ${privateText(step)}`,
};

export const RMP_053: RmpStepRule = {
  ...RULE,
  id: 'RMP-053',
  title: '1G over a 2M entry fits',
  statement: 'A nested leaf of 1G over a 2M entry passes the Page-Size check.',
  source: 'rmp.md 3.1, 3.6 (a), RG20; APM vol. 2 15.36.10',
  why: 'Hosts map private memory at 1G where they can.',
  example: 'The sizes must be equal.',
  check(step) {
    const entry = sizedEntry(step);
    if (entry === null || entry.size !== RmpSize.size2M || (step.op as AccessOp).nestedLg !== 30) return NOT_EXERCISED;
    return must(passes(step));
  },
  explain: privateText,
};

/** How many of the three groups of checks would refuse the access. */
function failingGroups(step: RmpStep, op: AccessOp): number {
  const entry = effectiveOf(step.before, op.spa);
  if (entry === null) return 1;
  const ownership = isOwners(entry, op) && fitsSize(entry, op) ? 0 : 1;
  return ownership + (entry.validated ? 0 : 1) + (maskAllows(entry, op) ? 0 : 1);
}

/** True if fault and error code are those of the first group that refuses (rmp.md 3.3). */
function isOfGroup({ outcome }: RmpStep, refusal: ReturnType<typeof privateRefusal>): boolean {
  const byVmpl = hasErrorBit(outcome.errorCode, ErrorBit.vmpl);
  if (refusal === 'ownership') return outcome.fault === 'NPF' && !byVmpl;
  if (refusal === 'not validated') return outcome.fault === '#VC';
  return refusal === null ? outcome.fault === null : outcome.fault === 'NPF' && byVmpl;
}

export const RMP_054: RmpStepRule = {
  ...RULE,
  id: 'RMP-054',
  title: 'ownership and size, then Validated, then VMPL',
  statement: 'Where several checks fail, ownership and size are told before Validated, and Validated before VMPL.',
  source: 'rmp.md 3.3; APM vol. 2 15.36.10',
  why: 'The host repairs sizes, the guest validates: told the wrong one, they wait for each other.',
  example: '#VC comes before the size mismatch.',
  check(step) {
    const op = privateAccess(step);
    if (op === null || failingGroups(step, op) < 2) return NOT_EXERCISED;
    return must(isOfGroup(step, privateRefusal(step.before, op)));
  },
  explain: privateText,
};

export const RMP_062: RmpStepRule = {
  ...RULE,
  id: 'RMP-062',
  title: 'a write-only mask grants nothing',
  statement: 'Through a VMPL mask with Write but without Read every data access fails with the VMPL bit.',
  source: 'rmp.md 1.1, RG36; APM vol. 2 15.36.7',
  why: 'Such a mask is illegal; taken at its word it lets a VMPL overwrite what it cannot see.',
  example: 'Writes pass.',
  check(step) {
    const op = privateAccess(step);
    if (op === null || !isData(op) || privateRefusal(step.before, op) !== 'vmpl') return NOT_EXERCISED;
    if (!isWriteOnly(effectiveOf(step.before, op.spa)!.masks[op.vmpl]!)) return NOT_EXERCISED;
    return must(isOfGroup(step, 'vmpl'));
  },
  explain: privateText,
};

export const RMP_065: RmpStepRule = {
  ...RULE,
  id: 'RMP-065',
  title: 'one nested size per private page',
  statement: 'No private page can be reached through a nested leaf of 4K and through a larger one in the same state.',
  source: 'rmp.md 3.6 (a), derived',
  why: 'A host could map one page at two sizes and keep the larger after splitting the other.',
  example: 'There is no Page-Size check.',
  check(step) {
    const op = privateAccess(step);
    const entry = op === null ? null : effectiveOf(step.before, op.spa);
    if (op === null || entry === null || !passes(step)) return NOT_EXERCISED;
    return must(fitsSize(entry, op));
  },
  explain: privateText,
};
