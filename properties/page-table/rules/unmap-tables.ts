/** What an unmap does to tables: page-tables.md 8.8, PT-110 … PT-112 and PT-114. */
import type { IovaPage, TableRef } from '../../../model/vocabulary';
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
  type StepRule,
} from '../rule';
import type { Step } from '../step';
import { ENTRIES_AND_EFFECTS, UNMAPS } from './_on';
import { endOf, pagesIn } from './_range';
import { told } from './_text';
import { isInReach, lastFullPage, reachesUnmap, spanEndOf } from './_unmap';

const ON_TABLES = {
  confidence: 'V',
  level: 'contract',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
  on: UNMAPS,
} as const;

/** Page after the part of the range that was both asked for to its last byte and processed without a stop. */
function endOfProcessed(step: Step): IovaPage {
  const asked = lastFullPage(step) + 1;
  const processed = step.first + step.outcome.value;
  return processed < asked ? processed : asked;
}

/** True if every table that held a removed leaf and lies in [first, end) is gone. */
function coveredTablesAreGone(step: Step, end: IovaPage): boolean {
  const { removed, topLevel } = step.outcome;
  let known = -1;
  for (let i = 0; i < removed.length; i++) {
    const { page, level } = removed[i]!;
    // Leaves of the table that was just looked at need no second look.
    if (page < known) continue;
    for (let l = level; l < topLevel; l++) {
      const span = ITEM_PAGES[l + 1]!;
      const start = Math.floor(page / span) * span;
      if (start < step.first || start + span > end) break;
      if (step.state.tableAt(l, page) !== null) return false;
      known = start + span;
    }
  }
  return true;
}

export const PT_110: StepRule = {
  ...ON_TABLES,
  id: 'PT-110',
  title: 'Freed tables',
  statement:
    'An unmap unlinks exactly the tables whose span the request covers and whose content it removed completely.',
  source: 'page-tables.md 3.8; iommu_pt.h pt_entry_fully_covered',
  why: 'A table too many takes the neighbours’ mappings along, a table too few is memory lost until teardown.',
  example: 'An emptied table at the edge of the range is freed, or none ever is.',
  when: Fact.removed | Fact.tablesRemoved,
  check(step) {
    const { removed, tablesRemoved } = step.outcome;
    if ((removed.length === 0 && tablesRemoved.length === 0) || !reachesUnmap(step)) return NOT_EXERCISED;
    const end = endOfProcessed(step);
    for (let i = 0; i < tablesRemoved.length; i++) if (!isWithin(tablesRemoved[i]!, step.first, end)) return BROKEN;
    return must(end - step.first < 512 || coveredTablesAreGone(step, end));
  },
  explain(step) {
    const end = endOfProcessed(step);
    const wrong = step.outcome.tablesRemoved.find((t) => !isWithin(t, step.first, end));
    const which = wrong === undefined ? '' : `, not the level-${wrong.level} table at ${hexAddress(wrong.page)}`;
    return told(`exactly the tables within [${hexAddress(step.first)}, ${hexAddress(end)}) unlinked${which}`, step);
  },
};

const isWithin = (table: TableRef, first: IovaPage, end: IovaPage): boolean =>
  table.page >= first && spanEndOf(table.level, table.page) <= end;

export const PT_111: StepRule = {
  ...ON_TABLES,
  id: 'PT-111',
  title: 'Top is kept',
  statement: 'An unmap never changes the top table or its level.',
  source: 'page-tables.md 3.8, 1.9',
  why: 'Replacing the root needs the device table rewritten and flushed, which unmap does not do.',
  example: 'The top shrinks when its upper part is empty.',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  doubt: Fact.grew | Fact.special | Fact.starved,
  check(step) {
    const { topLevel, events } = step.outcome;
    if (!reachesUnmap(step)) return NOT_EXERCISED;
    for (let i = 0; i < events.length; i++) if (events[i]!.kind === EventKind.top) return BROKEN;
    return must(topLevel === step.topBefore);
  },
  explain: (step) => told(`top level ${step.topBefore}, as before`, step),
};

export const PT_112: StepRule = {
  ...ON_TABLES,
  id: 'PT-112',
  title: 'No allocation',
  statement: 'An unmap allocates no table.',
  source: 'page-tables.md 3.8; 8.8',
  why: 'Memory is given back when there is none: an unmap that needs some fails just then.',
  example: 'A large leaf is split to remove a part of it.',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  needs: ENTRIES_AND_EFFECTS,
  doubt: Fact.tablesAdded | Fact.accounts | Fact.special | Fact.starved,
  check(step) {
    if (!reachesUnmap(step)) return NOT_EXERCISED;
    return must(step.outcome.allocations === 0 && step.outcome.tablesAdded.length === 0);
  },
  explain: (step) => told(`no allocation, not ${step.outcome.allocations}`, step),
};

/** The lowest table that covered `page` before the op, or null. */
function lowestTableBefore(step: Step, page: IovaPage): TableRef | null {
  const { tablesRemoved } = step.outcome;
  let lowest: TableRef | null = null;
  for (let i = 0; i < tablesRemoved.length; i++) {
    const table = tablesRemoved[i]!;
    if (page < table.page || page >= spanEndOf(table.level, table.page)) continue;
    if (lowest === null || table.level < lowest.level) lowest = table;
  }
  const levels = lowest === null ? step.topBefore : lowest.level;
  for (let level = 0; level < levels; level++) {
    const table = step.state.tableAt(level, page);
    if (table !== null) return table;
  }
  return lowest;
}

export const PT_114: StepRule = {
  ...ON_TABLES,
  id: 'PT-114',
  title: 'An empty table is a hole',
  statement: 'An unmap that comes to a table without leaves stops there, counts nothing of it and leaves it linked.',
  source: 'page-tables.md 3.8',
  why: 'The caller would take the span of the table for memory that was mapped.',
  example: 'The span of the empty table is added to the result.',
  when: Fact.uneven,
  check(step) {
    if (step.op.iovaOffset !== 0 || !isInReach(step) || !reachesUnmap(step)) return NOT_EXERCISED;
    const { removed, value, valueOffset } = step.outcome;
    const cursor = removed.length === 0 ? step.first : endOf(removed[removed.length - 1]!);
    if (cursor > step.last) return NOT_EXERCISED;
    const table = lowestTableBefore(step, cursor);
    if (table === null) return NOT_EXERCISED;
    if (step.anyLeafBefore(table.page, spanEndOf(table.level, table.page) - 1)) return NOT_EXERCISED;
    if (value !== pagesIn(removed) || valueOffset !== 0) return BROKEN;
    return step.state.tableAt(table.level, cursor) === null ? BROKEN : HELD;
  },
  explain: (step) => told('a stop at the empty table, which stays', step),
};
