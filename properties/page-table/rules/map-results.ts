/** What a map must have done: page-tables.md 8.5, PT-050 … PT-053, PT-058 and PT-062. */
import type { OaPage, Segment } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { MAPPED_SEED } from '../../../model/vocabulary/outcome';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  RESULTS,
  must,
  type Judgement,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { isFaceValue, overwritesNothing } from './_io-pgtable';
import { isFlawless, isUnhindered, lastOa, paCarriesCBit, reachesMap, segmentsAreWhole } from './_map-request';
import { ALL_MAPS, BARE_MAPS, RUN_MAPS } from './_on';
import { LG_PAGES, completed, endOf, mappedPages, pagesIn } from './_range';
import { rangeText, told } from './_text';

const ON_MAPS = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
} as const;

/** True if pages [first, first + pages) are translated to oa, oa + 1, … */
function translates(step: Step, first: number, oa: OaPage, pages: number): boolean {
  for (let cursor = first; cursor < first + pages;) {
    const leaf = step.state.leafAt(cursor);
    if (leaf === null || leaf.oa + (cursor - leaf.page) !== oa + (cursor - first)) return false;
    cursor = endOf(leaf);
  }
  return true;
}

/** True if the added leaves alone translate the range of the op to `oa` and on. */
function addedTranslates(step: Step, oa: OaPage): boolean {
  const { added } = step.outcome;
  const shift = oa - step.first;
  let cursor = step.first;
  for (let i = 0; i < added.length; i++) {
    const leaf = added[i]!;
    if (leaf.page !== cursor || leaf.oa !== cursor + shift) return false;
    cursor += LG_PAGES[leaf.lg]!;
  }
  return cursor === step.last + 1;
}

function segmentsTranslate(step: Step, segments: readonly Segment[]): boolean {
  let first = step.first;
  for (let i = 0; i < segments.length; i++) {
    const { oa, len } = segments[i]!;
    if (!translates(step, first, oa, len)) return false;
    first += len;
  }
  return true;
}

export const PT_050: StepRule = {
  ...ON_MAPS,
  id: 'PT-050',
  title: 'Functional effect',
  statement: 'After a successful map every page of the range translates to the physical page asked for.',
  source: 'page-tables.md 3.3; iommu_pt.h map_range',
  why: 'The device reads and writes what the table says: one wrong page is somebody else’s memory.',
  example: 'The output address is not advanced where the range crosses into the next table.',
  on: ALL_MAPS,
  when: Fact.succeeded,
  check(step) {
    if (step.outcome.ret !== 0 || step.range !== RangeKind.proper || !reachesMap(step)) return NOT_EXERCISED;
    const { op, config } = step;
    if (step.last > step.lastAperturePage || paCarriesCBit(step) || !isFaceValue(step)) return NOT_EXERCISED;
    if (op.segments !== null) {
      return segmentsAreWhole(op) ? must(segmentsTranslate(step, op.segments)) : NOT_EXERCISED;
    }
    if (lastOa(op) >= LG_PAGES[config.oasz]! || (op.iovaOffset | op.oaOffset | op.lenOffset) !== 0)
      return NOT_EXERCISED;
    return must(addedTranslates(step, op.oa) || translates(step, step.first, op.oa, op.len));
  },
  explain: (step) => told(`every page of ${rangeText(step)} translated as asked`, step),
};

export const PT_051: StepRule = {
  ...ON_MAPS,
  id: 'PT-051',
  title: 'Frame',
  statement: 'A map, successful or not, changes no leaf outside of its range.',
  source: 'page-tables.md 3.3, 3.4; 8.5',
  why: 'Mapping more than was asked for opens memory to the device; changing a neighbour breaks its owner.',
  example: 'A call that is no multiple of the chosen size maps past its end.',
  on: ALL_MAPS,
  check(step) {
    if (!reachesMap(step) || !overwritesNothing(step)) return NOT_EXERCISED;
    const { added, removed, dirtied } = step.outcome;
    if (added.length === 0 && removed.length === 0 && dirtied.length === 0) return HELD;
    if (step.range !== RangeKind.proper || dirtied.length > 0) return BROKEN;
    return must(isInside(step, added) && isInside(step, removed));
  },
  explain: (step) => told(`no leaf changed outside of ${rangeText(step)}`, step),
};

