/** Rules on the tree of tables: page-tables.md 8.4, PT-040 … PT-046. */
import type { Leaf, TableRef } from '../../../model/vocabulary';
import { OpKind, isUnmap } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { ITEM_PAGES, hexAddress } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  must,
  type LeafRule,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { anomalyText, hasAnomaly, leafText, pointerText } from './_entry';
import { ALL_KINDS, CHANGES } from './_kinds';
import { hasSize } from './_layout';
import { ALL_MAPS, ENTRIES_AND_EFFECTS } from './_on';
import { isJudgeable, isTakenLiterally } from './_placement';
import { completed, endOf } from './_range';

const ON_ALL = {
  confidence: 'V',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
} as const;

/** First table that an op added without a parent one level above, or null. */
function orphan(step: Step): TableRef | null {
  const { tablesAdded } = step.outcome;
  for (let i = 0; i < tablesAdded.length; i++) {
    const table = tablesAdded[i]!;
    if (table.level + 1 === step.state.topLevel) continue;
    // A table that the same op unlinked again has no place in the tree.
    if (step.state.tableAt(table.level, table.page) === null) continue;
    if (step.state.tableAt(table.level + 1, table.page) === null) return table;
  }
  return null;
}

export const PT_040: StepRule = {
  ...ON_ALL,
  id: 'PT-040',
  title: 'The tables are a tree',
  statement: 'Every table but the top is pointed to by exactly one item, of a table one level above it.',
  source: 'page-tables.md 8.4',
  why: 'A shared table maps one range into another; a lost one is never freed.',
  example: 'Two items get the same new table.',
  scope: 'step',
  on: CHANGES,
  when: Fact.anomaly | Fact.tablesAdded,
  check(step) {
    if (!completed(step)) return NOT_EXERCISED;
    if (hasAnomaly(step, 'shared-table')) return BROKEN;
    return step.outcome.tablesAdded.length === 0 ? NOT_EXERCISED : must(orphan(step) === null);
  },
  explain: (step) =>
    hasAnomaly(step, 'shared-table')
      ? `a table is pointed to more than once: ${anomalyText(step, 'shared-table')}`
      : `no table one level above: ${pointerText(orphan(step)!)}`,
};

const isBeyond = (leaf: Leaf, step: Step): boolean => endOf(leaf) - 1 > step.lastAperturePage;

export const PT_041: StepRule = {
  ...ON_ALL,
  id: 'PT-041',
  title: 'Index bounds',
  statement: 'No item is in use for an IOVA of 2^vasz or more, and no map of such an IOVA succeeds.',
  source: 'page-tables.md 1.9, 2.3; pt_common.h pt_check_range',
  why: 'Address bits that are dropped make the map land on an address that somebody else uses.',
  example: 'The upper bits of the IOVA are masked instead of refused, so that 2^48 lands on 0.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.added | Fact.anomaly | Fact.odd,
  check(step) {
    const { added, ret } = step.outcome;
    // io-pgtable does not look at the aperture (page-tables.md 5.3 row 26).
    if (!completed(step) || !isTakenLiterally(step)) return NOT_EXERCISED;
    if (step.config.contract === 'generic-pt' && hasAnomaly(step, 'out-of-bounds')) return BROKEN;
    if (step.range !== RangeKind.proper) return NOT_EXERCISED;
    if (step.last > step.lastAperturePage) return must(ret !== 0 && added.length === 0);
    for (let i = 0; i < added.length; i++) if (isBeyond(added[i]!, step)) return BROKEN;
    return added.length > 0 ? HELD : NOT_EXERCISED;
  },
  explain(step) {
    const limit = hexAddress(step.lastAperturePage, 4095);
    if (hasAnomaly(step, 'out-of-bounds')) return `beyond ${limit}: ${anomalyText(step, 'out-of-bounds')}`;
    const leaf = step.outcome.added.find((l) => isBeyond(l, step));
    if (leaf !== undefined) return `beyond ${limit}: ${leafText(leaf)}`;
    return `a map up to ${hexAddress(step.last, 4095)} succeeded, but the aperture ends at ${limit}`;
  },
};

export const PT_042: LeafRule = {
  ...ON_ALL,
  id: 'PT-042',
  title: "Sizes within the domain's bitmap",
  statement: 'Every leaf has a size of the page-size bitmap of its domain.',
  source: 'page-tables.md 1.10, 3.2; pt_iter.h pt_compute_best_pgsize',
  why: 'The administrator switched large pages off because the hardware or the hypervisor cannot cope with them.',
  example: "The format's sizes are used in spite of amd_iommu=nohugepages.",
  scope: 'leaf',
  byLook: true,
  check: (leaf, step) => (isJudgeable(leaf, step) ? must(hasSize(step, leaf.lg)) : NOT_EXERCISED),
  explain: (leaf, step) => `the bitmap 0x${step.bitmap.toString(16)} has no size of the ${leafText(leaf)}`,
};

export const PT_043: StepRule = {
  ...ON_ALL,
  id: 'PT-043',
  title: 'Level occupancy',
  statement: 'An item is empty, part of one group of items, or a pointer: groups never hold pointers.',
  source: 'page-tables.md 8.4, 3.4',
  why: 'The device sees a mapping or a table, depending on which item of the group the address selects.',
  example: 'The items of a large leaf are written over a pointer, or a pointer into the items of a leaf.',
  // io-pgtable overwrites parts of groups (page-tables.md 5.1).
  contracts: GENERIC_PT,
  formats: ['amdv1'],
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.anomaly | Fact.added | Fact.tablesAdded,
  doubt: Fact.anomaly | Fact.starved,
  check(step) {
    if (!completed(step)) return NOT_EXERCISED;
    if (hasAnomaly(step, 'mixed-group')) return BROKEN;
    const { added, tablesAdded } = step.outcome;
    return added.length > 0 || tablesAdded.length > 0 ? HELD : NOT_EXERCISED;
  },
  explain: (step) => `a pointer stands among the items of a leaf: ${anomalyText(step, 'mixed-group')}`,
};

