/** How the top of a v1 table grows: page-tables.md 8.7, PT-088 … PT-092 and PT-094. */
import { Errno } from '../../../model/vocabulary/errno';
import { OpKind } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { itemLg } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import { BOTH_CONTRACTS, BROKEN, ENTRIES, GENERIC_PT, HELD, NOT_EXERCISED, must, type StepRule } from '../rule';
import { RangeKind, type Step } from '../step';
import { largestAt, levelOf } from './_layout';
import { isFlawless, reachesMap } from './_map-request';
import { ALL_MAPS, ENTRIES_AND_EFFECTS, RUN_MAPS } from './_on';
import { LG_PAGES, completed, keptTree } from './_range';
import { told } from './_text';

const ON_GROWTH = {
  confidence: 'V',
  level: 'required',
  contracts: GENERIC_PT,
  formats: ['amdv1'],
  needs: ENTRIES,
  scope: 'step',
} as const;

const MAX_TOP = 5;

/** True if the top level `top` reaches the last page of the op; what it may reach at all is the aperture's business. */
const reaches = (step: Step, top: number): boolean => top >= MAX_TOP || step.last < LG_PAGES[itemLg(top) + 9]!;

/** The least top level, from the one before on, at which a flawless map has room for its range and first leaf. */
function neededTop(step: Step): number {
  const level = levelOf(largestAt(step, step.first, step.op.oa, step.last));
  let top = step.topBefore;
  while (top < MAX_TOP && (!reaches(step, top) || level > top)) top++;
  return top;
}

/** True if the map of one run may be asked for the top that it needs. */
const asksForTop = (step: Step): boolean => step.range === RangeKind.proper && reachesMap(step) && isFlawless(step);

export const PT_088: StepRule = {
  ...ON_GROWTH,
  id: 'PT-088',
  title: 'Growth is minimal',
  statement: 'The top grows to the least level that reaches the range and holds the first leaf, and no further.',
  source: 'page-tables.md 3.5; iommu_pt.h increase_top',
  why: 'Each level is one more memory access in every walk of the device.',
  example: 'The top jumps to six levels at once.',
  level: 'contract',
  on: RUN_MAPS,
  when: Fact.grew,
  check(step) {
    if (step.outcome.topLevel === step.topBefore || !asksForTop(step)) return NOT_EXERCISED;
    return must(step.outcome.topLevel === neededTop(step));
  },
  explain: (step) => told(`top level ${neededTop(step)}`, step),
};

export const PT_089: StepRule = {
  ...ON_GROWTH,
  id: 'PT-089',
  title: 'Growth preserves',
  statement:
    'When the top grows, the old tree hangs below item 0 of the new top, unless a new leaf took its empty place, and no leaf is lost.',
  source: 'page-tables.md 3.5; iommu_pt.h increase_top',
  why: 'A wrong index moves every mapping of the domain at once.',
  example: 'The old top is installed at the index of the address that forced the growth.',
  contracts: BOTH_CONTRACTS,
  on: ALL_MAPS,
  when: Fact.grew,
  check(step) {
    const { outcome, state } = step;
    if (!completed(step) || outcome.topLevel <= step.topBefore) return NOT_EXERCISED;
    if (step.config.contract === 'generic-pt' && outcome.removed.length > 0) return BROKEN;
    const atZero = state.leafAt(0);
    for (let level = outcome.topLevel - 1; level >= step.topBefore; level--) {
      if (state.tableAt(level, 0) !== null) continue;
      // What a large leaf took the place of does not come back when the wrapper rolls that leaf back.
      if (outcome.ret !== 0) return NOT_EXERCISED;
      return must(atZero !== null && atZero.level > level);
    }
    return HELD;
  },
  explain: (step) => told('the old tree below item 0 of the new top', step),
};

