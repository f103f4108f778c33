// From the modules themselves: the index re-exports through getters, and this runs for every record.
import { EVENT_WORDS, OBSERVATION_HEADER, RUN_WORDS, Word } from '../model/vocabulary/observation';
import { EventKind, Status } from '../model/vocabulary/outcome';

/** What is wrong with the records of a run, and with which of them: its number is that of the op. */
export interface RecordFault {
  readonly record: number;
  readonly detail: string;
}

const STOPS = Status.bug | Status.fault | Status.hang;
const LAST_EVENT_KIND = Math.max(...Object.values(EventKind));
const ITEMS = 512;
const TOP_LEVEL_MAX = 5;
/** Level of the marker run that opens a domain's tree (docs/protocol.md). */
const MARKER_LEVEL = 15;
const DOMAINS_MAX = 2;

/**
 * Checks that `words` are the records of a run of `ops` ops, as model/vocabulary/observation.ts lays them out: whether
 * they can be decoded, not whether they are right. Returns null if they can.
 *
 * It runs on every observation of a foreign subject, so it only hops from record to record.
 */
export function validateRecords(words: Uint32Array, ops: number): RecordFault | null {
  let record = 0;
  let at = 0;
  let stopped = false;
  for (; at < words.length; record++) {
    const detail = detailOf(words, at);
    if (detail !== null) return { record, detail };
    const isEnd = at + words[at]! === words.length;
    if (isEnd) break;
    if (stopped) return { record, detail: 'ops go on after BUG, FAULT or HANG' };
    if (record >= ops) return { record, detail: `more records than ${ops} ops and the end` };
    stopped = (words[at + Word.status]! & STOPS) !== 0;
    at += words[at]!;
  }
  if (at >= words.length) return { record, detail: 'no end record' };
  if (record < ops && !stopped) return { record, detail: `it ends without a reason after ${record} of ${ops} ops` };
  return null;
}

function detailOf(words: Uint32Array, at: number): string | null {
  const length = words[at]!;
  if (length < OBSERVATION_HEADER) return `a length of ${length} words is less than its header`;
  if (length > words.length - at) return `a length of ${length} words, with ${words.length - at} left`;
  const events = words[at + Word.events]!;
  const runs = words[at + Word.runs]!;
  if (OBSERVATION_HEADER + events * EVENT_WORDS + runs * RUN_WORDS !== length) {
    return `${events} events and ${runs} entry runs do not make ${length} words`;
  }
  if (words[at + Word.topLevel]! > TOP_LEVEL_MAX) return `top level ${words[at + Word.topLevel]!}`;
  let word = at + OBSERVATION_HEADER;
  for (let e = 0; e < events; e++, word += EVENT_WORDS) {
    const kind = words[word]!;
    if (kind === 0 || kind > LAST_EVENT_KIND) return `event ${e} is of kind ${kind}`;
  }
  for (let r = 0; r < runs; r++, word += RUN_WORDS) {
    if (!isRunHead(words[word]!)) return `entry run ${r} has the head 0x${words[word]!.toString(16)}`;
  }
  return null;
}

function isRunHead(head: number): boolean {
  const level = head >>> 28;
  const index = (head >>> 16) & 0xfff;
  const count = head & 0xffff;
  if (level === MARKER_LEVEL) return index < DOMAINS_MAX && count <= TOP_LEVEL_MAX;
  return level <= TOP_LEVEL_MAX && count > 0 && index + count <= ITEMS;
}
