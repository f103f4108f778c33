/** Writes what a subject must report, word for word: docs/protocol.md. */
import type { IovaPage, LevelMask, ObservationWriter, Op, Outcome } from '../vocabulary';
import { LevelBit, RunFlag, Word } from '../vocabulary/observation';
import { OpKind } from '../vocabulary/op';
import { EventKind } from '../vocabulary/outcome';
import { ALL_PAGES, ITEM_PAGES, hiOf, itemIndex, loOf } from '../vocabulary/units';
import type { Domain } from './domain';
import { DIRTY_LO } from './formats/amdv1';
import type { Edges } from './range';
import { ITEMS, type LeafNode, type Table } from './table';

/** Level of the marker run that stands before each domain's tree. */
const MARKER_LEVEL = 15;

/** The header and events of one op. */
export function writeOutcome(
  writer: ObservationWriter,
  outcome: Outcome,
  op: Op,
  flags: number,
  levels: LevelMask,
): void {
  const at = writer.begin();
  const { words } = writer;
  words[at + Word.ret] = outcome.ret;
  words[at + Word.valueLo] = loOf(outcome.value, outcome.valueOffset);
  words[at + Word.valueHi] = hiOf(outcome.value);
  words[at + Word.status] = outcome.status;
  if ((levels & LevelBit.entries) !== 0) words[at + Word.topLevel] = outcome.topLevel;
  if ((levels & LevelBit.effects) !== 0) {
    words[at + Word.liveTables] = outcome.liveTables;
    words[at + Word.allocations] = outcome.allocations;
    words[at + Word.frees] = outcome.frees;
  }
  const hasEdges = op.kind !== OpKind.sync && op.kind !== OpKind.budget;
  if (hasEdges && (flags & RunFlag.edges) !== 0 && (levels & LevelBit.translations) !== 0) {
    words[at + Word.firstPhysLo] = loOf(outcome.firstPhys, outcome.firstPhysOffset);
    words[at + Word.firstPhysHi] = hiOf(outcome.firstPhys);
    words[at + Word.lastPhysLo] = loOf(outcome.lastPhys, outcome.lastPhysOffset);
    words[at + Word.lastPhysHi] = hiOf(outcome.lastPhys);
  }
  const { events } = outcome;
  for (let i = 0; i < events.length; i++) {
    const { kind, count, start, startOffset, end, endOffset } = events[i]!;
    if ((levels & levelOf(kind)) === 0 && kind !== EventKind.dirty) continue;
    writer.event(kind, count, loOf(start, startOffset), hiOf(start), loOf(end, endOffset), hiOf(end));
  }
}

const levelOf = (kind: EventKind): LevelMask => (kind === EventKind.command ? LevelBit.commands : LevelBit.effects);

/** The entries around the range of an op: one page more on either side, as far as the top table's items reach. */
export function writeWindow(writer: ObservationWriter, domain: Domain, { first, last }: Edges): void {
  const from = first === 0 ? 0 : first - 1;
  const to = Math.min(last + 1, ALL_PAGES - 1, ITEM_PAGES[domain.top.level + 1]! - 1);
  if (domain.paging && from <= to) writeTable(writer, domain.top, from, to);
}

/** Marker and whole tree of every domain. */
export function writeTrees(writer: ObservationWriter, domains: readonly Domain[], levels: LevelMask): void {
  for (const [index, domain] of domains.entries()) {
    const live = (levels & LevelBit.effects) !== 0 ? domain.live : 0;
    writer.pointer(MARKER_LEVEL, index, domain.top.level, live, 0);
    writeTable(writer, domain.top, 0, ALL_PAGES - 1);
  }
}

/** Pre-order walk of the items of `table` whose span meets [first, last]. */
function writeTable(writer: ObservationWriter, table: Table, first: IovaPage, last: IovaPage): void {
  const { level, slots, page: start } = table;
  let index = first > start ? itemIndex(first, level) : 0;
  if (index < table.low) index = table.low;
  let to = last < start + ITEMS * ITEM_PAGES[level]! - 1 ? itemIndex(last, level) : ITEMS - 1;
  if (to > table.high) to = table.high;
  while (index <= to) {
    const item = slots[index]!;
    if (item === null) {
      index++;
    } else if (item.isTable) {
      writer.pointer(level, index, 1, item.lo, item.hi);
      writeTable(writer, item, first, last);
      writer.tableBreak();
      index++;
    } else {
      index = writeLeaf(writer, table, item, index, to);
    }
  }
}

/** The items of `leaf` from `index` up to `to`, as far as they are alike; returns the index after them. */
function writeLeaf(writer: ObservationWriter, table: Table, leaf: LeafNode, index: number, to: number): number {
  const { items, lo, hi } = leaf;
  if (leaf.dirty !== 0 || leaf.found !== items) {
    writer.run(table.level, index, 1, table.isDirty(index) ? lo | DIRTY_LO : lo, hi);
    return index + 1;
  }
  const end = items === 1 ? index + 1 : Math.min(to, index | (items - 1)) + 1;
  writer.run(table.level, index, end - index, lo, hi);
  return end;
}
