/** Rules on the sizes of AMD v1 entries and their replicas: page-tables.md 8.1, PT-005 … PT-010. */
import type { Leaf } from '../../../model/vocabulary';
import { ITEM_PAGES, hexAddress } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import { BOTH_CONTRACTS, BROKEN, ENTRIES, HELD, NOT_EXERCISED, must, type LeafRule, type StepRule } from '../rule';
import type { Step } from '../step';
import { anomalyText, hasAnomaly, isWhole, leafText, nlOf } from './_entry';
import { ALL_MAPS } from './_on';
import { NOWHERE, carriesSme, isTakenLiterally, isInRequest, isJudgeable, requestedOa } from './_placement';
import { LG_PAGES, completed, isAligned } from './_range';

const ON_V1 = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: ['amdv1'],
  needs: ENTRIES,
} as const;

/** First page of the group that the size code of a leaf claims, and the pages of that group. */
const groupPages = (leaf: Leaf): number => leaf.items * ITEM_PAGES[leaf.level]!;
const groupStart = (leaf: Leaf): number => leaf.page - (leaf.page % groupPages(leaf));

/** Items that a leaf of `lg` bits fills. */
const ITEMS_BY_LG = Uint16Array.from({ length: 65 }, (_, lg) => (lg < 12 ? 0 : 2 ** ((lg - 12) % 9)));

export const PT_005: LeafRule = {
  ...ON_V1,
  id: 'PT-005',
  title: 'Size code',
  statement:
    'In a leaf with NL 7 the address field holds the requested address with ones from bit 12 to lg − 2 and a zero at lg − 1.',
  source: 'page-tables.md 1.4; amdv1.h install_leaf_entry',
  why: 'One bit too many doubles the size: hardware then lets the device reach memory next to what was mapped.',
  example: 'The run of ones is one bit too long.',
  scope: 'leaf',
  when: Fact.group,
  check(leaf, step) {
    if (nlOf(leaf.lo) !== 7 || !completed(step)) return NOT_EXERCISED;
    if (!isWhole(leaf)) return claimsTooMuch(leaf, step) ? BROKEN : NOT_EXERCISED;
    if (!isJudgeable(leaf, step) || !isInRequest(leaf, step)) return NOT_EXERCISED;
    const oa = requestedOa(step, leaf.page);
    if (leaf.oa === oa) return HELD;
    return oa === NOWHERE || carriesSme(step, oa) ? NOT_EXERCISED : BROKEN;
  },
  explain: (leaf, step) =>
    isWhole(leaf)
      ? `expected address ${hexAddress(requestedOa(step, leaf.page))} beside the size code, ` +
        `observed ${hexAddress(leaf.oa)} in the ${leafText(leaf)}`
      : `the size code of the ${leafText(leaf)} reaches outside of what was mapped`,
};

/** True if items are missing because the code of the entry names a group that the request does not hold. */
const claimsTooMuch = (leaf: Leaf, step: Step): boolean =>
  isInRequest(leaf, step) &&
  isTakenLiterally(step) &&
  (groupStart(leaf) < step.first || groupStart(leaf) + groupPages(leaf) - 1 > step.last);

/** True if items of a group that the request does hold are missing or differ. */
const isDamaged = (leaf: Leaf, step: Step): boolean => isInRequest(leaf, step) && !claimsTooMuch(leaf, step);

/** True if another entry stands where an item of this leaf's group should. */
function meetsOtherEntry(leaf: Leaf, step: Step): boolean {
  const span = ITEM_PAGES[leaf.level]!;
  const start = groupStart(leaf);
  for (let i = 0; i < leaf.items; i++) {
    const other = step.state.leafAt(start + i * span);
    if (other !== null && (other.lo !== leaf.lo || other.hi !== leaf.hi)) return true;
  }
  return false;
}

export const PT_006: LeafRule = {
  ...ON_V1,
  id: 'PT-006',
  title: 'Replica equality',
  statement: 'All items of an entry hold the same bits, the dirty bit aside.',
  source: 'page-tables.md 1.3, 1.4; amdv1.h install_leaf_entry',
  why: 'Hardware reads whichever item the address selects: the translation would depend on it.',
  example: 'The output address is incremented from item to item.',
  scope: 'leaf',
  byLook: true,
  when: Fact.group,
  check(leaf, step) {
    if (!completed(step) || leaf.items === 1) return NOT_EXERCISED;
    if (isWhole(leaf)) return HELD;
    // What an io-pgtable map that failed overwrote before its roll-back stays damaged.
    if (step.config.contract === 'io-pgtable' && step.outcome.ret !== 0) return NOT_EXERCISED;
    return isDamaged(leaf, step) && meetsOtherEntry(leaf, step) ? BROKEN : NOT_EXERCISED;
  },
  explain: (leaf) => `items of one group differ: ${leafText(leaf)}`,
};

