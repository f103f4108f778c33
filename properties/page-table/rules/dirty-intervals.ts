/** The intervals that a dirty read reports and gathers: page-tables.md 8.10, PT-134 and PT-137. */
import type { Event, IovaPage } from '../../../model/vocabulary';
import { OpFlag, OpKind } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { ITEM_PAGES, hexAddress } from '../../../model/vocabulary/units';
import {
  BOTH_CONTRACTS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  must,
  type Judgement,
  type StepRule,
} from '../rule';
import type { Step } from '../step';
import { didRead } from './_dirty';
import { gatherAfter } from './_gather';
import { ENTRIES_AND_EFFECTS } from './_on';
import { endOf } from './_range';
import { told } from './_text';

const ON_INTERVALS = {
  confidence: 'R',
  formats: ['amdv1'],
  scope: 'step',
  on: [OpKind.readAndClearDirty],
} as const;

/** Last page of the last item, of the entry that `event` starts in, that the range touches (3.10); −1 if none. */
function lastTouchedPage(step: Step, event: Event): IovaPage {
  const leaf = step.leafBefore(event.start);
  if (leaf === null) return -1;
  const touched = endOf(leaf) - 1 < step.last ? endOf(leaf) - 1 : step.last;
  const item = ITEM_PAGES[leaf.level]!;
  return leaf.page + (Math.floor((touched - leaf.page) / item) + 1) * item - 1;
}

/** True if the interval runs from where the range meets its entry to the end of the last item touched. */
function isExact(step: Step, event: Event): boolean {
  const leaf = step.leafBefore(event.start);
  if (leaf === null) return false;
  const entered = leaf.page < step.first || (leaf.page === step.first && step.op.iovaOffset !== 0);
  const start = entered ? step.first : leaf.page;
  const startOffset = entered ? step.op.iovaOffset : 0;
  if (event.start !== start || event.startOffset !== startOffset) return false;
  return event.end === lastTouchedPage(step, event) && event.endOffset === 0xfff;
}

export const PT_134: StepRule = {
  ...ON_INTERVALS,
  id: 'PT-134',
  title: 'Report interval',
  statement:
    'Each dirty leaf is reported once, from where the range enters it to the end of the last of its items that the range touches.',
  source: 'page-tables.md 3.10; iommu_pt.h record_dirty',
  why: 'A byte too few loses a page in migration, bytes too many mark foreign pages dirty.',
  example: 'One item is reported only, or the whole entry when it was entered in its middle.',
  level: 'contract',
  contracts: GENERIC_PT,
  needs: ENTRIES,
  check(step) {
    if (!didRead(step)) return NOT_EXERCISED;
    const { events } = step.outcome;
    let judgement: Judgement = NOT_EXERCISED;
    let behind = -1;
    for (let i = 0; i < events.length; i++) {
      const event = events[i]!;
      if (event.kind !== EventKind.dirty) continue;
      if (event.start <= behind || !isExact(step, event)) return BROKEN;
      behind = event.end;
      judgement = HELD;
    }
    return judgement;
  },
  explain(step) {
    const wrong = step.outcome.events.find((e) => e.kind === EventKind.dirty && !isExact(step, e));
    if (wrong === undefined) return 'a leaf was reported twice, or out of order';
    const end = lastTouchedPage(step, wrong);
    return told(
      `the interval at ${hexAddress(wrong.start, wrong.startOffset)} to end at ` +
        `${end < 0 ? 'nothing' : hexAddress(end, 0xfff)}, not at ${hexAddress(wrong.end, wrong.endOffset)}`,
      step,
    );
  },
};

/** −1, 0 or 1 as byte a is before, at or after byte b. */
const compareBytes = (page: number, offset: number, otherPage: number, otherOffset: number): number =>
  page === otherPage ? Math.sign(offset - otherOffset) : Math.sign(page - otherPage);

/** Compares the gather with the hull of what it held and the reported intervals: 0 equal, 1 larger, −1 misses some. */
function compareWithHull(step: Step, gather: Event): number {
  const before = step.gatherBefore;
  let start = before.empty ? Infinity : before.start;
  let startOffset = before.startOffset;
  let end = before.empty ? -1 : before.end;
  let endOffset = before.endOffset;
  const { events } = step.outcome;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind !== EventKind.dirty) continue;
    if (compareBytes(event.start, event.startOffset, start, startOffset) < 0) {
      start = event.start;
      startOffset = event.startOffset;
    }
    if (compareBytes(event.end, event.endOffset, end, endOffset) > 0) {
      end = event.end;
      endOffset = event.endOffset;
    }
  }
  const low = compareBytes(gather.start, gather.startOffset, start, startOffset);
  const high = compareBytes(gather.end, gather.endOffset, end, endOffset);
  if (low > 0 || high < 0) return -1;
  return low === 0 && high === 0 ? 0 : 1;
}

export const PT_137: StepRule = {
  ...ON_INTERVALS,
  id: 'PT-137',
  title: 'Gather for cleaned entries',
  statement: 'A clearing read adds the reported intervals to the gather, which becomes the hull of all of them.',
  source: 'page-tables.md 3.10, 6.1, 6.2',
  why: 'Without the flush hardware keeps the entry as dirty in its IOTLB and never sets the bit again: writes are lost.',
  example: 'Nothing is gathered, hence nothing flushed.',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  needs: ENTRIES_AND_EFFECTS,
  check(step) {
    const { config, op, outcome } = step;
    if (!didRead(step) || config.queued || (op.flags & OpFlag.noClear) !== 0) return NOT_EXERCISED;
    if (!outcome.events.some(isDirtyEvent)) return NOT_EXERCISED;
    const gather = gatherAfter(step);
    if (gather === null) return BROKEN;
    const relation = compareWithHull(step, gather);
    return must(relation === 0 || (relation > 0 && config.contract === 'io-pgtable'));
  },
  explain: (step) => told('the gather to be the hull of what it held and the reported intervals', step),
};

const isDirtyEvent = (event: Event): boolean => event.kind === EventKind.dirty;
