import type { Leaf, PageTableConfig } from '../../../model/vocabulary';
import { OP_NAMES, OpKind, UNLIMITED_BUDGET } from '../../../model/vocabulary/op';
import { RangeKind, type Step } from '../../../properties/page-table/step';
import type { Facts } from '../../../properties/page-table/facts';
import { mix } from '../../behaviours/behaviour-map';
import { bucket } from '../../behaviours/buckets';
import type { Novelties } from '../../behaviours/novelties';

/** Kinds of behaviour. */
const FACTS = 0;
const LEAVES = 1;
const EVENTS = 2;
const PAIR = 3;
const HISTORY = 4;
const COUNTS = 5;
const CYCLES = 6;
const TWIN = 7;

/** Places whose history is kept; a place is what one table of small pages covers. Two may share a history. */
const PLACES = 64;
/** Changes that a history remembers, five bits each. */
const REMEMBERED = 0x7fff;
/** What a place is counted for: leaves and tables that came or went, with memory to spare or not. */
const COUNTERS = 8;
const OP_KINDS = OP_NAMES.length;
/** How often something has to happen on the same place before it is the same again. */
const MOST_CYCLES = 12;

/**
 * The behaviours of page-table cases, from the model's own steps. Fingerprints of each op: the facts that rules ask for;
 * the sizes of leaves that came and went; how many, with their tables; its effects beside the gather that it met; the
 * pair with the op before it; and of what changes something, the last changes on the same place, and how often it has
 * changed like that; and how its range lies to that of the last op of its kind in the other domain.
 */
export class PageTableFingerprint {
  private format = 0;
  private hasTwin = false;
  private flushing = 0;
  private before = 0;
  private firstBefore = -1;
  private lastBefore = -1;
  private readonly history = new Int32Array(PLACES);
  /** The last op of each kind in each domain; of a sync, what it flushed. */
  private readonly twins = Array.from({ length: 2 * OP_KINDS }, (): Twin => ({ first: -1, last: -1, tables: 0 }));
  private readonly cycles = new Uint8Array(PLACES * COUNTERS);

  constructor(private readonly novelties: Novelties) {}

  /** A case with this configuration begins. */
  begin({ format, contract, flush, queued, domains }: PageTableConfig): void {
    this.hasTwin = domains === 2;
    this.format = (format === 'amdv1' ? 1 : 0) | (contract === 'generic-pt' ? 2 : 0);
    this.flushing = this.format | (flush === 'range' ? 4 : 0) | (queued ? 8 : 0);
    this.before = 0;
    this.firstBefore = this.lastBefore = -1;
    this.history.fill(0);
    this.cycles.fill(0);
    for (const twin of this.twins) twin.first = -1;
  }

  /** The behaviours of one op; `facts` are its facts. */
  note(step: Step, facts: Facts): void {
    const { novelties } = this;
    const { op, outcome } = step;
    const what = (op.kind << 8) | (-outcome.ret & 0xff);
    novelties.show(FACTS, mix(mix(this.format, what), facts));
    novelties.show(LEAVES, mix(what, leavesOf(step)));
    novelties.show(COUNTS, mix(what, countsOf(step)));
    novelties.show(EVENTS, mix(mix(this.flushing, what), effectsOf(step)));
    const coarse = coarseOf(step);
    const where = (this.placeRelation(step) << 1) | op.domain;
    novelties.show(PAIR, mix(mix(this.before, coarse), where));
    this.noteHistory(step);
    if (this.hasTwin) this.noteTwin(step, what);
    this.before = coarse;
  }

  /** How the range of this op lies to that of the one before. */
  private placeRelation({ range, first, last }: Step): number {
    if (range !== RangeKind.proper) return 0;
    const { firstBefore, lastBefore } = this;
    this.firstBefore = first;
    this.lastBefore = last;
    if (firstBefore < 0) return 1;
    if (last < firstBefore) return last + 1 === firstBefore ? 2 : 3;
    if (first > lastBefore) return lastBefore + 1 === first ? 4 : 3;
    if (first === firstBefore) return last === lastBefore ? 5 : 6;
    return last === lastBefore ? 7 : 8;
  }

  private noteTwin({ op, range, first, last, gatherBefore }: Step, what: number): void {
    const isSync = op.kind === OpKind.sync;
    if (isSync ? gatherBefore.empty : range !== RangeKind.proper) return;
    const own = this.twins[2 * op.kind + op.domain]!;
    const other = this.twins[2 * op.kind + 1 - op.domain]!;
    own.first = isSync ? gatherBefore.start : first;
    own.last = isSync ? gatherBefore.end : last;
    own.tables = Math.min(gatherBefore.tables, 3);
    if (other.first < 0) return;
    const isSame = own.first === other.first && own.last === other.last;
    const relation = isSame ? 2 : own.first <= other.last && own.last >= other.first ? 1 : 0;
    this.novelties.show(TWIN, mix(mix(what, relation), (own.tables << 2) | other.tables));
  }