export const PT_007: LeafRule = {
  ...ON_V1,
  id: 'PT-007',
  title: 'Replica count and alignment',
  statement: 'An entry fills 2^((lg − 12) mod 9) items from an index that is a multiple of that number, and no more.',
  source: 'page-tables.md 1.3; amdv1.h install_leaf_entry, pt_common.h',
  why: 'A missing item is a hole in the mapping, an item too many maps memory that nobody asked for.',
  example: 'A large entry is written to all 512 items of its table.',
  scope: 'leaf',
  byLook: true,
  when: Fact.group,
  check(leaf, step) {
    if (leaf.items === 1 || !completed(step) || !isTakenLiterally(step)) return NOT_EXERCISED;
    if (isWhole(leaf)) return must(isInRequest(leaf, step) && leaf.items === ITEMS_BY_LG[leaf.lg]);
    return isDamaged(leaf, step) && !meetsOtherEntry(leaf, step) ? BROKEN : NOT_EXERCISED;
  },
  explain: (leaf, step) =>
    isInRequest(leaf, step)
      ? `expected ${leaf.items} items, found ${leaf.found}: ${leafText(leaf)}`
      : `items were written outside of the range: ${leafText(leaf)}`,
};

export const PT_008: LeafRule = {
  ...ON_V1,
  id: 'PT-008',
  title: 'Address alignment',
  statement: 'Both the IOVA and the requested output address of a leaf are multiples of its size.',
  source: 'page-tables.md 3.2; pt_iter.h pt_compute_best_pgsize',
  why: 'The low address bits of a large leaf are not stored: the device would reach another page.',
  example: 'Only the IOVA is tested when the size is chosen.',
  scope: 'leaf',
  check(leaf, step) {
    if (!isJudgeable(leaf, step) || !isInRequest(leaf, step)) return NOT_EXERCISED;
    const oa = requestedOa(step, leaf.page);
    if (oa === NOWHERE) return NOT_EXERCISED;
    const pages = LG_PAGES[leaf.lg]!;
    return must(isAligned(leaf.page, pages) && isAligned(oa, pages));
  },
  explain: (leaf, step) =>
    `a leaf of 2^${leaf.lg} bytes maps ${hexAddress(leaf.page)} to ${hexAddress(requestedOa(step, leaf.page))}`,
};

/** Level of the table that holds a leaf of `lg` bits. */
const LEVEL_BY_LG = Uint8Array.from({ length: 65 }, (_, lg) => Math.max(0, Math.floor((lg - 12) / 9)));

/** Items of the largest leaf of a level: half a table. */
const MOST_ITEMS = 256;

export const PT_009: LeafRule = {
  ...ON_V1,
  id: 'PT-009',
  title: 'Level of a size',
  statement: 'A leaf of lg bits stands in a table of level floor((lg − 12) / 9).',
  source: 'page-tables.md 1.3; pt_iter.h pt_pgsz_lg2_to_level',
  why: 'In a table of another level the entry covers another range, or is taken for a pointer.',
  example: 'The level is rounded up.',
  scope: 'leaf',
  byLook: true,
  check(leaf, step) {
    // Decoded from the table's level, a size that belongs higher up shows as more items than any leaf has.
    if (leaf.items > MOST_ITEMS) return completed(step) && isTakenLiterally(step) ? BROKEN : NOT_EXERCISED;
    return isJudgeable(leaf, step) ? must(leaf.level === LEVEL_BY_LG[leaf.lg]) : NOT_EXERCISED;
  },
  explain: (leaf) =>
    leaf.items > MOST_ITEMS
      ? `a size of ${leaf.items} items belongs to a higher level: ${leafText(leaf)}`
      : `expected level ${LEVEL_BY_LG[leaf.lg]}, observed the ${leafText(leaf)}`,
};

/** What is left of a damaged group is decoded item by item, and an item is no entry of its own. */
const isLegal = (leaf: Leaf): boolean =>
  !isWhole(leaf) || (leaf.lg >= 12 && leaf.lg <= 51 && leaf.lg !== 39 && leaf.level <= 4);

export const PT_010: StepRule = {
  ...ON_V1,
  id: 'PT-010',
  title: 'Legal sizes',
  statement: 'Every leaf has a size of 2^12 … 2^51 bytes except 2^39, and none stands in a level-5 table.',
  source: 'page-tables.md 1.3; amdv1.h possible_sizes, can_have_leaf',
  why: '512 GiB entries hit a hardware bug; at level 5 hardware knows no leaf.',
  example: 'A 512 GiB leaf is written, or a leaf in the level-5 table.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.added,
  check(step) {
    const { added } = step.outcome;
    if (added.length === 0 || !completed(step) || !isTakenLiterally(step)) return NOT_EXERCISED;
    // io-pgtable may have made one earlier, on a request that it does not define.
    if (step.config.contract === 'generic-pt' && hasAnomaly(step, 'bad-size')) return BROKEN;
    for (let i = 0; i < added.length; i++) if (!isLegal(added[i]!)) return BROKEN;
    return HELD;
  },
  explain(step) {
    const leaf = step.outcome.added.find((l) => !isLegal(l));
    return leaf === undefined ? `no size of the format: ${anomalyText(step, 'bad-size')}` : leafText(leaf);
  },
};
