/** Rules on the effective C-bit of SNP guests, and on their shared accesses: rmp.md 3.2, 7.3. */
import type { AccessOp } from '../../../model/vocabulary/rmp/op';
import { must, NOT_EXERCISED } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { checkedAccess, isData, isHypervisorsLeaf, isPrivate, isWrite, privateRefusal } from './_access';
import { stateOf } from './_entry';
import { privateAccess, privateText } from './_private';
import { outcomeText, pageText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S', on: ['access'] } as const;

const passes = ({ outcome }: RmpStep): boolean => outcome.fault === null;

/** A checked data access of an SNP guest whose effective C-bit is 0; else null. */
function sharedAccess(step: RmpStep): AccessOp | null {
  const op = checkedAccess(step);
  return op === null || op.by !== 'snp-guest' || isPrivate(op) ? null : op;
}

/** True if a shared access passes exactly where it must: reads always, writes where the leaf is the hypervisor's. */
const isRightlyShared = (step: RmpStep, op: AccessOp): boolean =>
  passes(step) === (!isWrite(op) || isHypervisorsLeaf(step.before, op, op.nestedLg));

function sharedText(step: RmpStep): string {
  const op = step.op as AccessOp;
  const vtom = op.vtom === null ? '' : `, vTOM ${pageText(op.vtom)}`;
  return (
    `${op.kind} of GPA ${pageText(op.gpa)}${vtom} with C-bit ${Number(op.cBit)} through 2^${op.nestedLg} of a ` +
    `${stateOf(step.before, op.spa)} page: ${outcomeText(step.outcome)}`
  );
}

export const RMP_058: RmpStepRule = {
  ...RULE,
  id: 'RMP-058',
  title: 'shared accesses',
  statement: "A shared read of an SNP guest passes always, a shared write exactly where a plain guest's would.",
  source: 'rmp.md 3.2 H, I; APM vol. 2 table 15-39',
  why: 'Guests read shared pages of the host, and pages on the way between the two states.',
  example: 'Shared reads want an unassigned page.',
  check(step) {
    const op = sharedAccess(step);
    return op === null ? NOT_EXERCISED : must(isRightlyShared(step, op));
  },
  explain: sharedText,
};

/** What the guest's PTE says, vTOM included: the C-bit if this were a data access. */
const pteCBit = ({ vtom, cBit, gpa }: AccessOp): boolean => (vtom === null ? cBit : gpa < vtom);

export const RMP_059: RmpStepRule = {
  ...RULE,
  id: 'RMP-059',
  title: 'fetches and table walks are private',
  statement:
    'An instruction fetch or table access of an SNP guest is private even where its PTE, or vTOM, says shared.',
  source: 'rmp.md 3.2 F, RG37; APM vol. 2 15.34.5, 15.36.10',
  why: 'Otherwise the host writes code and page tables that the guest runs on.',
  example: "The PTE's C-bit decides for fetches too.",
  check(step) {
    const op = privateAccess(step);
    if (op === null || isData(op) || pteCBit(op)) return NOT_EXERCISED;
    return must(passes(step) === (privateRefusal(step.before, op) === null));
  },
  explain: privateText,
};

export const RMP_060: RmpStepRule = {
  ...RULE,
  id: 'RMP-060',
  title: 'vTOM divides private from shared',
  statement: 'With vTOM active data below it is private, data at or above it is shared.',
  source: 'rmp.md 3.2, RG38; APM vol. 2 15.36.8',
  why: 'The page at the boundary is the first that the guest shares.',
  example: 'The page at vTOM is taken for private.',
  check(step) {
    const op = checkedAccess(step);
    if (op === null || op.by !== 'snp-guest' || op.vtom === null || !isData(op)) return NOT_EXERCISED;
    if (!isPrivate(op)) return must(isRightlyShared(step, op));
    const judged = privateAccess(step);
    return judged === null ? NOT_EXERCISED : must(passes(step) === (privateRefusal(step.before, op) === null));
  },
  explain: sharedText,
};
