/** Requests that a map must refuse for their arguments: page-tables.md 8.6, PT-064 … PT-072. */
import { Errno } from '../../../model/vocabulary/errno';
import { OpFlag, OpKind } from '../../../model/vocabulary/op';
import { MAPPED_SEED, Status } from '../../../model/vocabulary/outcome';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  NOT_EXERCISED,
  must,
  type Judgement,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { Refusal, documentedErrno, isNoop, isRightRefusal, reachesMap, refusals, refusedForCBit } from './_map-request';
import { ALL_MAPS, CORE_MAPS, ENTRIES_AND_EFFECTS, RUN_MAPS } from './_on';
import { LG_PAGES, completed, isAligned, keptLeaves, keptTree } from './_range';
import { told } from './_text';

const ON_REFUSALS = {
  confidence: 'V',
  level: 'required',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
  on: RUN_MAPS,
} as const;

/** True if nothing changed and the counter stands where it started. */
function isUntouched(step: Step): boolean {
  const { op, outcome } = step;
  const counts = op.kind === OpKind.map || op.kind === OpKind.mapPages;
  return outcome.value === (counts ? MAPPED_SEED : 0) && outcome.valueOffset === 0 && keptTree(step);
}

/** Judges a request whose first reason to be refused is `reason`. */
function judgeRefusal(step: Step, reason: number): Judgement {
  if (!reachesMap(step)) return NOT_EXERCISED;
  const reasons = refusals(step);
  if ((reasons & -reasons) !== reason || refusedForCBit(step)) return NOT_EXERCISED;
  return must(isRightRefusal(step, reasons) && isUntouched(step));
}

const explainRefusal = (step: Step): string =>
  told(`${documentedErrno(step, refusals(step))} and nothing changed`, step);

/** True if the length, of all segments together, is no multiple of the domain's smallest size. */
function hasUnalignedLength(step: Step): boolean {
  const min = LG_PAGES[step.sizes[0]!]!;
  const { segments, len, lenOffset } = step.op;
  if (segments === null) return lenOffset !== 0 || !isAligned(len, min);
  let pages = 0;
  let bytes = 0;
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i]!;
    // A run that ends in an empty segment never reaches the map op (iommu_map_sg).
    if (segment.len === 0 && segment.lenOffset === 0) return false;
    pages += segment.len;
    bytes += segment.lenOffset;
  }
  return (bytes & 0xfff) !== 0 || !isAligned(pages + bytes / 4096, min);
}

export const PT_064: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-064',
  title: 'Unaligned length',
  statement:
    'iommu_map of a length that is no multiple of the smallest page size returns an error and changes nothing.',
  source: 'page-tables.md 3.11, 3.12; classic __iommu_map; AMB-LEN',
  why: 'The tail has no page size: without a check the walk runs out of the tables and corrupts kernel memory.',
  example: 'No check, so that the tail recurses without end.',
  contracts: BOTH_CONTRACTS,
  on: CORE_MAPS,
  when: Fact.odd,
  check(step) {
    const { op, outcome, config } = step;
    if (config.domainType !== 'paging' || step.sizes.length === 0 || (op.flags & OpFlag.badGfp) !== 0) {
      return NOT_EXERCISED;
    }
    if (step.range === RangeKind.none || !hasUnalignedLength(step)) return NOT_EXERCISED;
    if (!completed(step) || outcome.ret >= 0) return BROKEN;
    // Runs before the unaligned one may have overwritten what was there (5.1).
    if (op.segments !== null) return must(config.contract === 'io-pgtable' || keptLeaves(step));
    if (!keptTree(step)) return BROKEN;
    if (config.contract === 'io-pgtable') return must(outcome.ret === Errno.EINVAL);
    const reasons = refusals(step);
    return reasons === Refusal.length && !refusedForCBit(step)
      ? must(outcome.ret === documentedErrno(step, reasons))
      : must(outcome.ret === Errno.EINVAL || outcome.ret === Errno.ENXIO || isRightRefusal(step, reasons));
  },
  explain: (step) =>
    completed(step)
      ? told('an error and nothing changed', step)
      : `the op did not come to its end (status 0x${step.outcome.status.toString(16)})`,
};

