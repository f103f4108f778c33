/** Rules on what is invalidated, and when: page-tables.md 8.11, PT-140 … PT-147. */
import type { Leaf } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { ALL_PAGES } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  EFFECTS,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  must,
  type Judgement,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import {
  LAST_BYTE,
  countOf,
  coversPages,
  eventsText,
  firstOf,
  gatherEvent,
  isExactly,
  isIdle,
  isSynced,
  spanEnd,
} from './_flush';
import { leafText, pointerText } from './_entry';
import { ALL_MAPS, BARE_MAPS, ENTRIES_AND_EFFECTS, UNMAPS } from './_on';
import { completed, endOf } from './_range';

const REQUIRED = {
  confidence: 'V',
  level: 'required',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  needs: ENTRIES_AND_EFFECTS,
  scope: 'step',
} as const;

const CONTRACT = { ...REQUIRED, level: 'contract' } as const;

/** First leaf that the op removed and that no sync of the op covers, or null. */
function unflushed(step: Step): Leaf | null {
  const { removed } = step.outcome;
  for (let i = 0; i < removed.length; i++) {
    const leaf = removed[i]!;
    // io-pgtable also removes a leaf that the range enters in its middle, and flushes from there on (5.3 row 20).
    const isOld = step.config.contract === 'io-pgtable';
    const first = isOld ? Math.max(leaf.page, step.first) : leaf.page;
    const last = endOf(leaf) - 1;
    if (first <= last && !isSynced(step, first, last, false)) return leaf;
  }
  return null;
}

export const PT_140: StepRule = {
  ...REQUIRED,
  id: 'PT-140',
  title: 'Coverage on unmap',
  statement: 'iommu_unmap flushes every address whose translation it removed before it returns.',
  source: 'page-tables.md 3.8, 6.1; CVE-2026-31735',
  why: 'A device goes on using the old translation and reaches memory that belongs to somebody else by now.',
  example: 'The length that was asked for is flushed where the leaf that was removed is longer.',
  contracts: BOTH_CONTRACTS,
  on: [OpKind.iommuUnmap],
  when: Fact.removed,
  check(step) {
    if (step.outcome.removed.length === 0 || !completed(step)) return NOT_EXERCISED;
    // io-pgtable counts on from the middle of a leaf: at the end of the space its gather wraps, and is empty.
    if (step.first + step.outcome.value > ALL_PAGES) return NOT_EXERCISED;
    return must(unflushed(step) === null);
  },
  explain: (step) => `not flushed: ${leafText(unflushed(step)!)}; events: ${eventsText(step)}`,
};

/** First table that the op unlinked and whose span no sync covers while the table still waits; -1 if there is none. */
function unflushedTable(step: Step): number {
  const { tablesRemoved } = step.outcome;
  for (let i = 0; i < tablesRemoved.length; i++) {
    const table = tablesRemoved[i]!;
    if (!isSynced(step, table.page, spanEnd(table), true)) return i;
  }
  return -1;
}

export const PT_141: StepRule = {
  ...REQUIRED,
  id: 'PT-141',
  title: 'Coverage on table unlink',
  statement:
    'The span of every table that an op unlinked is flushed, walk caches included, while the table is not yet freed.',
  source: 'page-tables.md 6.1, 3.3 step 9; iommu_pt.h clear_contig',
  why: 'The IOMMU would go on walking through a page that has become something else.',
  example: 'The table is freed first, or the flush leaves the walk caches alone.',
  on: [...ALL_MAPS, OpKind.iommuUnmap],
  when: Fact.tablesRemoved,
  check(step) {
    if (step.outcome.tablesRemoved.length === 0 || !completed(step)) return NOT_EXERCISED;
    return must(unflushedTable(step) < 0);
  },
  explain: (step) =>
    `no sync with tables on its list covers the span of the ${pointerText(step.outcome.tablesRemoved[unflushedTable(step)]!)}; ` +
    `events: ${eventsText(step)}`,
};

/** Judges that no table is freed which no sync released; `allowance`: tables that nothing ever pointed to. */
function judgeFrees(step: Step, allowance: number): Judgement {
  const { events } = step.outcome;
  let released = allowance;
  let judged = false;
  for (let i = 0; i < events.length; i++) {
    const { kind, count } = events[i]!;
    if (kind === EventKind.sync) released += count;
    if (kind !== EventKind.freed) continue;
    released -= count;
    judged = true;
    if (released < 0) return BROKEN;
  }
  return judged ? HELD : NOT_EXERCISED;
}

/** Tables that the op may free without a sync: those of a failed growth, which were never published. */
function neverLinked({ outcome, op, gatherBefore }: Step): number {
  // An idle gather does not reach the driver; a domain that never had a table in use may free what waits on it.
  if (op.kind === OpKind.sync) return isIdle(gatherBefore) ? gatherBefore.tables : 0;
  return outcome.ret === 0 ? 0 : outcome.allocations;
}

