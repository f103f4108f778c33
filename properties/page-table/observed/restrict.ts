import type { LevelMask } from '../../../model/vocabulary';
import { EVENT_WORDS, LevelBit, OBSERVATION_HEADER, RUN_WORDS, Word } from '../../../model/vocabulary/observation';
import { EventKind } from '../../../model/vocabulary/outcome';
import { MARKER_LEVEL, splitRecords } from './records';

/**
 * An observation as a subject would have given it that reports only `levels`: words of the other levels are 0, their
 * events and entry runs left out (docs/protocol.md, Levels). The result is a copy.
 */
export function restrictTo(words: Uint32Array, levels: LevelMask): Uint32Array {
  const out = new Uint32Array(words.length);
  let length = 0;
  for (const { at } of splitRecords(words)) {
    const start = length;
    out.set(words.subarray(at, at + OBSERVATION_HEADER), start);
    clearHeader(out, start, levels);
    length += OBSERVATION_HEADER;
    const firstEvent = at + OBSERVATION_HEADER;
    const events = words[at + Word.events]!;
    out[start + Word.events] = 0;
    for (let e = firstEvent; e < firstEvent + events * EVENT_WORDS; e += EVENT_WORDS) {
      if (!keepsEvent(words[e]!, levels)) continue;
      out.set(words.subarray(e, e + EVENT_WORDS), length);
      length += EVENT_WORDS;
      out[start + Word.events]!++;
    }
    if ((levels & LevelBit.entries) === 0) {
      out[start + Word.runs] = 0;
    } else {
      const firstRun = firstEvent + events * EVENT_WORDS;
      const runWords = words[at + Word.runs]! * RUN_WORDS;
      out.set(words.subarray(firstRun, firstRun + runWords), length);
      if ((levels & LevelBit.effects) === 0) clearLiveTables(out, length, runWords);
      length += runWords;
    }
    out[start + Word.length] = length - start;
  }
  return out.subarray(0, length);
}

function clearHeader(out: Uint32Array, start: number, levels: LevelMask): void {
  if ((levels & LevelBit.entries) === 0) out[start + Word.topLevel] = 0;
  if ((levels & LevelBit.effects) === 0) out.fill(0, start + Word.liveTables, start + Word.frees + 1);
  if ((levels & LevelBit.translations) === 0) out.fill(0, start + Word.firstPhysLo, start + Word.lastPhysHi + 1);
}

/** Dirty intervals are results; commands are a level of their own. */
function keepsEvent(kind: number, levels: LevelMask): boolean {
  if (kind === EventKind.dirty) return true;
  return (levels & (kind === EventKind.command ? LevelBit.commands : LevelBit.effects)) !== 0;
}

/** The marker run of each domain carries its live tables, which belong to the effects. */
function clearLiveTables(out: Uint32Array, first: number, words: number): void {
  for (let r = first; r < first + words; r += RUN_WORDS) if (out[r]! >>> 28 === MARKER_LEVEL) out[r + 1] = 0;
}
