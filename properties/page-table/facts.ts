import type { Leaf, Op, PageTableConfig } from '../../model/vocabulary';
import { Errno } from '../../model/vocabulary/errno';
import { OpKind, isMap, isUnmap } from '../../model/vocabulary/op';
import { EventKind, Status } from '../../model/vocabulary/outcome';
import { Prot } from '../../model/vocabulary/prot';
import { ITEM_PAGES, pagesOf } from '../../model/vocabulary/units';
import { RangeKind, type Step } from './step';

/**
 * What may be true of a step, a bit each. They are found once per step; a rule that names some in `when` is asked only
 * where one of them holds. Each is cheap and errs on the side of asking: what a rule judges, it decides itself.
 */
export const Fact = {
  /** The op returned an error; it returned 0. */
  failed: 1 << 0,
  succeeded: 1 << 1,
  /** An allocation failed, or the op did not come to its end. */
  starved: 1 << 2,
  /** Leaves came; two or more; leaves went. */
  added: 1 << 3,
  several: 1 << 4,
  removed: 1 << 5,
  /** Tables came; tables went. */
  tablesAdded: 1 << 6,
  tablesRemoved: 1 << 7,
  /** Tables were allocated or freed, or wait on a gather that did not have them before. */
  accounts: 1 << 8,
  /** The level of the top changed, or something was said of a new top. */
  grew: 1 << 9,
  /** There are events; some that send invalidation commands; tables freed. */
  events: 1 << 10,
  flushed: 1 << 11,
  freed: 1 << 12,
  /** The state holds something that is neither an entry nor nothing. */
  anomaly: 1 << 13,
  /** Map: an argument that may be refused. Unmap: a range out of reach. */
  odd: 1 << 14,
  /** Map: it starts at IOVA 0 or physical 0, or ends with the aperture. */
  edge: 1 << 15,
  /** Range of one page. */
  onePage: 1 << 16,
  /** The first page got no new leaf in an empty place (map), or did not lose one that starts there (unmap). */
  offStart: 1 << 17,
  /** The leaves that came (map) or went (unmap) and the result are not just the range asked for. */
  uneven: 1 << 18,
  /** Lookup: there is a leaf; there is none. */
  mapped: 1 << 19,
  hole: 1 << 20,
  /** The op has flags. */
  flags: 1 << 21,
  /** Configuration: no table behind the domain; gaps may not be flushed. */
  special: 1 << 22,
  noGaps: 1 << 23,
  /** Configuration and prot: C-bit on RAM; C-bit and MMIO; no C-bit. A prot bit that means nothing to the format. */
  encrypted: 1 << 24,
  mmioBesideCBit: 1 << 25,
  noCBit: 1 << 26,
  neutralProt: 1 << 27,
  /** Leaf: one of several items, or not of its level's own size. */
  group: 1 << 28,
  /** Something was flushed where gaps may not be. */
  pieces: 1 << 29,
  /** Dirty bits changed. */
  dirtied: 1 << 30,
} as const;

/** A set of facts. */
export type Facts = number;

const NEUTRAL = Prot.CACHE | Prot.NOEXEC | Prot.PRIV;

/** The facts of `step`. */
export function factsOf(step: Step): Facts {
  const { op, outcome } = step;
  const { kind } = op;
  const ofConfig = factsOfConfig(step.config);
  let facts = ofConfig | factsOfRequest(op, ofConfig) | factsOfOutcome(step);
  if (outcome.events.length > 0) facts |= Fact.events | factsOfEvents(step, ofConfig);
  if (kind === OpKind.iovaToPhys) return facts | (step.state.leafAt(step.first) === null ? Fact.hole : Fact.mapped);
  if (isMap(kind)) return facts | factsOfMap(step);
  if (isUnmap(kind)) return facts | factsOfUnmap(step);
  // A sync takes what waits.
  return kind === OpKind.sync && step.gatherBefore.tables > 0 ? facts | Fact.accounts : facts;
}

/** The fact that the leaf is not simply one item of its table, or none. */
export const factsOfLeaf = (leaf: Leaf): Facts =>
  leaf.items !== 1 || leaf.found !== 1 || (leaf.lo & NEXT_LEVEL) !== 0 ? Fact.group : 0;

/** NL of a v1 entry (page-tables.md 1.1). */
const NEXT_LEVEL = 0xe00;

let askedOf: PageTableConfig | null = null;
let answer: Facts = 0;

/** The facts of the configuration, remembered for the ops of one trace. */
function factsOfConfig(config: PageTableConfig): Facts {
  if (config === askedOf) return answer;
  askedOf = config;
  answer = config.smeBit === null ? Fact.noCBit : 0;
  if (config.domainType !== 'paging') answer |= Fact.special;
  if (config.flush === 'no-gaps') answer |= Fact.noGaps;
  return answer;
}

