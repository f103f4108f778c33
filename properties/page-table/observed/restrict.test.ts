import { EventKind, LevelBit, ObservationWriter, Word } from '../../../model/vocabulary';
import { eventsOf, runsOf, splitRecords } from './records';
import { restrictTo } from './restrict';

const ALL = LevelBit.translations | LevelBit.entries | LevelBit.effects | LevelBit.commands;

/** Two records: one with every kind of word set, one empty. */
function observation(): Uint32Array {
  const writer = new ObservationWriter();
  writer.begin();
  for (let word = Word.ret; word <= Word.lastPhysHi; word++) writer.set(word, 100 + word);
  writer.event(EventKind.sync, 1, 0x1000, 0, 0x1fff, 0);
  writer.event(EventKind.dirty, 0, 0x2000, 0, 0x2fff, 0);
  writer.event(EventKind.command, 1, 0x3000, 0, 0x3fff, 0);
  writer.run(15, 0, 2, 7, 0);
  writer.run(0, 5, 1, 0x1001, 0x7000_0000);
  writer.end();
  writer.begin();
  writer.end();
  return writer.view().slice();
}

const restricted = (levels: number) => {
  const words = restrictTo(observation(), levels);
  const [first, second] = splitRecords(words);
  expect(second!.at + second!.length).toBe(words.length);
  const kinds = eventsOf(words, first!.at).map(({ kind }) => kind);
  return { words, kinds, runs: runsOf(words, first!.at) };
};

test('with all levels nothing changes', () => {
  expect(restrictTo(observation(), ALL)).toEqual(observation());
});

test('results alone: return value, value and status, and the dirty intervals', () => {
  const { words, kinds, runs } = restricted(0);
  expect([...words.subarray(Word.ret, Word.status + 1)]).toEqual([101, 102, 103, 104]);
  expect([...words.subarray(Word.topLevel, Word.lastPhysHi + 1)]).toEqual(Array(8).fill(0));
  expect(kinds).toEqual([EventKind.dirty]);
  expect(runs).toEqual([]);
});

test('entries without effects: runs stay, live tables go', () => {
  const { words, kinds, runs } = restricted(LevelBit.entries);
  expect(words[Word.topLevel]).toBe(105);
  expect(words[Word.liveTables]).toBe(0);
  expect(kinds).toEqual([EventKind.dirty]);
  expect(runs.map(({ lo }) => lo)).toEqual([0, 0x1001]);
});

test('commands are a level of their own', () => {
  expect(restricted(LevelBit.effects).kinds).toEqual([EventKind.sync, EventKind.dirty]);
  expect(restricted(LevelBit.effects | LevelBit.commands).kinds).toHaveLength(3);
});
