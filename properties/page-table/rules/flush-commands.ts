/** Rules on invalidation commands, sync_map and the device table: page-tables.md 8.11, PT-148 … PT-152. */
import type { Event } from '../../../model/vocabulary';
import { OpFlag } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { floorLog2, trailingZeros } from '../../../model/vocabulary/units';
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
import { LAST_BYTE, countOf, eventsText, firstOf, isExactly } from './_flush';
import { ALL_KINDS } from './_kinds';
import { ALL_MAPS, CORE_MAPS } from './_on';
import { LG_PAGES, completed } from './_range';

const CONTRACT = {
  confidence: 'R',
  level: 'contract',
  contracts: BOTH_CONTRACTS,
  formats: BOTH_FORMATS,
  needs: ['effects', 'commands'],
  scope: 'step',
} as const;

const LAST_PAGE = 2 ** 52 - 1;
/** Blocks of more pages than this are encoded as "all pages" (page-tables.md 6.3: z > 52). */
const MAX_BLOCK_PAGES = 2 ** 40;

/** True for events that send invalidation commands, which follow them. io-pgtable may flush a range that wraps. */
const isFlush = ({ kind, start, end }: Event): boolean =>
  (kind === EventKind.sync || kind === EventKind.syncMap || kind === EventKind.flush) && start <= end;

const isEverything = (event: Event): boolean => isExactly(event, 0, LAST_PAGE);

/** Page numbers fall into two halves of 26 bits, which bit operators see exactly. */
const LOW_PAGES = 2 ** 26;

/** Pages of the smallest naturally aligned power-of-two block that holds pages `first` and `last`. */
function blockPages(first: number, last: number): number {
  const high = Math.floor(first / LOW_PAGES) ^ Math.floor(last / LOW_PAGES);
  const low = (first ^ last) & (LOW_PAGES - 1);
  return high === 0 ? LG_PAGES[12 + 32 - Math.clz32(low)]! : LOW_PAGES * LG_PAGES[12 + 32 - Math.clz32(high)]!;
}

/** True if `command` covers the least block that holds `flush`, or everything if that block is too large to encode. */
function isLeastBlock(command: Event, flush: Event): boolean {
  const pages = blockPages(flush.start, flush.end);
  if (pages > MAX_BLOCK_PAGES) return isEverything(command);
  const first = Math.floor(flush.start / pages) * pages;
  return isExactly(command, first, first + pages - 1);
}

/** Index of the first event from `from` on that sends commands; −1 if there is none. */
function nextFlush(step: Step, from: number): number {
  const { events } = step.outcome;
  for (let i = from; i < events.length; i++) if (isFlush(events[i]!)) return i;
  return -1;
}

/** True if one command covers the whole flush: without NpCache, and where everything is flushed. */
const isOneCommand = (step: Step, flush: Event): boolean => step.config.flush === 'range' || isUnsplit(step, flush);

/** True if NpCache splits the flush no further: everything, or under io-pgtable 2^52 bytes and more (docs/protocol.md). */
const isUnsplit = ({ config }: Step, flush: Event): boolean =>
  isEverything(flush) ||
  (config.contract === 'io-pgtable' &&
    flush.end - flush.start + (flush.endOffset - flush.startOffset + 1) / (LAST_BYTE + 1) >= MAX_BLOCK_PAGES);

export const PT_148: StepRule = {
  ...CONTRACT,
  id: 'PT-148',
  title: 'Block encoding',
  statement:
    'The block that an invalidation command names is the least naturally aligned power of two that holds the range, or everything.',
  source: 'page-tables.md 6.3; amd/iommu.c build_inv_address',
  why: 'A block too small leaves stale translations behind, one too large throws away good ones.',
  example: 'The block is made as long as the range, which need not be aligned to its length.',
  on: ALL_KINDS,
  when: Fact.flushed,
  check(step) {
    const { events } = step.outcome;
    let judged: Judgement = NOT_EXERCISED;
    for (let i = nextFlush(step, 0); i >= 0; i = nextFlush(step, i + 1)) {
      if (!isOneCommand(step, events[i]!)) continue;
      const command = events[i + 1];
      if (command === undefined || command.kind !== EventKind.command) return BROKEN;
      if (!isLeastBlock(command, events[i]!)) return BROKEN;
      judged = HELD;
    }
    return judged;
  },
  explain: (step) => `a command does not cover the least block around its range: ${eventsText(step)}`,
};

/** Pages of the piece that the split cuts off [first, last]: the largest aligned power of two that fits. */
const pieceOf = (first: number, last: number): number =>
  LG_PAGES[12 + Math.min(trailingZeros(first), floorLog2(last - first + 1))]!;

/** True if the commands from `at` on lie end to end from `flush.start` to `flush.end`, as aligned powers of two. */
function isExactSplit(events: readonly Event[], at: number, flush: Event): boolean {
  let next = flush.start;
  for (let i = at; i < events.length && events[i]!.kind === EventKind.command; i++) {
    const command = events[i]!;
    if (next > flush.end) return false;
    const pages = pieceOf(next, flush.end);
    const isWhole = pages > MAX_BLOCK_PAGES ? isEverything(command) : isExactly(command, next, next + pages - 1);
    if (!isWhole) return false;
    next += pages;
  }
  return next === flush.end + 1;
}