function factsOfRequest({ prot, flags }: Op, ofConfig: Facts): Facts {
  let facts = flags !== 0 ? Fact.flags : 0;
  if ((ofConfig & Fact.noCBit) === 0) facts |= (prot & Prot.MMIO) !== 0 ? Fact.mmioBesideCBit : Fact.encrypted;
  if ((prot & NEUTRAL) !== 0) facts |= Fact.neutralProt;
  return facts;
}

function factsOfOutcome(step: Step): Facts {
  const { outcome, state } = step;
  const { ret, added, topLevel } = outcome;
  let facts = ret === 0 ? Fact.succeeded : Fact.failed;
  if (ret === Errno.ENOMEM) facts |= Fact.starved;
  if (outcome.status > Status.warnings) facts |= Fact.starved;
  if (added.length > 0) facts |= added.length > 1 ? Fact.added | Fact.several : Fact.added;
  if (outcome.removed.length > 0) facts |= Fact.removed;
  if (outcome.dirtied.length > 0) facts |= Fact.dirtied;
  if (outcome.tablesAdded.length > 0) facts |= Fact.tablesAdded;
  if (outcome.tablesRemoved.length > 0) facts |= Fact.tablesRemoved;
  if (outcome.allocations > 0 || outcome.frees > 0 || outcome.liveTables !== step.liveBefore) facts |= Fact.accounts;
  if (topLevel !== step.topBefore || state.topLevel !== step.topBefore) facts |= Fact.grew;
  if (state.anomalies.length > 0) facts |= Fact.anomaly;
  if (step.first === step.last) facts |= Fact.onePage;
  return facts;
}

function factsOfEvents({ outcome: { events }, gatherBefore }: Step, ofConfig: Facts): Facts {
  let facts = 0;
  for (let i = 0; i < events.length; i++) {
    switch (events[i]!.kind) {
      case EventKind.sync:
      case EventKind.syncMap:
      case EventKind.flush:
        facts |= (ofConfig & Fact.noGaps) !== 0 ? Fact.flushed | Fact.pieces : Fact.flushed;
        break;
      case EventKind.gather:
        if (events[i]!.count !== gatherBefore.tables) facts |= Fact.accounts;
        break;
      case EventKind.freed:
        facts |= Fact.freed;
        break;
      case EventKind.strayFree:
        facts |= Fact.accounts;
        break;
      case EventKind.top:
      case EventKind.dteFlush:
        facts |= Fact.grew;
        break;
    }
  }
  return facts;
}

function factsOfMap(step: Step): Facts {
  const { op, first, last } = step;
  const { added, removed } = step.outcome;
  let facts = isOddMap(step) ? Fact.odd : 0;
  if (op.iova === 0 || op.oa === 0 || last === step.lastAperturePage) facts |= Fact.edge;
  const started = removed.length === 0 && added.length > 0 && added[0]!.page === first;
  if (!started) facts |= Fact.offStart;
  if (removed.length > 0 || pagesIn(added) !== last - first + 1) facts |= Fact.uneven;
  return facts;
}

/** Anything but whole, aligned pages within both address spaces, off the C-bit and with a permission. */
function isOddMap(step: Step): boolean {
  const { op, config, sizes } = step;
  // A list of segments is looked at by nobody before the core cuts it into runs.
  if (op.segments !== null || sizes.length === 0 || (op.prot & (Prot.READ | Prot.WRITE)) === 0) return true;
  if (step.range !== RangeKind.proper || step.last > step.lastAperturePage) return true;
  if ((op.iovaOffset | op.oaOffset | op.lenOffset) !== 0 || op.oa + op.len >= pagesOf(config.oasz)) return true;
  if (config.smeBit !== null && (Math.floor(op.oa / pagesOf(config.smeBit)) & 1) === 1) return true;
  const min = pagesOf(sizes[0]!);
  return min > 1 && (op.iova % min !== 0 || op.oa % min !== 0 || op.len % min !== 0);
}

function factsOfUnmap(step: Step): Facts {
  const { op, outcome, first, last, config } = step;
  const { removed } = outcome;
  let facts = 0;
  if (step.range !== RangeKind.proper || last > step.lastAperturePage || last >= ITEM_PAGES[step.topBefore + 1]!) {
    facts |= Fact.odd;
  }
  if (removed.length === 0 || removed[0]!.page !== first || op.iovaOffset !== 0) facts |= Fact.offStart;
  if (config.assumptions['AMB-UNMAP-LARGER'] === 'refuse' || !removedToTheEnd(step)) facts |= Fact.uneven;
  return facts;
}

/** True if the last leaf removed ends with the range, to the byte, and the result is the length of the range. */
function removedToTheEnd({ op, outcome, first, last }: Step): boolean {
  const { removed, value, valueOffset } = outcome;
  if (removed.length === 0 || (op.iovaOffset | op.lenOffset | valueOffset) !== 0) return false;
  const tail = removed[removed.length - 1]!;
  return tail.page + pagesOf(tail.lg) - 1 === last && value === last - first + 1;
}

function pagesIn(leaves: readonly Leaf[]): number {
  let pages = 0;
  for (let i = 0; i < leaves.length; i++) pages += pagesOf(leaves[i]!.lg);
  return pages;
}
