/** What a map does to tables below the top: page-tables.md 8.7, PT-085 … PT-087 and PT-093. */
import type { IovaPage, Level, TableRef } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { OpKind } from '../../../model/vocabulary/op';
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
  type PointerRule,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { isFaceValue, overwritesNothing } from './_io-pgtable';
import { largestAt, levelOf } from './_layout';
import { isFlawless, isUnhindered, reachesMap } from './_map-request';
import { ALL_MAPS, BARE_MAPS, RUN_MAPS } from './_on';
import { LG_PAGES, completed, endOf, mappedPages } from './_range';
import { told } from './_text';

const ON_TABLES = {
  confidence: 'V',
  level: 'required',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES,
  scope: 'step',
} as const;

/** Last page of the span that a table of `level` translates. */
const spanEnd = (level: Level, page: IovaPage): IovaPage => page + ITEM_PAGES[level + 1]! - 1;

export const PT_085: StepRule = {
  ...ON_TABLES,
  id: 'PT-085',
  title: 'Empty subtrees are replaced',
  statement:
    'A legal map whose range meets no live leaf succeeds while memory lasts, whatever empty tables earlier ops left there.',
  source: 'page-tables.md 3.4; iommu_pt.h clear_contig; 7 (test_map_table_to_oa)',
  why: 'Tables that unmap leaves behind would otherwise forbid large pages for good.',
  example: '−EADDRINUSE for a leftover table.',
  contracts: BOTH_CONTRACTS,
  on: RUN_MAPS,
  when: Fact.failed | Fact.tablesRemoved,
  check(step) {
    const { ret, tablesRemoved } = step.outcome;
    if (ret === 0 && tablesRemoved.length === 0) return NOT_EXERCISED;
    if (!isUnhindered(step.op) || !reachesMap(step) || !isFaceValue(step) || !isFlawless(step)) return NOT_EXERCISED;
    if (ret === 0) return HELD;
    if (ret === Errno.ENOMEM && step.budgetBefore !== Infinity) return NOT_EXERCISED;
    return step.anyLeafBefore(step.first, step.last) ? NOT_EXERCISED : BROKEN;
  },
  explain: (step) => told('success: no live leaf meets the range', step),
};

/** True if a live leaf hung below the table before the op. */
const wasInUse = (step: Step, table: TableRef): boolean =>
  step.anyLeafBefore(table.page, spanEnd(table.level, table.page));

export const PT_086: StepRule = {
  ...ON_TABLES,
  id: 'PT-086',
  title: 'Subtrees in use are kept',
  statement: 'A map never unlinks a table below which a live leaf hangs, and never puts a leaf in its place.',
  source: 'page-tables.md 3.4; iommu_pt.h clear_contig',
  why: 'All mappings below vanish at once, and the freed tables may still be walked.',
  example: 'Only the first level below is looked at.',
  on: ALL_MAPS,
  when: Fact.failed | Fact.removed | Fact.tablesRemoved,
  check(step) {
    if (!completed(step)) return NOT_EXERCISED;
    const { ret, removed, tablesRemoved } = step.outcome;
    if (ret === 0 && removed.length === 0 && tablesRemoved.length === 0) return NOT_EXERCISED;
    for (let i = 0; i < tablesRemoved.length; i++) if (wasInUse(step, tablesRemoved[i]!)) return BROKEN;
    for (let i = 0; i < removed.length; i++) {
      const leaf = step.state.leafAt(removed[i]!.page);
      if (leaf !== null && leaf.level > removed[i]!.level) return BROKEN;
    }
    return ret === Errno.EADDRINUSE || tablesRemoved.length > 0 ? HELD : NOT_EXERCISED;
  },
  explain(step) {
    const table = step.outcome.tablesRemoved.find((t) => wasInUse(step, t));
    const which = table === undefined ? '' : ` (level-${table.level} table at ${hexAddress(table.page)})`;
    return told(`every table with live leaves below it kept${which}`, step);
  },
};