export const PT_149: StepRule = {
  ...CONTRACT,
  id: 'PT-149',
  title: 'NpCache split',
  statement: 'Under NpCache a flush is split into naturally aligned powers of two that cover its range exactly.',
  source: 'page-tables.md 6.3; amd/iommu.c amd_iommu_domain_flush_pages',
  why: 'The hypervisor walks its shadow tables for every page of each command.',
  example: 'The split does not end where the range starts at 0 or ends at 2^64.',
  on: ALL_KINDS,
  when: Fact.pieces,
  check(step) {
    if (step.config.flush !== 'no-gaps') return NOT_EXERCISED;
    const { events } = step.outcome;
    let judged: Judgement = NOT_EXERCISED;
    for (let i = nextFlush(step, 0); i >= 0; i = nextFlush(step, i + 1)) {
      const flush = events[i]!;
      // Pieces of less than a page are rounded to pages by the encoding: no exact cover then.
      if (isUnsplit(step, flush) || flush.startOffset !== 0 || flush.endOffset !== LAST_BYTE) continue;
      if (!isExactSplit(events, i + 1, flush)) return BROKEN;
      judged = HELD;
    }
    return judged;
  },
  explain: (step) => `commands do not lie end to end over their range: ${eventsText(step)}`,
};

export const PT_150: StepRule = {
  ...CONTRACT,
  id: 'PT-150',
  title: 'sync_map',
  statement: 'iommu_map flushes its whole range once, after success, if and only if the IOMMU caches absent entries.',
  source: 'page-tables.md 3.11, 6.1',
  why: 'Under NpCache the hypervisor does not see a mapping before it is flushed.',
  example: 'Every leaf is flushed for itself.',
  needs: EFFECTS,
  on: CORE_MAPS,
  check(step) {
    const { outcome, config, op } = step;
    if (!completed(step) || step.range !== RangeKind.proper) return NOT_EXERCISED;
    const count = countOf(step, EventKind.syncMap);
    if (outcome.ret !== 0 || config.flush === 'range') return must(count === 0);
    if ((op.flags & OpFlag.syncMapFails) !== 0 || (op.iovaOffset | op.lenOffset) !== 0) return NOT_EXERCISED;
    return must(count === 1 && isExactly(firstOf(step, EventKind.syncMap)!, step.first, step.last));
  },
  explain: (step) =>
    step.outcome.ret !== 0 || step.config.flush === 'range'
      ? `expected no sync_map (result ${step.outcome.ret}, flush ${step.config.flush}); events: ${eventsText(step)}`
      : `expected one sync_map of the whole range; events: ${eventsText(step)}`,
};

/** Judges that each new top comes after a flush of the device table, with nothing flushed in between. */
function judgeGrowth(step: Step): Judgement {
  const { events } = step.outcome;
  let ready = false;
  let judged: Judgement = NOT_EXERCISED;
  for (let i = 0; i < events.length; i++) {
    const { kind } = events[i]!;
    if (kind === EventKind.dteFlush) {
      ready = true;
    } else if (kind === EventKind.top) {
      if (!ready) return BROKEN;
      ready = false;
      judged = HELD;
    } else if (ready) {
      return BROKEN;
    }
  }
  // A top that is not announced was published without the device table.
  return judged === NOT_EXERCISED && step.state.topLevel !== step.topBefore ? BROKEN : judged;
}

export const PT_151: StepRule = {
  ...CONTRACT,
  id: 'PT-151',
  title: 'Growth order',
  statement:
    'The device table is rewritten and flushed before a new top is published, and no IOTLB flush comes between.',
  source: 'page-tables.md 3.5, 6.1; iommu_pt.h increase_top, change_top',
  why: 'A map by another thread would succeed through a root that the device does not use yet.',
  example: 'The new top is published first.',
  contracts: GENERIC_PT,
  formats: ['amdv1'],
  needs: ['entries', 'effects'],
  on: ALL_MAPS,
  when: Fact.grew,
  check: (step) => (completed(step) && step.config.domainType === 'paging' ? judgeGrowth(step) : NOT_EXERCISED),
  explain: (step) =>
    `top level ${step.topBefore} before, ${step.state.topLevel} after; expected the device table to be flushed ` +
    `right before each new top; events: ${eventsText(step)}`,
};

export const PT_152: StepRule = {
  ...CONTRACT,
  id: 'PT-152',
  title: 'Walk-cache flag',
  statement: 'The commands of a sync also flush the walk caches if and only if tables wait on its free list.',
  source: 'page-tables.md 6.3; amd/iommu.c amd_iommu_iotlb_sync (7.2)',
  why: 'Left out, the IOMMU walks freed tables; always set, every unmap empties the walk caches.',
  example: 'The flag is always off.',
  contracts: GENERIC_PT,
  on: ALL_KINDS,
  when: Fact.flushed,
  check(step) {
    const { events } = step.outcome;
    let judged: Judgement = NOT_EXERCISED;
    for (let i = nextFlush(step, 0); i >= 0; i = nextFlush(step, i + 1)) {
      // The flush of everything by a flush queue always has the flag.
      if (events[i]!.kind !== EventKind.sync || isEverything(events[i]!)) continue;
      const flag = events[i]!.count > 0 ? 1 : 0;
      for (let c = i + 1; c < events.length && events[c]!.kind === EventKind.command; c++) {
        if (events[c]!.count !== flag) return BROKEN;
        judged = HELD;
      }
    }
    return judged;
  },
  explain: (step) => `the walk-cache flag of a command does not match the tables of its sync: ${eventsText(step)}`,
};
