import type { ByteOffset, IovaPage, Op } from '../../../../model/vocabulary';
import { RunFlag, Word } from '../../../../model/vocabulary/observation';
import { OpKind } from '../../../../model/vocabulary/op';
import { EventKind, Status } from '../../../../model/vocabulary/outcome';
import { hiOf, loOf } from '../../../../model/vocabulary/units';
import type { Domain } from '../domain';
import { Request } from '../request';
import { dumpTree, dumpWindow } from './tree-dump';

/** Statuses after which no further op is run. */
export const ENDS = Status.bug | Status.fault | Status.hang;

/** The range whose edges and window are reported. One object for all: nothing is kept between records. */
const observed = new Request();

/** Result, counters and the gather's state of the op that ended, into the current record. */
export function recordOutcome(d: Domain, op: Op, status: number): void {
  const { recorder } = d;
  const returned = (status & ENDS) === 0;
  if (returned && (op.kind === OpKind.unmap || op.kind === OpKind.readAndClearDirty)) {
    const { start, startOffset, end, endOffset, tables } = d.gather;
    recorder.event(EventKind.gather, tables.length, start, startOffset, end, endOffset);
  }
  recorder.flushFrees();
  const { writer } = recorder;
  const page = Math.floor(d.value);
  const offset = d.valueOffset + (d.value - page) * 4096;
  writer.set(Word.ret, d.ret);
  writer.set(Word.valueLo, loOf(page, offset));
  writer.set(Word.valueHi, hiOf(page));
  writer.set(Word.status, status | (d.warnings & Status.warnings));
  writer.set(Word.topLevel, d.top);
  writer.set(Word.liveTables, d.liveTables);
  writer.set(Word.allocations, d.allocations);
  writer.set(Word.frees, d.frees);
}

/** What translates now: the edges of the op's range, the entries of its window or all domains' trees. */
export function recordState(d: Domain, domains: readonly Domain[], op: Op, flags: number): void {
  const rawPointers = (flags & RunFlag.rawPointers) !== 0;
  const hasRange = op.kind !== OpKind.sync && op.kind !== OpKind.budget;
  if (hasRange) observe(op);
  if (hasRange && (flags & RunFlag.edges) !== 0) {
    recordPhys(d, Word.firstPhysLo, observed.first, observed.firstOffset);
    recordPhys(d, Word.lastPhysLo, observed.last, observed.lastOffset);
  }
  if ((flags & RunFlag.treeEach) !== 0) {
    for (const domain of domains) dumpTree(domain, rawPointers);
  } else if (hasRange && (flags & RunFlag.windows) !== 0) {
    dumpWindow(d, observed.first - 1, observed.last + 1, rawPointers);
  }
}

function recordPhys(d: Domain, word: number, page: IovaPage, offset: ByteOffset): void {
  const oa = d.parts.coreIovaToPhys(d, page);
  if (oa < 0) return;
  d.recorder.writer.set(word, loOf(oa, offset));
  d.recorder.writer.set(word + 1, hiOf(oa));
}

/** A range of one byte where the op has no length, length 0, or wraps. */
function observe(op: Op): void {
  if (op.segments === null) {
    observed.setRange(op.iova, op.iovaOffset, op.len, op.lenOffset);
  } else {
    let len = 0;
    let lenOffset = 0;
    for (const segment of op.segments) {
      lenOffset += segment.lenOffset;
      len += segment.len + (lenOffset >> 12);
      lenOffset &= 4095;
    }
    observed.setRange(op.iova, op.iovaOffset, len, lenOffset);
  }
  const isOneByte = op.kind === OpKind.iovaToPhys || op.kind === OpKind.setDirty;
  if (isOneByte || observed.isEmpty || observed.wraps) observed.setRange(op.iova, op.iovaOffset, 0, 1);
}
