import type { Event, EventKind } from '../../../model/vocabulary';
import { EVENT_WORDS, OBSERVATION_HEADER, RUN_WORDS, Word } from '../../../model/vocabulary/observation';
import { offsetOf, pageOf } from '../../../model/vocabulary/units';

/** Where one record lies in the words of an observation. */
export interface RecordAt {
  readonly at: number;
  readonly length: number;
}

/** Splits the words of an observation into records: one per op that ran, and the end record. */
export function splitRecords(words: Uint32Array): RecordAt[] {
  const records: RecordAt[] = [];
  for (let at = 0; at < words.length;) {
    const length = words[at]!;
    if (length < OBSERVATION_HEADER || at + length > words.length) {
      throw new RangeError(`observation word ${at}: a record of ${length} words does not fit`);
    }
    records.push({ at, length });
    at += length;
  }
  return records;
}

/** The events of the record at `at`. */
export function eventsOf(words: Uint32Array, at: number): Event[] {
  const events: Event[] = [];
  const first = at + OBSERVATION_HEADER;
  for (let e = 0; e < words[at + Word.events]!; e++) {
    const w = first + e * EVENT_WORDS;
    events.push({
      kind: words[w]! as EventKind,
      count: words[w + 1]!,
      start: pageOf(words[w + 2]!, words[w + 3]!),
      startOffset: offsetOf(words[w + 2]!),
      end: pageOf(words[w + 4]!, words[w + 5]!),
      endOffset: offsetOf(words[w + 4]!),
    });
  }
  return events;
}

/** Neighbouring items of one table with one raw value. */
export interface Run {
  readonly level: number;
  readonly index: number;
  readonly count: number;
  readonly lo: number;
  readonly hi: number;
}

/** Level of the marker run that starts a domain's tree. */
export const MARKER_LEVEL = 15;

/** Word of the first entry run of the record at `at`. */
export const firstRunOf = (words: Uint32Array, at: number): number =>
  at + OBSERVATION_HEADER + words[at + Word.events]! * EVENT_WORDS;

/** True if the records at `a` and `b` have the same entry runs. */
export function sameRuns(words: Uint32Array, a: number, b: number): boolean {
  const count = words[a + Word.runs]! * RUN_WORDS;
  if (count !== words[b + Word.runs]! * RUN_WORDS) return false;
  const [x, y] = [firstRunOf(words, a), firstRunOf(words, b)];
  for (let w = 0; w < count; w++) if (words[x + w] !== words[y + w]) return false;
  return true;
}

/** The entry runs of the record at `at`. */
export function runsOf(words: Uint32Array, at: number): Run[] {
  const runs: Run[] = [];
  const first = firstRunOf(words, at);
  for (let r = 0; r < words[at + Word.runs]!; r++) {
    const w = first + r * RUN_WORDS;
    const head = words[w]!;
    runs.push({
      level: head >>> 28,
      index: (head >>> 16) & 0xfff,
      count: head & 0xffff,
      lo: words[w + 1]!,
      hi: words[w + 2]!,
    });
  }
  return runs;
}