  private noteHistory(step: Step): void {
    const change = changeOf(step);
    if (step.range !== RangeKind.proper || change === 0) return;
    const { op, first } = step;
    const place = mix(mix(op.domain, Math.floor(first / 512) | 0), Math.floor(first / 2 ** 41)) & (PLACES - 1);
    const before = this.history[place]!;
    this.novelties.show(HISTORY, mix(mix(before, change), this.format));
    this.history[place] = ((before << 5) | change) & REMEMBERED;
    this.countCycle(place, change, step.budgetBefore < UNLIMITED_BUDGET);
  }

  private countCycle(place: number, change: number, isShort: boolean): void {
    for (let bit = 0; bit < COUNTERS / 2; bit++) {
      if ((change & (1 << bit)) === 0) continue;
      const counter = bit * 2 + (isShort ? 1 : 0);
      const at = place * COUNTERS + counter;
      if (this.cycles[at]! === MOST_CYCLES) continue;
      this.cycles[at]!++;
      this.novelties.show(CYCLES, mix(mix(this.format, counter), this.cycles[at]!));
    }
  }
}

/** Where an op went. */
interface Twin {
  /** Page; below 0: there was none. */
  first: number;
  last: number;
  /** Tables that waited in the gather, 3 for more. */
  tables: number;
}

/** The op in a byte: its kind, whether it failed, what changed. */
function coarseOf({ op, outcome }: Step): number {
  let coarse = op.kind + 1;
  if (outcome.ret !== 0) coarse |= 16;
  if (outcome.added.length > 0) coarse |= 32;
  if (outcome.removed.length > 0) coarse |= 64;
  if (outcome.tablesAdded.length + outcome.tablesRemoved.length > 0) coarse |= 128;
  return coarse;
}

/** What the op changed, in five bits; 0: nothing. */
function changeOf({ outcome }: Step): number {
  const { added, removed, dirtied, tablesAdded, tablesRemoved, ret } = outcome;
  let change = 0;
  if (added.length > 0) change |= 1;
  if (removed.length > 0) change |= 2;
  if (tablesAdded.length > 0) change |= 4;
  if (tablesRemoved.length > 0) change |= 8;
  if (dirtied.length > 0 || (change !== 0 && ret !== 0)) change |= 16;
  return change;
}

/** Sizes at both ends of what came and went, and whether what went was more than was asked for. */
const leavesOf = ({ outcome: { added, removed }, first, last }: Step): number =>
  mix(mix(ends(added), ends(removed)), beyond(removed, first, last));

/** How many leaves and tables came and went, and the top. */
function countsOf({ outcome, topBefore }: Step): number {
  const { added, removed, tablesAdded, tablesRemoved, dirtied, topLevel } = outcome;
  const leaves = (bucket(added.length) << 4) | bucket(removed.length);
  const tables = (bucket(tablesAdded.length) << 4) | bucket(tablesRemoved.length);
  const grown = Math.min(Math.max(topLevel - topBefore, 0), 3);
  return mix(leaves, (tables << 4) | (grown << 2) | Math.min(dirtied.length, 3));
}

const ends = (leaves: readonly Leaf[]): number =>
  leaves.length === 0 ? 0 : (sizeOf(leaves[0]!) << 8) | sizeOf(leaves[leaves.length - 1]!);
/** Size and items: a contiguous entry is another thing than one item of the same level. */
const sizeOf = ({ lg, items }: Leaf): number => (lg << 1) | (items > 1 ? 1 : 0);

/** Whether a leaf that went began before the range, or ended behind it. */
function beyond(removed: readonly Leaf[], first: number, last: number): number {
  if (removed.length === 0) return 0;
  const tail = removed[removed.length - 1]!;
  return 1 | (removed[0]!.page < first ? 2 : 0) | (tail.page + 2 ** (tail.lg - 12) - 1 > last ? 4 : 0);
}

/** Kinds of event, tables freed at once or held back, and the gather before. */
function effectsOf({ outcome, gatherBefore, budgetBefore, op }: Step): number {
  let kinds = 0;
  for (let i = 0; i < outcome.events.length; i++) kinds |= 1 << outcome.events[i]!.kind;
  const gather = (gatherBefore.empty ? 0 : 1) | (bucket(gatherBefore.tables) << 1);
  const budget = budgetBefore > 4 ? 5 : budgetBefore;
  return mix(
    mix(kinds, gather),
    (bucket(outcome.frees) << 16) | (bucket(outcome.allocations) << 8) | (budget << 4) | op.flags,
  );
}