export const PT_142: StepRule = {
  ...REQUIRED,
  id: 'PT-142',
  title: 'No premature reuse',
  statement: 'A table goes back to the allocator only after a sync that it waited for, unless it was never linked.',
  source: 'page-tables.md 6.1 (order rule for tables)',
  why: 'The page may become anything while the IOMMU still reads entries from it.',
  example: 'Tables are freed through the allocator directly.',
  needs: EFFECTS,
  on: [...ALL_MAPS, ...UNMAPS, OpKind.sync],
  when: Fact.freed,
  check: (step) => (completed(step) ? judgeFrees(step, neverLinked(step)) : NOT_EXERCISED),
  explain: (step) => `more tables were freed than syncs released; events: ${eventsText(step)}`,
};

/** A sync of the op that released no table, or null: a map that unlinks nothing has nothing to flush. */
function emptySync(step: Step): boolean {
  const { events } = step.outcome;
  for (let i = 0; i < events.length; i++) if (events[i]!.kind === EventKind.sync && events[i]!.count === 0) return true;
  return false;
}

export const PT_143: StepRule = {
  ...CONTRACT,
  id: 'PT-143',
  title: 'No needless flush on map',
  statement: 'Without NpCache a map issues no sync unless it unlinked tables.',
  source: 'page-tables.md 6.1',
  why: 'A flush costs microseconds and stalls the device; entries that were not present are not cached.',
  example: 'Every map flushes its range.',
  needs: EFFECTS,
  on: ALL_MAPS,
  when: Fact.added | Fact.events,
  check(step) {
    const { ret, added } = step.outcome;
    if (step.config.flush !== 'range' || !completed(step)) return NOT_EXERCISED;
    // A wrapper that fails rolls back, and that is an unmap.
    const rolledBack = ret !== 0 && step.op.kind !== OpKind.map && step.op.kind !== OpKind.mapPages;
    if (rolledBack || (added.length === 0 && step.outcome.events.length === 0)) return NOT_EXERCISED;
    return must(!emptySync(step));
  },
  explain: (step) => `a sync without tables on its list; events: ${eventsText(step)}`,
};

/** True if the one sync of a map is the hull of the spans that it unlinked. */
function isHull(step: Step): boolean {
  const sync = firstOf(step, EventKind.sync);
  if (sync === null) return false;
  const { tablesRemoved } = step.outcome;
  let first = Infinity;
  let last = -1;
  for (let i = 0; i < tablesRemoved.length; i++) {
    first = Math.min(first, tablesRemoved[i]!.page);
    last = Math.max(last, spanEnd(tablesRemoved[i]!));
  }
  // Growth may have hung the old top below the new one and this map unlinked it at once: its span counts too.
  if (step.state.topLevel > step.topBefore) return coversPages(sync, first, last);
  return isExactly(sync, first, last);
}

export const PT_144: StepRule = {
  ...CONTRACT,
  id: 'PT-144',
  title: 'One sync per map',
  statement:
    'With FLUSH_RANGE a map that unlinked tables issues one sync, of the hull of their spans, also when it fails.',
  source: 'page-tables.md 3.3 step 9, 6.2',
  why: 'Without the sync the tables are freed under the hardware, or never.',
  example: 'The error path leaves out the sync.',
  on: BARE_MAPS,
  when: Fact.flushed | Fact.tablesRemoved,
  check(step) {
    if (step.config.flush !== 'range' || !completed(step)) return NOT_EXERCISED;
    if (countOf(step, EventKind.sync) > 1) return BROKEN;
    return step.outcome.tablesRemoved.length === 0 ? NOT_EXERCISED : must(isHull(step));
  },
  explain: (step) =>
    `expected one sync of the hull of ${step.outcome.tablesRemoved.length} tables; events: ${eventsText(step)}`,
};

/** Pages that an unmap removed: [first, first + removed − 1]. */
const removedPages = (step: Step): number => step.outcome.value;

/** NO_GAPS, unmap into the trace's gather: what was gathered before and what is removed now are flushed apart. */
function judgeGatherUnion(step: Step): Judgement {
  const { gatherBefore: before, first } = step;
  const after = gatherEvent(step);
  if (after === null) return BROKEN;
  const last = first + removedPages(step) - 1;
  const sync = firstOf(step, EventKind.sync);
  if (before.empty) return must(sync === null && isExactly(after, first, last));
  // A gather of one byte is dropped without a sync: start < end is what the core asks (PT-146).
  if (isIdle(before)) return NOT_EXERCISED;
  if (sync !== null) {
    const isOld =
      sync.start === before.start &&
      sync.startOffset === before.startOffset &&
      sync.end === before.end &&
      sync.endOffset === before.endOffset;
    return must(isOld && isExactly(after, first, last) && countOf(step, EventKind.sync) === 1);
  }
  const touch = first <= before.end + 1 && before.start <= last + 1;
  const isMerged = after.start === Math.min(first, before.start) && after.end === Math.max(last, before.end);
  return must(touch && isMerged);
}

