/**
 * The wire format of observations: what a subject reports of one op, and what the model expects, in the same words, so
 * that the judge compares them as memory. reference/c/include/iommu_conformance.h describes the same layout for C.
 *
 * One record per op, all words unsigned 32-bit, little endian:
 *
 *     0  words of this record, this one included
 *     1  ret (int32)                       2,3   value (lo, hi)
 *     4  status (Status)                   5     top level
 *     6  live table pages                  7     allocations in this op
 *     8  table pages freed in this op      9,10  iova_to_phys of the first byte (lo, hi)
 *     11,12 iova_to_phys of the last byte  13    number of events E      14    number of entry runs N
 *     15 … E × 6: kind, count, start lo, start hi, end lo, end hi
 *        … N × 3: level << 28 | index << 16 | count, raw lo, raw hi
 *
 * Entry runs are the walk, in pre-order, of the items that cover the **window** of the op: every non-zero item of the
 * tables on the way, from one 4 KiB page before the range to one after it, clipped to what the top table reaches.
 * Neighbouring items of one table with equal raw values are one run (`index` is the first of them); a pointer is always
 * a run of its own, followed by the walk of its child. A pointer's address bits (51:12 but for the C-bit) are
 * cleared unless RunFlag.rawPointers is set: where tables lie is the allocator's business. With RunFlag.treeEach the window is the whole space.
 *
 * After the last op comes one end record in the same layout: ret = 0, value = table pages freed by teardown,
 * live tables = table pages still allocated after it, entry runs = the whole tree of every domain just before teardown.
 */
import type { EventKind } from './outcome';
import type { ObservationLevel } from './subject';

export const OBSERVATION_HEADER = 15;
export const EVENT_WORDS = 6;
export const RUN_WORDS = 3;

/** Word offsets within a record. */
export const Word = {
  length: 0,
  ret: 1,
  valueLo: 2,
  valueHi: 3,
  status: 4,
  topLevel: 5,
  liveTables: 6,
  allocations: 7,
  frees: 8,
  firstPhysLo: 9,
  firstPhysHi: 10,
  lastPhysLo: 11,
  lastPhysHi: 12,
  events: 13,
  runs: 14,
} as const;

/** What to report in a run of a trace. */
export const RunFlag = {
  /** Entry runs of the window after every op. Without it no op has entry runs. */
  windows: 1,
  /** The whole tree instead of the window after every op. */
  treeEach: 2,
  /** The whole tree in the end record. */
  treeEnd: 4,
  /** Pointers keep their address bits. */
  rawPointers: 8,
  /** iova_to_phys of the range's edges after every op. */
  edges: 16,
} as const;

/** Levels as bits. `results` is not among them: it must always be reported. */
export const LevelBit = {
  translations: 1,
  entries: 2,
  effects: 4,
  commands: 8,
} as const;

/** A set of levels: bits of LevelBit. Words of the levels outside of it are 0 (docs/protocol.md, Levels). */
export type LevelMask = number;

/** The mask of `levels`. */
export function levelMask(levels: readonly ObservationLevel[]): LevelMask {
  let mask = 0;
  for (const level of levels) if (level !== 'results') mask |= LevelBit[level];
  return mask;
}

/** Collects records into one growing buffer. Used by the model for what it expects and by TypeScript subjects. */
export class ObservationWriter {
  words = new Uint32Array(1 << 16);
  length = 0;
  private record = 0;
  private lastRun = -1;

  reset(): void {
    this.length = 0;
  }

  /** Starts a record; the header is all zero until set. Returns its place in `words`, which stands until the next append. */
  begin(): number {
    this.reserve(OBSERVATION_HEADER);
    this.record = this.length;
    this.lastRun = -1;
    // A loop, because fill() leaves the optimized code for so few words.
    const end = this.record + OBSERVATION_HEADER;
    for (let at = this.record; at < end; at++) this.words[at] = 0;
    this.length = end;
    return this.record;
  }

  /** Sets header word `word` (see Word) of the current record. */
  set(word: number, value: number): void {
    this.words[this.record + word] = value;
  }

  /** Appends an event; all events of a record come before its first run. */
  event(kind: EventKind, count: number, startLo: number, startHi: number, endLo: number, endHi: number): void {
    this.reserve(EVENT_WORDS);
    const at = this.length;
    const words = this.words;
    words[at] = kind;
    words[at + 1] = count;
    words[at + 2] = startLo;
    words[at + 3] = startHi;
    words[at + 4] = endLo;
    words[at + 5] = endHi;
    this.length = at + EVENT_WORDS;
    words[this.record + Word.events]!++;
  }

  /** Appends `count` items from `index` on; merges with the run before it where the format says so. */
  run(level: number, index: number, count: number, lo: number, hi: number, isPointer = false): void {
    if (isPointer) {
      this.pointer(level, index, count, lo, hi);
      return;
    }
    const words = this.words;
    const last = this.lastRun;
    if (last >= 0 && words[last + 1] === lo >>> 0 && words[last + 2] === hi >>> 0) {
      const head = words[last]!;
      if (head >>> 28 === level && ((head >>> 16) & 0xfff) + (head & 0xffff) === index) {
        words[last] = head + count;
        return;
      }
    }
    const at = this.length;
    this.pointer(level, index, count, lo, hi);
    this.lastRun = at;
  }

  /** Appends a run that nothing merges with: a pointer, or the marker of a domain, whose level is in place of `count`. */
  pointer(level: number, index: number, count: number, lo: number, hi: number): void {
    this.reserve(RUN_WORDS);
    const at = this.length;
    const words = this.words;
    words[at] = ((level << 28) | (index << 16) | count) >>> 0;
    words[at + 1] = lo;
    words[at + 2] = hi;
    this.length = at + RUN_WORDS;
    words[this.record + Word.runs]!++;
    this.lastRun = -1;
  }

  /** Ends a table: a run never continues from one table into another. */
  tableBreak(): void {
    this.lastRun = -1;
  }

  /** Completes the record's length word. */
  end(): void {
    this.words[this.record] = this.length - this.record;
  }

  /** The words so far. */
  view(): Uint32Array {
    return this.words.subarray(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.words.length) return;
    const bigger = new Uint32Array(this.words.length * 2);
    bigger.set(this.words);
    this.words = bigger;
  }
}
