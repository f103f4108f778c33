import type { EventKind, Observation } from '../../../../model/vocabulary';
import { EVENT_WORDS, OBSERVATION_HEADER, RUN_WORDS, Word } from '../../../../model/vocabulary/observation';
import { rawU64 } from '../../../../model/vocabulary/units';

export interface RecordedEvent {
  readonly kind: EventKind;
  readonly count: number;
  readonly start: bigint;
  readonly end: bigint;
}
export interface RecordedRun {
  readonly level: number;
  readonly index: number;
  readonly count: number;
  readonly raw: bigint;
  /** First byte that the run translates (0 for a marker). */
  readonly iova: bigint;
}
export interface DecodedRecord {
  readonly ret: number;
  readonly value: bigint;
  readonly status: number;
  readonly topLevel: number;
  readonly liveTables: number;
  readonly allocations: number;
  readonly frees: number;
  readonly firstPhys: bigint;
  readonly lastPhys: bigint;
  readonly events: readonly RecordedEvent[];
  readonly runs: readonly RecordedRun[];
}

/** The records of an observation as objects, for assertions. */
export function decodeRecords(observation: Observation): DecodedRecord[] {
  const { words } = observation;
  const records: DecodedRecord[] = [];
  for (let at = 0; at < words.length; at += words[at]!) records.push(decodeRecord(words.subarray(at, at + words[at]!)));
  return records;
}

function decodeRecord(w: Uint32Array): DecodedRecord {
  const u64 = (word: number): bigint => rawU64(w[word]!, w[word + 1]!);
  const events: RecordedEvent[] = [];
  let at = OBSERVATION_HEADER;
  for (let i = 0; i < w[Word.events]!; i++, at += EVENT_WORDS) {
    events.push({ kind: w[at]! as EventKind, count: w[at + 1]!, start: u64(at + 2), end: u64(at + 4) });
  }
  return {
    ret: w[Word.ret]! | 0,
    value: u64(Word.valueLo),
    status: w[Word.status]!,
    topLevel: w[Word.topLevel]!,
    liveTables: w[Word.liveTables]!,
    allocations: w[Word.allocations]!,
    frees: w[Word.frees]!,
    firstPhys: u64(Word.firstPhysLo),
    lastPhys: u64(Word.lastPhysLo),
    events,
    runs: decodeRuns(w, at),
  };
}

/** Pre-order: the tables on the way down to a run are the last runs seen of each higher level. */
function decodeRuns(w: Uint32Array, from: number): RecordedRun[] {
  const tableStart: bigint[] = new Array<bigint>(17).fill(0n);
  const runs: RecordedRun[] = [];
  for (let at = from; at < w.length; at += RUN_WORDS) {
    const level = w[at]! >>> 28;
    const index = (w[at]! >>> 16) & 0xfff;
    const iova = level === 15 ? 0n : tableStart[level]! + (BigInt(index) << BigInt(12 + 9 * level));
    if (level === 15) tableStart.fill(0n);
    else if (level > 0) tableStart[level - 1] = iova;
    runs.push({ level, index, count: w[at]! & 0xffff, raw: rawU64(w[at + 1]!, w[at + 2]!), iova });
  }
  return runs;
}
