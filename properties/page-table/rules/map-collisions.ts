/** Maps that meet live leaves: page-tables.md 8.6, PT-073 … PT-076 and PT-080. */
import { Errno } from '../../../model/vocabulary/errno';
import { OpKind } from '../../../model/vocabulary/op';
import { MAPPED_SEED } from '../../../model/vocabulary/outcome';
import { Fact } from '../facts';
import { BOTH_FORMATS, BROKEN, ENTRIES, GENERIC_PT, HELD, NOT_EXERCISED, must, type StepRule } from '../rule';
import { RangeKind, type Step } from '../step';
import { largestAt } from './_layout';
import { isFlawless, reachesMap, segmentsAreWhole } from './_map-request';
import { ALL_MAPS, BARE_MAPS, ENTRIES_AND_EFFECTS, RUN_MAPS } from './_on';
import {
  LG_PAGES,
  addedIsPrefix,
  completed,
  endOf,
  filledEmptyRange,
  keptLeaves,
  keptTree,
  mappedPages,
  pagesIn,
} from './_range';
import { rangeText, spanText, told } from './_text';

const ON_COLLISIONS = {
  confidence: 'V',
  level: 'contract',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
} as const;

/** True if the first page of the range got its leaf in this op, in an empty place. */
const startedInEmptyPlace = (step: Step): boolean => {
  const { added, removed } = step.outcome;
  return removed.length === 0 && added.length > 0 && added[0]!.page === step.first;
};

export const PT_073: StepRule = {
  ...ON_COLLISIONS,
  id: 'PT-073',
  title: 'Overlap is refused',
  statement:
    'A map whose range meets a live leaf fails with −EADDRINUSE, unless memory ran out first, and leaves it alone.',
  source: 'page-tables.md 3.4; iommu_pt.h __map_range*, clear_contig',
  why: 'Replacing a live translation redirects a device in the middle of its work.',
  example: 'The old leaf is replaced silently.',
  on: ALL_MAPS,
  when: Fact.failed | Fact.uneven,
  check(step) {
    const { ret } = step.outcome;
    if (step.range !== RangeKind.proper || !reachesMap(step)) return NOT_EXERCISED;
    if (ret === Errno.EADDRINUSE) return must(step.outcome.removed.length === 0 && step.outcome.dirtied.length === 0);
    if (ret === 0 ? filledEmptyRange(step) : step.op.segments !== null || !isFlawless(step)) return NOT_EXERCISED;
    if (step.op.segments !== null && !segmentsAreWhole(step.op)) return NOT_EXERCISED;
    if (!step.anyLeafBefore(step.first, step.last)) return NOT_EXERCISED;
    return must(ret === Errno.ENOMEM && step.budgetBefore !== Infinity && step.outcome.removed.length === 0);
  },
  explain: (step) => told(`-EADDRINUSE (-98): live leaves meet ${rangeText(step)}`, step),
};

export const PT_074: StepRule = {
  ...ON_COLLISIONS,
  id: 'PT-074',
  title: 'Identical remap is refused too',
  statement: 'A map of what is already mapped to the same address fails with −EADDRINUSE and maps nothing.',
  source: 'page-tables.md 3.4; 8.6',
  why: 'Two owners of one mapping will both unmap it.',
  example: 'A short cut for an entry of the same value.',
  on: RUN_MAPS,
  when: Fact.offStart,
  check(step) {
    if (startedInEmptyPlace(step) || step.range !== RangeKind.proper || !reachesMap(step)) return NOT_EXERCISED;
    const { op, outcome } = step;
    const old = step.leafBefore(step.first);
    if (old === null || old.oa + (step.first - old.page) !== op.oa || !isFlawless(step)) return NOT_EXERCISED;
    if (outcome.ret === Errno.ENOMEM && step.budgetBefore !== Infinity) return NOT_EXERCISED;
    const nothing = op.kind === OpKind.iommuMap ? 0 : MAPPED_SEED;
    return must(outcome.ret === Errno.EADDRINUSE && outcome.value === nothing && keptLeaves(step));
  },
  explain: (step) => told('-EADDRINUSE (-98) and nothing mapped', step),
};

