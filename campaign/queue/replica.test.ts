import type { CorpusEntry } from '../corpus/corpus';
import type { EpochUpdate } from '../crew/task';
import { pack, unpack } from './pack';
import { Replica } from './replica';

/** Entries are handed on as they are: what is in their traces does not matter. */
const entry = (id: number): CorpusEntry =>
  ({ id, trace: Uint8Array.of(id), origin: null, novelties: [] }) as unknown as CorpusEntry;
const update = (
  epoch: number,
  added: number[],
  removed: number[],
  learned: number[],
  energies: number[],
): EpochUpdate => ({
  epoch,
  corpus: { added: added.map(entry), removed, energies: Float64Array.from(energies) },
  learned: Int32Array.from(learned),
});

test('all updates in one: entries in the order in which they came, the fewest ops of each behaviour', () => {
  const replica = new Replica();
  replica.take(update(0, [5, 9], [], [1, 20, 2, 30], [1, 1]));
  replica.take(update(1, [11], [5], [2, 10, 3, 7], [1, 0.5]));
  expect(replica.snapshot()).toEqual(update(1, [9, 11], [], [1, 20, 2, 10, 3, 7], [1, 0.5]));
});

test('an update comes out of the queue as it went in', () => {
  const one = update(3, [1], [2], [4, 5], [0.25]);
  expect(unpack<EpochUpdate>(pack(one))).toEqual(one);
  expect(unpack(pack({ sizes: 0xfff7_ffff_ffff_f000n }))).toEqual({ sizes: 0xfff7_ffff_ffff_f000n });
});