/** Leaves are ascending: the outermost decide. */
function isInside(step: Step, leaves: Step['outcome']['added']): boolean {
  const count = leaves.length;
  return count === 0 || (leaves[0]!.page >= step.first && endOf(leaves[count - 1]!) - 1 <= step.last);
}

export const PT_052: StepRule = {
  ...ON_MAPS,
  id: 'PT-052',
  title: 'Full accounting',
  statement: 'A map of a length above 0 returns 0 exactly if it reports the whole length as mapped.',
  source: 'page-tables.md 3.3 steps 10, 11; 8.5',
  why: 'The caller unmaps what was reported after an error: a wrong count leaves pages behind or removes foreign ones.',
  example: 'Pages are counted instead of bytes.',
  needs: RESULTS,
  on: [...BARE_MAPS, OpKind.iommuMapSg],
  check(step) {
    const { op, outcome } = step;
    if (step.range === RangeKind.none || !reachesMap(step) || !isFaceValue(step)) return NOT_EXERCISED;
    if (op.segments !== null) return segmentAccounting(step);
    const all = outcome.value === MAPPED_SEED + op.len && outcome.valueOffset === op.lenOffset;
    return must((outcome.ret === 0) === all);
  },
  explain: (step) => told('return value 0 exactly with the full length accounted', step),
};

function segmentAccounting(step: Step): Judgement {
  const { op, outcome } = step;
  if (!segmentsAreWhole(op) || step.range !== RangeKind.proper) return NOT_EXERCISED;
  const expected = outcome.ret === 0 ? step.last - step.first + 1 : 0;
  return must(outcome.value === expected && outcome.valueOffset === 0);
}

export const PT_053: StepRule = {
  ...ON_MAPS,
  id: 'PT-053',
  title: 'Accumulation',
  statement: 'The counter `mapped` grows by the bytes of the leaves placed, on error too, and is never overwritten.',
  source: 'page-tables.md 3.3 step 10; map_range contract',
  why: 'Callers add up several calls and unmap the sum when one fails.',
  example: 'The counter is set instead of added to, or only on success.',
  on: BARE_MAPS,
  check(step) {
    if (!reachesMap(step) || !overwritesNothing(step)) return NOT_EXERCISED;
    return must(mappedPages(step) === pagesIn(step.outcome.added) && step.outcome.valueOffset === 0);
  },
  explain: (step) => told(`the counter at its start plus ${pagesIn(step.outcome.added)} pages of leaves placed`, step),
};

export const PT_058: StepRule = {
  ...ON_MAPS,
  id: 'PT-058',
  title: 'No merge, no promotion',
  statement: 'Every leaf from before a map is still there after it, bit for bit.',
  source: 'page-tables.md 3.2, 3.4; 8.5',
  why: 'A leaf that is replaced while hardware walks it needs a flush that map does not make.',
  example: '512 leaves of 4 KiB are replaced by one of 2 MiB when the last of them is mapped.',
  contracts: GENERIC_PT,
  on: ALL_MAPS,
  when: Fact.added | Fact.removed,
  doubt: Fact.removed | Fact.starved,
  check(step) {
    const { added, removed } = step.outcome;
    if (!completed(step) || (added.length === 0 && removed.length === 0)) return NOT_EXERCISED;
    return must(removed.length === 0);
  },
  explain: (step) => told('no leaf removed by a map', step),
};

export const PT_062: StepRule = {
  ...ON_MAPS,
  id: 'PT-062',
  title: 'Address 0 and top of space',
  statement: 'A legal map that starts at IOVA 0 or physical 0, or ends with the last byte of the aperture, succeeds.',
  source: 'page-tables.md 3.3 step 5, 1.9; FULL_VA',
  why: 'The edges are where range checks are off by one, and firmware does map page 0.',
  example: 'Address 0 is taken for a failure, or iova + len is tested for overflow instead of iova + len − 1.',
  on: RUN_MAPS,
  when: Fact.edge,
  check(step) {
    const { op } = step;
    if (op.iova !== 0 && op.oa !== 0 && step.last !== step.lastAperturePage) return NOT_EXERCISED;
    if (!isUnhindered(op) || !reachesMap(step) || !isFaceValue(step) || !isFlawless(step)) return NOT_EXERCISED;
    if (step.outcome.ret === 0) return HELD;
    if (step.budgetBefore !== Infinity || step.anyLeafBefore(step.first, step.last)) return NOT_EXERCISED;
    return BROKEN;
  },
  explain: (step) => told('success', step),
};