export const PT_065: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-065',
  title: 'No permission asked for',
  statement: 'A map with neither READ nor WRITE returns −EINVAL, changes nothing and, under generic-pt, warns once.',
  source: 'page-tables.md 3.3 step 1, 3.13; iommu_pt.h map_range',
  why: 'A leaf without permission takes up its range and serves nobody; callers take the mapping for granted.',
  example: 'A leaf without permission is created.',
  contracts: BOTH_CONTRACTS,
  when: Fact.odd,
  check(step) {
    if ((step.op.prot & 3) !== 0 || !reachesMap(step)) return NOT_EXERCISED;
    // Without length there may be nothing to refuse (AMB-LEN0, classic core).
    if (step.range === RangeKind.none || refusedForCBit(step)) return NOT_EXERCISED;
    if (!isUntouched(step)) return BROKEN;
    if (step.config.contract === 'io-pgtable') return must(step.outcome.ret === Errno.EINVAL);
    if (step.outcome.ret !== Errno.EINVAL) return must(isRightRefusal(step, refusals(step)));
    return must((step.outcome.status & Status.warnings) === 1);
  },
  explain: (step) => told('-EINVAL (-22), one warning under generic-pt, and nothing changed', step),
};

export const PT_066: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-066',
  title: 'Limit of the physical address',
  statement: 'A physical address beyond the output address space is refused with −ERANGE, and nothing changes.',
  source: 'page-tables.md 3.3 step 2; iommu_pt.h map_range',
  why: 'The bits that do not fit select other memory, or land in reserved bits of the entry.',
  example: 'The address is truncated to 52 bits.',
  when: Fact.odd,
  check: (step) => (step.op.oa < LG_PAGES[step.config.oasz]! ? NOT_EXERCISED : judgeRefusal(step, Refusal.oaStart)),
  explain: explainRefusal,
};

export const PT_067: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-067',
  title: 'End of the physical range',
  statement: 'A physical range that ends beyond the output address space is refused with −ERANGE, and nothing changes.',
  source: 'page-tables.md 3.3 step 4b; intent of the start check in map_range',
  why: 'The output wraps to physical 0: the device gets low memory instead of what was asked for.',
  example: 'Only the start is checked, so that the end wraps to low memory.',
  when: Fact.odd,
  check: (step) =>
    step.op.oa + step.op.len < LG_PAGES[step.config.oasz]! ? NOT_EXERCISED : judgeRefusal(step, Refusal.oaEnd),
  explain: explainRefusal,
};

export const PT_068: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-068',
  title: 'Zero length',
  statement: 'A map of length 0 is refused with −EINVAL (a success under AMB-LEN0 noop), and nothing changes.',
  source: 'page-tables.md 3.3 step 4, 3.13; AMB-LEN0',
  why: 'A length of 0 is a caller’s mistake; len − 1 turns it into the whole address space.',
  example: 'Success, as the old op and the classic core answer.',
  level: 'contract',
  when: Fact.odd,
  check(step) {
    if (step.range !== RangeKind.none) return NOT_EXERCISED;
    if (!isNoop(step)) return judgeRefusal(step, Refusal.zero);
    return step.op.flags === 0 && reachesMap(step) ? must(step.outcome.ret === 0 && isUntouched(step)) : NOT_EXERCISED;
  },
  explain: (step) => (isNoop(step) ? told('0 and nothing changed', step) : explainRefusal(step)),
};

