import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize } from 'node:v8';
import type { CorpusEntry } from '../corpus/corpus';
import { packTrace } from '../corpus/packed-trace';
import { CorpusPacks } from './corpus-packs';

let path: string;
beforeEach(() => (path = mkdtempSync(join(tmpdir(), 'packs-'))));
afterEach(() => rmSync(path, { recursive: true }));

const entry = (id: number): CorpusEntry => ({
  id,
  trace: packTrace({ machine: 'counter', config: {}, ops: [{ kind: 'add', n: id }] }),
  origin: [{ caseNumber: id, draws: 3 }],
  novelties: [{ behaviour: 7, ops: 1, draws: 2 }],
});
const idsOf = (packs: CorpusPacks): number[] => [...packs.entries()].map(({ id }) => id);
const reopened = (...wanted: number[]): CorpusPacks => CorpusPacks.open(path, new Set(wanted));
/** What the packs hold, alive or not. */
const onDisk = (): number[] =>
  readdirSync(path).flatMap((name) =>
    (deserialize(readFileSync(join(path, name))) as CorpusEntry[]).map(({ id }) => id),
  );
/** A folder with a pack for each list of entries. */
const written = (...saves: number[][]): CorpusPacks => {
  const packs = new CorpusPacks(path);
  for (const ids of saves) {
    for (const id of ids) packs.add(entry(id));
    packs.write();
    packs.sweep();
  }
  return packs;
};

test('a save is one file, whole as it was; nothing new is no file', () => {
  const packs = written([1, 2], [], [3]);
  expect(readdirSync(path)).toEqual(['00000001.pack', '00000002.pack']);
  expect([...reopened(1, 2, 3).entries()]).toEqual([entry(1), entry(2), entry(3)]);
  expect(idsOf(packs)).toEqual([1, 2, 3]);
});

test('an entry that comes and goes between two saves is never written', () => {
  const packs = written([1]);
  packs.add(entry(2));
  packs.drop(2);
  packs.write();
  expect(onDisk()).toEqual([1]);
});

test('a pack goes when its last entry is dead, and not before the state that no longer speaks of it', () => {
  const packs = written([1], [2, 3, 4]);
  packs.drop(1);
  packs.write();
  expect(onDisk()).toEqual([1, 2, 3, 4]);
  packs.sweep();
  expect(onDisk()).toEqual([2, 3, 4]);
});

test('where the dead are more than the living, the living move together', () => {
  const packs = written([1, 2, 3], [4, 5, 6]);
  for (const id of [1, 2, 4, 5]) packs.drop(id);
  packs.write();
  packs.sweep();
  expect(readdirSync(path)).toEqual(['00000003.pack']);
  expect(idsOf(reopened(3, 6))).toEqual([3, 6]);
});

test('entries that came after the state are left out, and numbers are not used twice', () => {
  written([1], [2], [3]);
  const packs = reopened(1, 2);
  expect(idsOf(packs)).toEqual([1, 2]);
  expect(packs.entry(3)).toBeNull();
  packs.add(entry(3));
  packs.write();
  packs.sweep();
  expect(readdirSync(path)).toEqual(['00000001.pack', '00000002.pack', '00000004.pack']);
});