/** Index, among the items of an attempted leaf, of the first below which a live leaf hung; −1 if none. */
function collidingItem(step: Step, page: IovaPage, span: number, items: number): number {
  if (!step.anyLeafBefore(page, page + items * span - 1)) return -1;
  let low = 0;
  for (let high = items - 1; low < high;) {
    const middle = (low + high) >>> 1;
    if (step.anyLeafBefore(page, page + (middle + 1) * span - 1)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export const PT_087: StepRule = {
  ...ON_TABLES,
  id: 'PT-087',
  title: 'Partial unlink on failure',
  statement:
    'When a leaf of several items collides, the empty tables in the items before the colliding one are gone and those after it stay.',
  source: 'page-tables.md 3.4, 9.3 E12',
  why: 'The number of live tables after a failure would depend on the implementation.',
  example: 'All of the empty tables are removed, or none.',
  level: 'contract',
  on: BARE_MAPS,
  when: Fact.failed,
  check(step) {
    const { ret, tablesRemoved } = step.outcome;
    if (ret !== Errno.EADDRINUSE || step.range !== RangeKind.proper || !reachesMap(step)) return NOT_EXERCISED;
    const cursor = step.first + mappedPages(step);
    const lg = largestAt(step, cursor, step.op.oa + (cursor - step.first), step.last);
    const level = levelOf(lg);
    if (lg === 0 || level === 0) return NOT_EXERCISED;
    const above = step.leafBefore(cursor);
    const span = ITEM_PAGES[level]!;
    // A leaf of the same group or above stops the walk before any item of its own is looked at.
    const collides =
      above !== null && above.level > level ? 0 : collidingItem(step, cursor, span, LG_PAGES[lg]! / span);
    if (collides < 0) return NOT_EXERCISED;
    const firstKept = cursor + collides * span;
    for (let i = 0; i < tablesRemoved.length; i++) if (tablesRemoved[i]!.page >= firstKept) return BROKEN;
    for (let i = 0; i < collides; i++) if (step.state.tableAt(level - 1, cursor + i * span) !== null) return BROKEN;
    return HELD;
  },
  explain: (step) => told('empty tables unlinked up to the colliding item, and no further', step),
};

/** True if the op placed a leaf that meets [first, last]. */
function placedLeafIn(step: Step, first: IovaPage, last: IovaPage): boolean {
  const { added } = step.outcome;
  for (let i = 0; i < added.length; i++) if (added[i]!.page <= last && endOf(added[i]!) > first) return true;
  return false;
}

export const PT_093: PointerRule = {
  ...ON_TABLES,
  id: 'PT-093',
  title: 'Only tables that are needed',
  statement:
    'A map adds only tables on the path to a leaf that it placed or tried to place, and those by which the top grew.',
  source: 'page-tables.md 3.4, 3.5',
  why: 'Table memory is charged to the guest and never comes back before unmap.',
  example: 'The tables next to the range are populated as well.',
  contracts: BOTH_CONTRACTS,
  scope: 'pointer',
  check(table, step) {
    if (!reachesMap(step) || !ALL_MAPS.includes(step.op.kind)) return NOT_EXERCISED;
    // Growing hangs the old top, and the tables between, at address 0.
    if (table.page === 0 && table.level >= step.topBefore) return HELD;
    if (!overwritesNothing(step)) return NOT_EXERCISED;
    // A list that passes 2^64 has placed its first runs, and taken them back, when it comes to that.
    if (step.range === RangeKind.wraps && step.op.kind === OpKind.iommuMapSg) return NOT_EXERCISED;
    const end = spanEnd(table.level, table.page);
    if (step.range !== RangeKind.proper || end < step.first || table.page > step.last) return BROKEN;
    return step.outcome.ret === 0 ? must(placedLeafIn(step, table.page, end)) : HELD;
  },
  explain: (table, step) =>
    told(
      `no table without a leaf of this op: the level-${table.level} table at ${hexAddress(table.page)} has none`,
      step,
    ),
};