export const PT_090: StepRule = {
  ...ON_GROWTH,
  id: 'PT-090',
  title: 'Growth is permanent',
  statement: 'The top level never falls, and a map that fails after growing leaves the grown top.',
  source: 'page-tables.md 3.5, 3.7',
  why: 'Taking a top back while the device walks it needs a flush that no op makes.',
  example: 'The top is rolled back when the map fails.',
  contracts: BOTH_CONTRACTS,
  on: [OpKind.map, OpKind.mapPages, OpKind.iommuMap, OpKind.iommuMapSg, OpKind.unmap, OpKind.iommuUnmap],
  check(step) {
    const { topLevel, events, ret } = step.outcome;
    if (!completed(step)) return NOT_EXERCISED;
    if (topLevel < step.topBefore) return BROKEN;
    for (let i = 0; i < events.length; i++) {
      if (events[i]!.kind === EventKind.top && events[i]!.count > topLevel) return BROKEN;
    }
    const collided = ret === Errno.EADDRINUSE && step.op.segments === null && step.config.contract === 'generic-pt';
    if (collided && !reaches(step, topLevel) && asksForTop(step)) return BROKEN;
    return topLevel !== step.config.topLevel ? HELD : NOT_EXERCISED;
  },
  explain: (step) => told(`a top level of ${step.topBefore} or more that stays`, step),
};

export const PT_091: StepRule = {
  ...ON_GROWTH,
  id: 'PT-091',
  title: 'Growth failure is atomic',
  statement: 'A map that fails with −ERANGE, or for want of memory while growing, changes nothing and leaks no table.',
  source: 'page-tables.md 3.5, 3.7; iommu_pt.h increase_top',
  why: 'A half-grown top is published to hardware, or its tables are lost.',
  example: 'Each level is published as soon as it is allocated.',
  needs: ENTRIES_AND_EFFECTS,
  on: RUN_MAPS,
  when: Fact.failed,
  check(step) {
    const { ret, liveTables, topLevel } = step.outcome;
    if (ret === Errno.ERANGE) {
      return completed(step) ? must(keptTree(step) && liveTables === step.liveBefore) : NOT_EXERCISED;
    }
    if (ret !== Errno.ENOMEM || !asksForTop(step)) return NOT_EXERCISED;
    const needed = neededTop(step);
    if (needed === step.topBefore || topLevel === needed) return NOT_EXERCISED;
    return must(keptTree(step) && liveTables === step.liveBefore);
  },
  explain: (step) => told(`nothing changed and ${step.liveBefore} live tables`, step),
};

export const PT_092: StepRule = {
  ...ON_GROWTH,
  id: 'PT-092',
  title: 'The old root may be freed',
  statement:
    'When a leaf takes the place of the whole old tree, only the tables below the new top are alive, and those on a gather.',
  source: 'page-tables.md 3.5, 9.3 E14',
  why: 'The old root is still pointed to by nobody, or freed twice.',
  example: 'The old root is kept, or freed again at teardown.',
  needs: ENTRIES_AND_EFFECTS,
  on: RUN_MAPS,
  when: Fact.grew,
  check(step) {
    const { added, events, topLevel, liveTables } = step.outcome;
    if (topLevel <= step.topBefore || added.length === 0 || !completed(step)) return NOT_EXERCISED;
    if (added[0]!.page !== 0 || added[0]!.level <= step.topBefore) return NOT_EXERCISED;
    for (let i = 0; i < events.length; i++) if (events[i]!.kind === EventKind.strayFree) return BROKEN;
    return must(liveTables === accountedTables(step));
  },
  explain: (step) => told(`${accountedTables(step)} live tables`, step),
};

/** The top, the tables below it, and those that earlier unmaps queued on the trace's gather. */
function accountedTables(step: Step): number {
  return 1 + [...step.state.tables()].length + step.gatherBefore.tables;
}

export const PT_094: StepRule = {
  ...ON_GROWTH,
  id: 'PT-094',
  title: 'Maximum depth',
  statement: 'The top never grows to a level whose single item spans the whole address space of the domain.',
  source: 'page-tables.md 1.9, 3.5; iommu_pt.h increase_top',
  why: 'Hardware of 48 or 57 bits rejects the deeper mode: all DMA of the device stops.',
  example: 'A sixth level on 48-bit hardware.',
  on: ALL_MAPS,
  when: Fact.grew,
  check(step) {
    if (!completed(step) || step.outcome.topLevel <= step.topBefore) return NOT_EXERCISED;
    return must(itemLg(step.outcome.topLevel) < step.config.vasz);
  },
  explain: (step) => told(`a top level whose item has less than ${step.config.vasz} bits`, step),
};