export const PT_069: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-069',
  title: 'Overflow of the IOVA range',
  statement: 'A range that passes the end of the 64-bit space is refused with −EOVERFLOW, and nothing changes.',
  source: 'page-tables.md 3.3 step 5; iommu_pt.h map_range',
  why: 'The rest of the range would be mapped from IOVA 0 on, where somebody else lives.',
  example: 'The range wraps to IOVA 0.',
  on: ALL_MAPS,
  when: Fact.odd,
  check(step) {
    if (step.range !== RangeKind.wraps) return NOT_EXERCISED;
    if (step.op.kind !== OpKind.iommuMapSg) return judgeRefusal(step, Refusal.wraps);
    // Runs before the one that passes the end may fail for reasons of their own, and may leave tables behind.
    return reachesMap(step) ? must(step.outcome.ret < 0 && keptLeaves(step)) : NOT_EXERCISED;
  },
  explain: (step) =>
    step.op.kind === OpKind.iommuMapSg ? told('an error and no leaf more or less', step) : explainRefusal(step),
};

export const PT_070: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-070',
  title: 'Misalignment',
  statement:
    'An IOVA or physical address that is no multiple of the smallest size, or a length below it, is refused with −ENXIO before anything is allocated.',
  source: 'page-tables.md 3.3 step 6, 3.7',
  why: 'The low bits would be dropped: the device reaches bytes outside of what was asked for.',
  example: 'The top grows or tables are allocated before the check.',
  when: Fact.odd,
  check: (step) => judgeRefusal(step, Refusal.alignment),
  explain: explainRefusal,
};

export const PT_071: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-071',
  title: 'Range of the domain',
  statement: 'A range that ends beyond the domain’s address space is refused with −ERANGE; no table stays behind.',
  source: 'page-tables.md 3.3 step 7, 3.5, 1.9, 2.3',
  why: 'Hardware ignores the bits beyond: the mapping would alias a low address.',
  example: 'The top grows to its limit first and stays there.',
  needs: ENTRIES_AND_EFFECTS,
  when: Fact.odd,
  check(step) {
    if (step.last <= step.lastAperturePage) return NOT_EXERCISED;
    const { outcome } = step;
    // Growing asks for memory level by level before it meets the limit (3.5).
    if (outcome.ret === Errno.ENOMEM && step.budgetBefore < 6) return NOT_EXERCISED;
    const judgement = judgeRefusal(step, Refusal.range);
    return judgement !== NOT_EXERCISED && outcome.liveTables !== step.liveBefore ? BROKEN : judgement;
  },
  explain: (step) => told(`-ERANGE (-34), nothing changed, ${step.liveBefore} live tables`, step),
};

export const PT_072: StepRule = {
  ...ON_REFUSALS,
  id: 'PT-072',
  title: 'Precedence of errors',
  statement:
    'Where several reasons to refuse a map hold, the first of this order decides: prot, physical start, zero length, physical end, overflow, alignment, range, memory, collision.',
  source: 'page-tables.md 3.3; AMB-ERR-PRIORITY',
  why: 'Callers tell errors apart, and try another size on some of them only.',
  example: 'Any other order, which shows when two arguments are wrong.',
  level: 'contract',
  when: Fact.odd,
  check(step) {
    if (!reachesMap(step)) return NOT_EXERCISED;
    const reasons = refusals(step);
    if (reasons === 0) return NOT_EXERCISED;
    const first = reasons & -reasons;
    const alone = reasons === first && !(first === Refusal.range && step.anyLeafBefore(step.first, step.last));
    if (alone || refusedForCBit(step) || (step.budgetBefore < 6 && first === Refusal.range)) return NOT_EXERCISED;
    const aboutLength = (first & (Refusal.alignment | Refusal.length)) !== 0 && (reasons & Refusal.length) !== 0;
    if (aboutLength && step.config.assumptions['AMB-LEN'] === 'einval') return NOT_EXERCISED;
    return must(isRightRefusal(step, reasons));
  },
  explain: (step) => told(`${documentedErrno(step, refusals(step))}, the first of the reasons that hold`, step),
};
