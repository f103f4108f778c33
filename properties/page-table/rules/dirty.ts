/** What a dirty read reports, clears and leaves: page-tables.md 8.10, PT-130 … PT-133, PT-135 and PT-136. */
import type { Event, IovaPage, Leaf } from '../../../model/vocabulary';
import { Errno } from '../../../model/vocabulary/errno';
import { OpFlag, OpKind } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { hexAddress } from '../../../model/vocabulary/units';
import {
  BOTH_CONTRACTS,
  BOTH_FORMATS,
  BROKEN,
  ENTRIES,
  GENERIC_PT,
  HELD,
  NOT_EXERCISED,
  must,
  type Judgement,
  type StepRule,
} from '../rule';
import { RangeKind, type Step } from '../step';
import { didRead, isWholeEntry } from './_dirty';
import { keptGather } from './_gather';
import { ENTRIES_AND_EFFECTS } from './_on';
import { completed, endOf, keptTree } from './_range';
import { spanText, told } from './_text';
import { isInReach } from './_unmap';

const ON_DIRTY = {
  confidence: 'R',
  level: 'required',
  contracts: BOTH_CONTRACTS,
  formats: ['amdv1'],
  needs: ENTRIES,
  scope: 'step',
  on: [OpKind.readAndClearDirty],
} as const;