/** NO_GAPS, map: each sync is the span of tables that the map unlinked. */
function judgeMapUnion(step: Step): Judgement {
  const { events, tablesRemoved } = step.outcome;
  if (tablesRemoved.length === 0 || step.state.topLevel > step.topBefore) return NOT_EXERCISED;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind === EventKind.sync && !isTiled(step, event.start, event.end)) return BROKEN;
  }
  return must(unflushedTable(step) < 0);
}

/** True if spans of unlinked tables cover all pages of [first, last]. */
function isTiled(step: Step, first: number, last: number): boolean {
  const { tablesRemoved } = step.outcome;
  for (let page = first; page <= last;) {
    let next = page;
    for (let i = 0; i < tablesRemoved.length; i++) {
      const table = tablesRemoved[i]!;
      if (table.page <= page && spanEnd(table) >= next) next = spanEnd(table) + 1;
    }
    if (next === page) return false;
    page = next;
  }
  return true;
}

export const PT_145: StepRule = {
  ...CONTRACT,
  id: 'PT-145',
  title: 'NO_GAPS',
  statement:
    'With FLUSH_RANGE_NO_GAPS what is synced or gathered is exactly what was changed: no gap, nothing left out.',
  source: 'page-tables.md 6.2',
  why: 'Under NpCache a hypervisor shadows each flushed page: gaps cost, and what is left out stays mapped.',
  example: 'The hull of two ranges is flushed with the gap between them, or the second range is dropped.',
  on: [...BARE_MAPS, ...UNMAPS],
  when: Fact.noGaps,
  check(step) {
    const { op, config, outcome } = step;
    if (config.flush !== 'no-gaps' || !completed(step)) return NOT_EXERCISED;
    if (op.kind === OpKind.map || op.kind === OpKind.mapPages) return judgeMapUnion(step);
    if (removedPages(step) === 0 || outcome.valueOffset !== 0 || step.range !== RangeKind.proper) return NOT_EXERCISED;
    if (op.kind === OpKind.unmap) return config.queued ? NOT_EXERCISED : judgeGatherUnion(step);
    const sync = firstOf(step, EventKind.sync);
    return must(sync !== null && isExactly(sync, step.first, step.first + removedPages(step) - 1));
  },
  explain: (step) =>
    `${removedPages(step)} pages from page ${step.first.toString(16)} on were removed; events: ${eventsText(step)}`,
};

/**
 * generic-pt only: `iommu_iotlb_sync` of the old core does not look at the gather and always calls the driver, which
 * then flushes [2^64 − 1, 0]. That is needless, not unsafe (docs/protocol.md).
 */
export const PT_146: StepRule = {
  ...CONTRACT,
  id: 'PT-146',
  title: 'An empty gather does not reach the driver',
  statement: 'Neither sync of a gather that holds no range nor an iommu_unmap that removed nothing calls the driver.',
  source: 'page-tables.md 6.2; iommu.h iommu_iotlb_sync',
  why: 'Start ~0 and end 0 taken for a range flush everything, or nothing.',
  example: 'The driver is called with [~0, 0].',
  needs: EFFECTS,
  on: [OpKind.sync, OpKind.iommuUnmap],
  check(step) {
    const { op, outcome, config } = step;
    if (!completed(step) || config.domainType !== 'paging') return NOT_EXERCISED;
    const idle =
      op.kind === OpKind.sync
        ? !config.queued && isIdle(step.gatherBefore)
        : outcome.value === 0 && outcome.valueOffset === 0;
    return idle ? must(countOf(step, EventKind.sync) === 0) : NOT_EXERCISED;
  },
  explain: (step) => `the gather was empty; events: ${eventsText(step)}`,
};

/** True if the gather of `step` is new: no range, no tables. */
const isFresh = ({ gatherBefore }: Step): boolean => gatherBefore.empty && gatherBefore.tables === 0;

export const PT_147: StepRule = {
  ...CONTRACT,
  id: 'PT-147',
  title: 'Gather value',
  statement: 'After an unmap a fresh gather holds [iova, iova + removed − 1], and nothing if nothing was removed.',
  source: 'page-tables.md 3.8, 6.2',
  why: 'The sync that comes later flushes what the gather says, and no more.',
  example: 'The end is exclusive.',
  needs: EFFECTS,
  on: [OpKind.unmap],
  check(step) {
    const { outcome, config } = step;
    if (!isFresh(step) || config.queued || !completed(step) || config.domainType !== 'paging') return NOT_EXERCISED;
    const gather = gatherEvent(step);
    if (gather === null) return BROKEN;
    if (outcome.value === 0 && outcome.valueOffset === 0) return must(gather.start > gather.end);
    if (outcome.valueOffset !== 0) return BROKEN;
    return must(isExactly(gather, step.first, step.first + outcome.value - 1));
  },
  explain: (step) =>
    `${step.outcome.value} pages and ${step.outcome.valueOffset & LAST_BYTE} bytes from page ` +
    `${step.first.toString(16)} on were removed; events: ${eventsText(step)}`,
};