/** Tables that wait on the trace's gather after the op (docs/protocol.md, Events). */
function gatheredAfter(step: Step): number {
  if (step.op.kind === OpKind.sync) return 0;
  const { events } = step.outcome;
  for (let i = events.length - 1; i >= 0; i--) {
    if (events[i]!.kind === EventKind.gather) return events[i]!.count;
  }
  return step.gatherBefore.tables;
}

function hasStrayFree(step: Step): boolean {
  const { events } = step.outcome;
  for (let i = 0; i < events.length; i++) if (events[i]!.kind === EventKind.strayFree) return true;
  return false;
}

export const PT_044: StepRule = {
  ...ON_ALL,
  id: 'PT-044',
  title: 'Accounting',
  statement:
    'The table pages that are allocated are those of the tree and those that wait on a gather; nothing but table pages is freed.',
  source: 'page-tables.md 8.4; kunit exit check',
  why: 'A table that no one points to is lost for good; a page freed twice belongs to two owners.',
  example: 'Tables that were unlinked are forgotten when the map fails later.',
  needs: ENTRIES_AND_EFFECTS,
  scope: 'step',
  on: [...CHANGES, OpKind.sync],
  when: Fact.accounts | Fact.tablesAdded | Fact.tablesRemoved,
  check(step) {
    const { outcome, liveBefore } = step;
    if (!completed(step) || step.config.domainType !== 'paging') return NOT_EXERCISED;
    const { allocations, frees, tablesAdded, tablesRemoved, liveTables } = outcome;
    // The old unmap clears whole groups, with pointers that an earlier map put among their items (5.1).
    if (step.config.contract === 'io-pgtable' && isUnmap(step.op.kind) && tablesRemoved.length > 0)
      return NOT_EXERCISED;
    if (liveTables !== liveBefore + allocations - frees) return BROKEN;
    const linked = tablesAdded.length - tablesRemoved.length;
    const waiting = gatheredAfter(step) - step.gatherBefore.tables;
    if (liveTables - liveBefore !== linked + waiting) return BROKEN;
    if (hasStrayFree(step)) return BROKEN;
    return allocations > 0 || frees > 0 || tablesRemoved.length > 0 ? HELD : NOT_EXERCISED;
  },
  explain(step) {
    const { allocations, frees, tablesAdded, tablesRemoved, liveTables } = step.outcome;
    return hasStrayFree(step)
      ? 'a page that is no table was freed'
      : `${step.liveBefore} tables before, ${allocations} allocated, ${frees} freed, ${liveTables} after; the tree ` +
          `gained ${tablesAdded.length} and lost ${tablesRemoved.length}, the gather holds ` +
          `${step.gatherBefore.tables} before and ${gatheredAfter(step)} after`;
  },
};

export const PT_045: StepRule = {
  ...ON_ALL,
  id: 'PT-045',
  title: 'The top of v2 is stable',
  statement: 'No op changes the level of the top table of a v2 domain, or publishes a new top.',
  source: 'page-tables.md 2.3',
  why: 'The guest CR3 of the device points to the first root: translations below a new one are never seen.',
  example: 'The code that grows v1 tables runs on a table of fixed depth.',
  formats: ['amdv2'],
  needs: ENTRIES_AND_EFFECTS,
  scope: 'step',
  on: ALL_KINDS,
  check(step) {
    const { outcome, config } = step;
    if (config.domainType !== 'paging' || !completed(step)) return NOT_EXERCISED;
    if (outcome.topLevel !== config.topLevel) return BROKEN;
    for (let i = 0; i < outcome.events.length; i++) if (outcome.events[i]!.kind === EventKind.top) return BROKEN;
    return HELD;
  },
  explain: (step) =>
    `expected top level ${step.config.topLevel} and no new top, observed top level ${step.outcome.topLevel}`,
};

const isWithin = (page: number, table: TableRef): boolean =>
  page >= table.page && page < table.page + ITEM_PAGES[table.level + 1]!;

/** A leaf that does not meet the request and came with a table that the op made; null if there is none. */
function staleLeaf(step: Step): Leaf | null {
  const { added, tablesAdded } = step.outcome;
  for (let i = 0; i < added.length; i++) {
    const leaf = added[i]!;
    if (step.range === RangeKind.proper && leaf.page <= step.last && endOf(leaf) > step.first) continue;
    for (let t = 0; t < tablesAdded.length; t++) {
      const table = tablesAdded[t]!;
      // Growing hangs the old top, which is not fresh, below the new one.
      if (table.level < step.topBefore && isWithin(leaf.page, table) && isWithin(endOf(leaf) - 1, table)) return leaf;
    }
  }
  return null;
}

export const PT_046: StepRule = {
  ...ON_ALL,
  id: 'PT-046',
  title: 'Fresh tables',
  statement: 'A table that an op allocated holds nothing but the entries that this op made.',
  source: 'page-tables.md 1.6; iommu-pages allocation (zeroed)',
  why: 'Entries of a former owner of the page let the device reach memory that was never mapped for it.',
  example: 'A recycled page is not zeroed and still holds old leaves.',
  scope: 'step',
  on: ALL_MAPS,
  when: Fact.tablesAdded,
  check(step) {
    if (step.outcome.tablesAdded.length === 0 || !completed(step) || !isTakenLiterally(step)) return NOT_EXERCISED;
    return must(staleLeaf(step) === null);
  },
  explain: (step) => `a new table came with the ${leafText(staleLeaf(step)!)}`,
};