/** First page of [from, last] that a leaf covered before the op, or −1: gallops over holes of any size. */
function nextLeafPage(step: Step, from: IovaPage, last: IovaPage): IovaPage {
  if (step.leafBefore(from) !== null) return from;
  if (!step.anyLeafBefore(from, last)) return -1;
  let low = from;
  let width = 1;
  while (!step.anyLeafBefore(low, low + width - 1)) {
    low += width;
    width *= 2;
  }
  let high = low + width - 1;
  const start = low;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (step.anyLeafBefore(start, middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** True if a dirty interval touches the part of `leaf` that lies in the range. */
function isReported(step: Step, leaf: Leaf): boolean {
  const { events } = step.outcome;
  const first = leaf.page > step.first ? leaf.page : step.first;
  const end = endOf(leaf);
  const last = end - 1 < step.last ? end - 1 : step.last;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind === EventKind.dirty && event.start <= last && event.end >= first) return true;
  }
  return false;
}

/** A leaf that was dirty in the range and that no interval reports; `met` counts the dirty ones. */
function unreported(step: Step): { leaf: Leaf | null; met: number } {
  let met = 0;
  for (let page = nextLeafPage(step, step.first, step.last); page >= 0;) {
    const leaf = step.leafBefore(page)!;
    if (leaf.dirty > 0) {
      if (!isReported(step, leaf)) return { leaf, met };
      met++;
    }
    page = endOf(leaf) > step.last ? -1 : nextLeafPage(step, endOf(leaf), step.last);
  }
  return { leaf: null, met };
}

/**
 * io-pgtable moves on by the size of what it met from where it stood, not from that entry's start (5.1), and so may
 * step over entries: only the one at the start of the range is sure to be looked at.
 */
function judgeFirstEntry(step: Step): Judgement {
  const leaf = step.leafBefore(step.first);
  if ((step.op.iovaOffset | step.op.lenOffset) !== 0 || leaf === null || leaf.page !== step.first) return NOT_EXERCISED;
  return leaf.dirty > 0 && isWholeEntry(leaf) ? must(isReported(step, leaf)) : NOT_EXERCISED;
}

export const PT_130: StepRule = {
  ...ON_DIRTY,
  id: 'PT-130',
  title: 'OR rule',
  statement: 'A dirty read reports every leaf in its range that has the dirty bit in any of its items.',
  source: 'page-tables.md 1.8, 3.10; AMD IOMMU specification 2.2.3.2; amdv1.h entry_is_write_dirty',
  why: 'A dirty page that is not reported is not copied: the guest wakes up after migration with stale memory.',
  example: 'Only the first item of a group is looked at.',
  check(step) {
    if (!didRead(step)) return NOT_EXERCISED;
    if (step.config.contract === 'io-pgtable') return judgeFirstEntry(step);
    const { leaf, met } = unreported(step);
    if (leaf !== null) return BROKEN;
    return met > 0 ? HELD : NOT_EXERCISED;
  },
  explain(step) {
    const leaf = unreported(step).leaf;
    return told(`a report of every dirty leaf${leaf === null ? '' : `, also of ${spanText(leaf)}`}`, step);
  },
};

export const PT_131: StepRule = {
  ...ON_DIRTY,
  id: 'PT-131',
  title: 'Clean clears all',
  statement: 'After a clearing read over any part of a leaf no item of it is dirty.',
  source: 'page-tables.md 1.8, 3.10',
  why: 'A replica that stays dirty reports the whole leaf again and again: migration never ends.',
  example: 'Only the items inside the range are cleared.',
  check(step) {
    if (!didRead(step) || (step.op.flags & OpFlag.noClear) !== 0) return NOT_EXERCISED;
    const { dirtied, events } = step.outcome;
    let judgement: Judgement = NOT_EXERCISED;
    for (let i = 0; i < dirtied.length; i++) {
      if (dirtied[i]!.after.dirty !== 0) return BROKEN;
      judgement = HELD;
    }
    for (let i = 0; i < events.length; i++) {
      if (events[i]!.kind !== EventKind.dirty) continue;
      const leaf = step.state.leafAt(events[i]!.start);
      if (leaf !== null && leaf.dirty !== 0) return BROKEN;
      judgement = HELD;
    }
    return judgement;
  },
  explain: (step) => told('all items of the reported leaves clean', step),
};

export const PT_132: StepRule = {
  ...ON_DIRTY,
  id: 'PT-132',
  title: 'NO_CLEAR',
  statement: 'A read with NO_CLEAR changes no entry and adds nothing to the gather.',
  source: 'page-tables.md 3.10',
  why: 'What it clears is lost to the read that was meant to clear.',
  example: 'The bits are cleared anyway.',
  needs: ENTRIES_AND_EFFECTS,
  check(step) {
    if (!didRead(step) || (step.op.flags & OpFlag.noClear) === 0) return NOT_EXERCISED;
    return must(keptTree(step) && keptGather(step));
  },
  explain: (step) => told('nothing changed, the gather as before', step),
};

/** True if the interval starts in a leaf that was dirty. */
function startsDirty(step: Step, event: Event): boolean {
  const leaf = step.leafBefore(event.start);
  return leaf !== null && (leaf.dirty > 0 || !isWholeEntry(leaf));
}

export const PT_133: StepRule = {
  ...ON_DIRTY,
  id: 'PT-133',
  title: 'Holes and clean leaves are silent',
  statement: 'A dirty read of a range in reach returns 0, and reports nothing of holes and clean leaves.',
  source: 'page-tables.md 3.10',
  why: 'A spurious report copies memory for nothing, an error ends a migration.',
  example: '−ENOENT for a hole.',
  check(step) {
    if (!completed(step) || step.config.domainType !== 'paging') return NOT_EXERCISED;
    const { ret, events } = step.outcome;
    if (ret !== 0) return step.config.contract === 'generic-pt' && isInReach(step) ? BROKEN : NOT_EXERCISED;
    if (step.range !== RangeKind.proper) return NOT_EXERCISED;
    for (let i = 0; i < events.length; i++) {
      if (events[i]!.kind === EventKind.dirty && !startsDirty(step, events[i]!)) return BROKEN;
    }
    return HELD;
  },
  explain(step) {
    const wrong = step.outcome.events.find((e) => e.kind === EventKind.dirty && !startsDirty(step, e));
    const which = wrong === undefined ? '' : `, not for ${hexAddress(wrong.start, wrong.startOffset)}`;
    return told(`0, and reports for dirty leaves only${which}`, step);
  },
};

export const PT_135: StepRule = {
  ...ON_DIRTY,
  id: 'PT-135',
  title: 'Only the dirty bit changes',
  statement: 'Setting and clearing dirty bits changes no other bit of any entry, and no table.',
  source: 'page-tables.md 1.1, 1.8; amdv1.h',
  why: 'Hardware updates the same word: a bit that is written back wrongly takes a permission away.',
  example: 'The permissions are dropped when the entry is written back.',
  on: [OpKind.readAndClearDirty, OpKind.setDirty],
  check(step) {
    const { dirtied } = step.outcome;
    if (!completed(step)) return NOT_EXERCISED;
    if (!keptShape(step)) return BROKEN;
    for (let i = 0; i < dirtied.length; i++) {
      const { before, after } = dirtied[i]!;
      if (before.lo !== after.lo || before.hi !== after.hi || before.oa !== after.oa) return BROKEN;
    }
    return dirtied.length > 0 ? HELD : NOT_EXERCISED;
  },
  explain: (step) => told('no change but of dirty bits', step),
};

/** True if leaves, tables and top are as before, dirty bits aside. */
const keptShape = ({ outcome, topBefore }: Step): boolean =>
  outcome.added.length === 0 &&
  outcome.removed.length === 0 &&
  outcome.tablesAdded.length === 0 &&
  outcome.tablesRemoved.length === 0 &&
  outcome.topLevel === topBefore;

/** errno that 3.10 gives for the arguments, 0 for none. */
function expectedErrno(step: Step): number {
  if (step.config.format === 'amdv2') return Errno.EOPNOTSUPP;
  if (step.range === RangeKind.none) return Errno.EINVAL;
  if (step.range === RangeKind.wraps) return Errno.EOVERFLOW;
  return isInReach(step) ? 0 : Errno.ERANGE;
}

export const PT_136: StepRule = {
  ...ON_DIRTY,
  id: 'PT-136',
  title: 'Error codes of a dirty read',
  statement:
    'A dirty read of length 0 returns −EINVAL, past the end of the 64-bit space −EOVERFLOW, beyond the reach of the top −ERANGE; v2 always −EOPNOTSUPP.',
  source: 'page-tables.md 3.10, 2.6',
  why: 'Migration software probes with these calls.',
  example: 'The arguments are checked before the format is known to track dirty pages.',
  level: 'contract',
  contracts: GENERIC_PT,
  formats: BOTH_FORMATS,
  check(step) {
    if (!completed(step) || step.config.domainType !== 'paging') return NOT_EXERCISED;
    const expected = expectedErrno(step);
    return expected === 0 ? NOT_EXERCISED : must(step.outcome.ret === expected && keptTree(step));
  },
  explain: (step) => told(`${expectedErrno(step)} and nothing changed`, step),
};
