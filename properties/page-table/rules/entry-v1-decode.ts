/** Rules on how AMD v1 entries are read back: page-tables.md 8.1, PT-017 … PT-019. */
import { formatOf } from '../../../model/page-table/formats';
import type { Leaf } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { hexAddress } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import { BOTH_CONTRACTS, NOT_EXERCISED, must, type StepRule } from '../rule';
import { RangeKind, type Step } from '../step';
import { isWhole, leafText } from './_entry';
import { ALL_MAPS, UNMAPS } from './_on';
import { isInRequest } from './_placement';
import { completed, endOf } from './_range';

const ON_V1 = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: ['amdv1'],
} as const;

/** The leaf whose last byte, or byte at iova, the op read back; null if it is not one of several items. */
function replicaRead(step: Step): Leaf | null {
  const { op, outcome, state } = step;
  if (!completed(step)) return null;
  let leaf: Leaf | null;
  if (op.kind === OpKind.iovaToPhys) {
    leaf = state.leafAt(op.iova);
  } else {
    const { added } = outcome;
    leaf = outcome.ret === 0 && added.length > 0 ? added[added.length - 1]! : null;
    if (leaf !== null && (!isInRequest(leaf, step) || endOf(leaf) - 1 !== step.last)) return null;
  }
  return leaf !== null && leaf.items > 1 && isWhole(leaf) ? leaf : null;
}

export const PT_017: StepRule = {
  ...ON_V1,
  id: 'PT-017',
  title: 'Codec round trip',
  statement:
    'From every item of an entry of several items, iova_to_phys reads the address and size that the bits encode.',
  source: 'page-tables.md 1.4, 1.5; kunit test_entry_oa',
  why: 'An item that is read with another size gives the device and the driver different addresses.',
  example: 'The size is decoded after the C-bit was removed, which may be one of the ones of the size code.',
  needs: ['results', 'translations', 'entries'],
  scope: 'step',
  on: [...ALL_MAPS, OpKind.iovaToPhys],
  when: Fact.added | Fact.mapped,
  check(step) {
    const leaf = replicaRead(step);
    if (leaf === null) return NOT_EXERCISED;
    const { op, outcome, config } = step;
    const oa = formatOf(config.format).leafOa(leaf.level, leaf.lo, leaf.hi, config.smeBit);
    if (op.kind !== OpKind.iovaToPhys) return must(outcome.lastPhys === oa + (step.last - leaf.page));
    return must(outcome.value === oa + (op.iova - leaf.page) && outcome.valueOffset === op.iovaOffset);
  },
  explain(step) {
    const leaf = replicaRead(step)!;
    const { op, outcome } = step;
    const isLookup = op.kind === OpKind.iovaToPhys;
    const at = isLookup ? op.iova : step.last;
    const observed = isLookup ? hexAddress(outcome.value, outcome.valueOffset) : hexAddress(outcome.lastPhys);
    return `the page at ${hexAddress(at)} lies in the ${leafText(leaf)}, but reads as ${observed}`;
  },
};

export const PT_018: StepRule = {
  ...ON_V1,
  id: 'PT-018',
  title: 'Classification does not compare NL with the level',
  statement:
    'A present item at level 0, or with NL 0 or 7, is a leaf and any other present item is followed, whatever NL says.',
  source: 'page-tables.md 1.2; amdv1.h load_entry_raw',
  why: 'A walk that stops at a live entry takes mapped memory for free.',
  example: 'A pointer whose NL is not the level expected counts as not present.',
  needs: ['results', 'entries'],
  scope: 'step',
  on: [OpKind.iovaToPhys],
  when: Fact.mapped,
  check(step) {
    const { op, outcome } = step;
    if (!completed(step)) return NOT_EXERCISED;
    const leaf = step.state.leafAt(op.iova);
    if (leaf === null || !isWhole(leaf)) return NOT_EXERCISED;
    if (leaf.oa + (op.iova - leaf.page) === 0 && op.iovaOffset === 0) return NOT_EXERCISED;
    return must(outcome.value !== 0 || outcome.valueOffset !== 0);
  },
  explain: (step) =>
    `${hexAddress(step.op.iova, step.op.iovaOffset)} reads as not mapped, but there is the ` +
    leafText(step.state.leafAt(step.op.iova)!),
};

/** The leaf next to those that the op removed that maps the same address with the same bits, and was not asked for. */
function equalNeighbour(step: Step): Leaf | null {
  const { removed } = step.outcome;
  if (removed.length === 0 || step.range !== RangeKind.proper || !completed(step)) return null;
  // Not the last one removed: that may be the neighbour.
  let at = removed.length - 1;
  while (at > 0 && removed[at]!.page > step.last) at--;
  const leaf = removed[at]!;
  if (!isInRequest(leaf, step) || endOf(leaf) - 1 !== step.last) return null;
  const next = step.leafBefore(step.last + 1);
  if (next === null || next.lo !== leaf.lo || next.hi !== leaf.hi || next.level !== leaf.level) return null;
  return isWhole(leaf) && isWhole(next) ? next : null;
}

export const PT_019: StepRule = {
  ...ON_V1,
  id: 'PT-019',
  title: 'Equal neighbours stay separate',
  statement: 'Of two adjacent leaves of one size that map the same address, unmapping the first leaves the second.',
  source: 'page-tables.md 1.3; amdv1.h, grouping by index alignment',
  why: 'A mapping that is still in use would vanish with its neighbour.',
  example: 'Items are grouped as long as their values are equal.',
  needs: ['entries'],
  scope: 'step',
  on: UNMAPS,
  when: Fact.removed,
  check(step) {
    const neighbour = equalNeighbour(step);
    if (neighbour === null) return NOT_EXERCISED;
    const after = step.state.leafAt(neighbour.page);
    return must(after !== null && after.page === neighbour.page && after.lg === neighbour.lg && isWhole(after));
  },
  explain: (step) => `unmapping up to ${hexAddress(step.last, 4095)} also took the ${leafText(equalNeighbour(step)!)}`,
};
