/** Rules on which fault comes, and on its error code: rmp.md 3.3, 3.4, 7.3. */
import type { AccessOp, PvalidateOp, RmpAdjustOp } from '../../../model/vocabulary/rmp/op';
import { ErrorBit, type FaultKind } from '../../../model/vocabulary/rmp/outcome';
import { RmpSize } from '../../../model/vocabulary/rmp/entry';
import { must, NOT_EXERCISED, type Judgement } from '../../page-table/rule';
import type { RmpStep, RmpStepRule } from '../rule';
import { failsPaging, hasReservedCBit, isData, isPrivate } from './_access';
import { effectiveOf } from './_entry';
import { hasErrorBit, outcomeText } from './_text';

const RULE = { scope: 'step', level: 'required', confidence: 'S' } as const;
const LARGE_LG = 21;

const hasRmpBit = ({ outcome }: RmpStep): boolean => hasErrorBit(outcome.errorCode, ErrorBit.rmp);

/** The fault of an access that ordinary paging refuses, the guest's own first; null if it refuses nothing. */
function pagingFault(op: AccessOp): FaultKind | null {
  if (op.by !== 'host' && (!op.guestPresent || hasReservedCBit(op))) return 'guest#PF';
  if (!failsPaging(op)) return null;
  return op.by === 'host' ? '#PF' : 'NPF';
}

export const RMP_055: RmpStepRule = {
  ...RULE,
  id: 'RMP-055',
  title: 'paging comes first',
  statement: 'An access that ordinary paging refuses faults so, without the RMP bit, whatever the RMP holds.',
  source: 'rmp.md 3.3, RG39; APM vol. 2 15.36.10',
  why: 'A host that sees the RMP bit looks at the wrong table, and the page is never mapped.',
  example: 'The RMP is asked for pages that are not present.',
  on: ['access'],
  check(step): Judgement {
    const { op, outcome } = step;
    if (op.op !== 'access' || op.kind === 'nestedTableRead') return NOT_EXERCISED;
    if (hasReservedCBit(op) && !isData(op)) return NOT_EXERCISED;
    const fault = pagingFault(op);
    return fault === null ? NOT_EXERCISED : must(outcome.fault === fault && !hasRmpBit(step));
  },
  explain(step) {
    return `expected ${pagingFault(step.op as AccessOp)} without the RMP bit; ${outcomeText(step.outcome)}`;
  },
};

/** True for an instruction that may tell of a size mismatch: 4K of something larger (rmp.md 3.4). */
function maySizem(step: RmpStep, op: PvalidateOp | RmpAdjustOp): boolean {
  if (op.size !== RmpSize.size4K) return false;
  return op.nestedLg >= LARGE_LG || effectiveOf(step.before, op.spa)?.size === RmpSize.size2M;
}

/** True if the RMP is what refused: nothing before it did. */
const isPastPaging = (op: AccessOp | PvalidateOp | RmpAdjustOp): boolean =>
  op.op === 'access' ? !failsPaging(op) && !hasReservedCBit(op) : op.guestPresent && op.nestedPresent;

export const RMP_056: RmpStepRule = {
  ...RULE,
  id: 'RMP-056',
  title: 'the RMP bit and SIZEM',
  statement:
    'A #PF or NPF has the RMP bit exactly if the RMP caused it; SIZEM only where PVALIDATE or RMPADJUST asked 4K of something larger.',
  source: 'rmp.md 3.4; APM vol. 2 15.36.10',
  why: 'KVM splits the page on SIZEM and looks up the RMP on the RMP bit.',
  example: 'SIZEM is set on plain loads with a size mismatch.',
  on: ['access', 'pvalidate', 'rmpadjust'],
  check(step) {
    const { op, outcome } = step;
    if (op.op !== 'access' && op.op !== 'pvalidate' && op.op !== 'rmpadjust') return NOT_EXERCISED;
    if (outcome.fault !== '#PF' && outcome.fault !== 'NPF') return NOT_EXERCISED;
    const sizem = hasErrorBit(outcome.errorCode, ErrorBit.sizem);
    if (sizem && (op.op === 'access' || !maySizem(step, op))) return must(false);
    return must(hasRmpBit(step) === isPastPaging(op));
  },
  explain: (step) => `${step.op.op}: ${outcomeText(step.outcome)}`,
};

export const RMP_057: RmpStepRule = {
  ...RULE,
  id: 'RMP-057',
  title: 'ENC is the effective C-bit',
  statement:
    'An NPF by the RMP of an SNP guest has ENC set exactly if the access was private; fetches, table walks and PVALIDATE are.',
  source: 'rmp.md 3.2, 3.4; APM vol. 2 15.36.10',
  why: 'KVM takes ENC for the kind of page that the guest wants, and converts to it.',
  example: "ENC is the C-bit of the guest's PTE, for fetches too.",
  on: ['access', 'pvalidate', 'rmpadjust'],
  check(step) {
    const { op, outcome } = step;
    if (outcome.fault !== 'NPF' || !hasRmpBit(step)) return NOT_EXERCISED;
    const enc = hasErrorBit(outcome.errorCode, ErrorBit.enc);
    if (op.op === 'pvalidate' || op.op === 'rmpadjust') return must(enc);
    if (op.op !== 'access' || op.by !== 'snp-guest' || op.kind === 'nestedTableRead') return NOT_EXERCISED;
    return must(enc === isPrivate(op));
  },
  explain: (step) => `${step.op.op}: ${outcomeText(step.outcome)}`,
};
