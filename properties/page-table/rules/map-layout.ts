/** Which page sizes a map chooses: page-tables.md 8.5, PT-054 … PT-057, and PT-163 of the classic core. */
import { OpKind } from '../../../model/vocabulary/op';
import { hexAddress } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  IO_PGTABLE,
  NOT_EXERCISED,
  must,
  type Judgement,
  type LeafRule,
  type StepRule,
} from '../rule';
import type { Step } from '../step';
import { isWhole } from './_entry';
import { overwritesNothing } from './_io-pgtable';
import { fewestLeaves, isLargest, largestAt } from './_layout';
import { isFlawless, reachesMap } from './_map-request';
import { RUN_MAPS } from './_on';
import { LG_PAGES, isAligned } from './_range';
import { rangeText, told } from './_text';

const ON_LAYOUT = {
  confidence: 'V',
  level: 'recommended',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
} as const;

/**
 * Judges whether the added leaves are the greedy list, or the prefix of it that an error left. What is left of a
 * damaged group, which shows item by item, is no choice of sizes.
 */
function judgeGreedy(step: Step): Judgement {
  const { added, ret } = step.outcome;
  if (added.length === 0 || !reachesMap(step)) return NOT_EXERCISED;
  const { op, last } = step;
  const shift = op.oa - op.iova;
  let cursor = step.first;
  for (let i = 0; i < added.length; i++) {
    const leaf = added[i]!;
    if (!isWhole(leaf)) return NOT_EXERCISED;
    if (leaf.page !== cursor || !isLargest(step, cursor, cursor + shift, last, leaf.lg)) return BROKEN;
    cursor += LG_PAGES[leaf.lg]!;
  }
  return must(ret !== 0 || cursor === last + 1);
}

function explainGreedy(step: Step): string {
  const sizes: string[] = [];
  const shift = step.op.oa - step.op.iova;
  for (let cursor = step.first; cursor <= step.last && sizes.length < 12;) {
    const lg = largestAt(step, cursor, cursor + shift, step.last);
    sizes.push(lg === 0 ? 'none' : `2^${lg}`);
    cursor += lg === 0 ? Infinity : LG_PAGES[lg]!;
  }
  return told(`leaves of ${sizes.join(', ')} from ${hexAddress(step.first)} on`, step);
}

export const PT_054: StepRule = {
  ...ON_LAYOUT,
  id: 'PT-054',
  title: 'Greedy layout',
  statement:
    'The leaves of a map are, from its start on, each the largest that fits there; on error a prefix of that list.',
  source: 'page-tables.md 3.2; pt_iter.h pt_compute_best_pgsize, pt_pgsz_count',
  why: 'Every leaf that is smaller than need be costs table memory and IOTLB entries.',
  example: 'After the first size boundary the smaller size is kept to the end.',
  scope: 'step',
  on: RUN_MAPS,
  when: Fact.added,
  check: judgeGreedy,
  explain: explainGreedy,
};

export const PT_055: LeafRule = {
  ...ON_LAYOUT,
  id: 'PT-055',
  title: 'Maximality',
  statement:
    'Each leaf of a map has the largest size of the domain to which both addresses are aligned and which ends in the range.',
  source: 'page-tables.md 3.2, 7 (test_best_pgsize)',
  why: 'A larger leaf than that maps foreign memory, a smaller one wastes tables.',
  example: 'The remaining length is rounded up to the next size.',
  scope: 'leaf',
  check(leaf, step) {
    const { op } = step;
    if (op.kind === OpKind.iommuMapSg || !isWhole(leaf) || !reachesMap(step)) return NOT_EXERCISED;
    return must(isLargest(step, leaf.page, op.oa + (leaf.page - op.iova), step.last, leaf.lg));
  },
  explain(leaf, step) {
    const { op } = step;
    const lg = largestAt(step, leaf.page, op.oa + (leaf.page - op.iova), step.last);
    return `expected ${lg === 0 ? 'no leaf' : `size 2^${lg}`} at ${hexAddress(leaf.page)}, observed 2^${leaf.lg}`;
  },
};

export const PT_056: StepRule = {
  ...ON_LAYOUT,
  id: 'PT-056',
  title: 'Minimality',
  statement: 'A successful map takes as few leaves as the sizes and the alignment of both addresses allow.',
  source: 'page-tables.md 3.2; 8.5',
  why: 'Leaves are IOTLB entries and table memory.',
  example: 'The layout starts with the smallest size and enlarges later.',
  scope: 'step',
  on: RUN_MAPS,
  when: Fact.added,
  check(step) {
    const { added, ret } = step.outcome;
    if (ret !== 0 || added.length === 0 || !reachesMap(step)) return NOT_EXERCISED;
    if (added.length === 1) return HELD;
    for (let i = 0; i < added.length; i++) if (!isWhole(added[i]!)) return NOT_EXERCISED;
    return must(added.length <= fewestLeaves(step, step.first, step.op.oa, step.last - step.first + 1));
  },
  explain: (step) =>
    told(
      `${fewestLeaves(step, step.first, step.op.oa, step.last - step.first + 1)} leaves for ${rangeText(step)}, ` +
        `not ${step.outcome.added.length}`,
      step,
    ),
};

export const PT_057: LeafRule = {
  ...ON_LAYOUT,
  id: 'PT-057',
  title: 'Misaligned pair',
  statement: 'No leaf is larger than the alignment that IOVA and physical address have in common.',
  source: 'page-tables.md 3.2; 8.5',
  why: 'The low address bits of a large leaf are not stored: the device would reach another page.',
  example: 'Only the IOVA is checked when the size is chosen.',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  scope: 'leaf',
  byLook: true,
  check(leaf, step) {
    const { op } = step;
    if (op.kind === OpKind.iommuMapSg || op.iova - op.oa === 0 || !reachesMap(step)) return NOT_EXERCISED;
    if (!overwritesNothing(step)) return NOT_EXERCISED;
    return must(isAligned(Math.abs(op.iova - op.oa), LG_PAGES[leaf.lg]!));
  },
  explain: (leaf, step) =>
    `${hexAddress(step.op.iova)} and ${hexAddress(step.op.oa)} have less than 2^${leaf.lg} bytes of alignment in common, ` +
    `yet ${hexAddress(leaf.page)} has a leaf of that size`,
};

export const PT_163: StepRule = {
  ...ON_LAYOUT,
  id: 'PT-163',
  title: 'Classic split = greedy',
  statement: 'The runs of pages into which the classic iommu_map cuts a request add up to the greedy layout.',
  source: 'page-tables.md 3.11 split; iommu.c iommu_pgsize',
  why: 'The split decides the leaf sizes of every driver behind the classic core.',
  example: 'The sum of offset and next size overflows, so that the larger size is never reached.',
  level: 'contract',
  contracts: IO_PGTABLE,
  scope: 'step',
  on: [OpKind.iommuMap],
  when: Fact.added,
  check(step) {
    if (step.outcome.ret !== 0 || !reachesMap(step) || !isFlawless(step)) return NOT_EXERCISED;
    return overwritesNothing(step) ? judgeGreedy(step) : NOT_EXERCISED;
  },
  explain: explainGreedy,
};