export const PT_075: StepRule = {
  ...ON_COLLISIONS,
  id: 'PT-075',
  title: 'Overlap with a larger leaf above',
  statement: 'A map inside a live larger leaf fails with −EADDRINUSE without allocating or changing any table.',
  source: 'page-tables.md 3.4',
  why: 'Splitting the leaf would leave the device without translation for a moment.',
  example: 'The larger leaf is split.',
  needs: ENTRIES_AND_EFFECTS,
  on: RUN_MAPS,
  when: Fact.offStart,
  check(step) {
    if (startedInEmptyPlace(step) || step.range !== RangeKind.proper || !reachesMap(step)) return NOT_EXERCISED;
    const old = step.leafBefore(step.first);
    if (old === null || endOf(old) - 1 < step.last || !isFlawless(step)) return NOT_EXERCISED;
    if (LG_PAGES[old.lg] === step.last - step.first + 1) return NOT_EXERCISED;
    const { ret, allocations } = step.outcome;
    return must(ret === Errno.EADDRINUSE && allocations === 0 && keptTree(step));
  },
  explain: (step) =>
    told(`-EADDRINUSE (-98) with no table touched: a leaf has ${spanText(step.leafBefore(step.first)!)}`, step),
};

export const PT_076: StepRule = {
  ...ON_COLLISIONS,
  id: 'PT-076',
  title: 'First collision wins',
  statement: 'A map that collides has placed exactly the leaves before the first one that meets a live leaf.',
  source: 'page-tables.md 3.3 steps 8, 10; 3.4',
  why: 'The caller rolls back by the reported length: it must be what was placed.',
  example: 'The whole range is checked beforehand, or mapping goes on behind the collision.',
  on: BARE_MAPS,
  when: Fact.failed,
  check(step) {
    if (step.outcome.ret !== Errno.EADDRINUSE || step.range !== RangeKind.proper || !reachesMap(step)) {
      return NOT_EXERCISED;
    }
    const placed = mappedPages(step);
    if (placed !== pagesIn(step.outcome.added) || !addedIsPrefix(step)) return BROKEN;
    const cursor = step.first + placed;
    const lg = largestAt(step, cursor, step.op.oa + placed, step.last);
    return must(lg !== 0 && step.anyLeafBefore(cursor, cursor + LG_PAGES[lg]! - 1));
  },
  explain: (step) => told('the leaves before the first collision, and `mapped` to say so', step),
};

export const PT_080: StepRule = {
  ...ON_COLLISIONS,
  id: 'PT-080',
  title: 'A failed map removes nothing live',
  statement: 'Every address that was translated before a map is translated alike after it, whatever the outcome.',
  source: 'page-tables.md 3.4, 3.7',
  why: 'A failing call of one owner must not pull the mapping from under another.',
  example: 'A table is unlinked before it is known to be empty.',
  level: 'required',
  on: ALL_MAPS,
  when: Fact.failed | Fact.removed,
  doubt: Fact.removed | Fact.starved,
  check(step) {
    const { ret, removed } = step.outcome;
    if (!completed(step) || (ret === 0 && removed.length === 0)) return NOT_EXERCISED;
    for (let i = 0; i < removed.length; i++) if (!isStillTranslated(step, i)) return BROKEN;
    return HELD;
  },
  explain: (step) => told('every translation from before still there', step),
};

/** True if all of removed leaf `i` translates as before, by whatever leaves. */
function isStillTranslated(step: Step, i: number): boolean {
  const old = step.outcome.removed[i]!;
  for (let cursor = old.page; cursor < endOf(old);) {
    const leaf = step.state.leafAt(cursor);
    if (leaf === null || leaf.oa - leaf.page !== old.oa - old.page) return false;
    cursor = endOf(leaf);
  }
  return true;
}
