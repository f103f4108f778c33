import type { Discovery } from '../shard';
import { Corpus } from './corpus';
import { Harvest } from './harvest';
import { packTrace, unpackTrace } from './packed-trace';

/** A case that showed behaviours, each after so many ops. */
const found = (id: number, shown: Readonly<Record<number, number>>, parent: number | null = null): Discovery => ({
  parent,
  entry: {
    id,
    trace: packTrace({
      machine: 'counter',
      config: {},
      ops: Array.from({ length: Math.max(...Object.values(shown)) }, () => id),
    }),
    origin: null,
    novelties: Object.entries(shown).map(([behaviour, ops]) => ({ behaviour: Number(behaviour), ops, draws: ops })),
  },
});
const shard = (...discoveries: Discovery[]) => ({ discoveries, spent: [] });
const idsOf = (harvest: Harvest): number[] => harvest.kept().map(({ id }) => id);

test('the smallest trace of each behaviour is kept, the first of equals', () => {
  const harvest = new Harvest();
  harvest.take(shard(found(1, { 10: 5, 11: 6 }), found(2, { 10: 3 }), found(3, { 10: 3 })));
  expect(idsOf(harvest)).toEqual([1, 2]);
  harvest.take(shard(found(4, { 11: 1 })));
  expect(idsOf(harvest)).toEqual([2, 4]);
  expect(harvest.behaviours).toBe(2);
});

test('an update says what changed since the last one, a snapshot says everything', () => {
  const harvest = new Harvest();
  const corpus = new Corpus();
  harvest.take(shard(found(1, { 10: 5 }), found(2, { 11: 5 })));
  corpus.update(harvest.update(1).corpus);
  harvest.take(shard(found(3, { 10: 4 }), found(4, { 12: 9 }), found(5, { 12: 8 })));
  const update = harvest.update(2);
  expect(update.corpus.added.map(({ id }) => id)).toEqual([3, 5]);
  expect(update.corpus.removed).toEqual([1]);
  expect([...update.learned]).toEqual([10, 4, 12, 9, 12, 8]);
  corpus.update(update.corpus);
  expect(corpus.size).toBe(harvest.size);
  expect(harvest.snapshot(2).corpus.added.map(({ id }) => id)).toEqual([2, 3, 5]);
  expect(harvest.update(3).corpus).toMatchObject({ added: [], removed: [] });
});

test('what led to something new is likelier, what led nowhere less so', () => {
  const harvest = new Harvest();
  harvest.take(shard(found(1, { 10: 5 }), found(2, { 11: 5 }), found(3, { 12: 5 })));
  harvest.take({ discoveries: [found(4, { 20: 7, 21: 7 }, 1)], spent: [[2, 100_000]] });
  const [fertile, tired, untried] = harvest.update(1).corpus.energies;
  expect(fertile).toBeGreaterThan(untried!);
  expect(tired).toBeLessThan(untried!);
  expect(tired).toBeGreaterThan(0);
});

test('what was written down gives the same harvest', () => {
  const harvest = new Harvest();
  harvest.take(shard(found(1, { 10: 5, 11: 6 }), found(2, { 10: 3 })));
  harvest.take({ discoveries: [found(3, { 30: 2 }, 2)], spent: [[1, 300]] });
  const entriesOf = (one: Harvest) =>
    one.snapshot(1).corpus.added.map((entry) => ({ ...entry, trace: unpackTrace(entry.trace) }));
  const entries = new Map(harvest.snapshot(1).corpus.added.map((entry) => [entry.id, entry]));
  const again = new Harvest();
  again.restore(JSON.parse(JSON.stringify(harvest.kept())), [], (id) => entries.get(id)!);
  expect(again.kept()).toEqual(harvest.kept());
  expect(entriesOf(again)).toEqual(entriesOf(harvest));
  expect(again.snapshot(1).corpus.energies).toEqual(harvest.snapshot(1).corpus.energies);
  for (const one of [harvest, again]) one.take(shard(found(9, { 11: 2, 40: 2 })));
  expect(again.kept()).toEqual(harvest.kept());
});

test('beyond its size the corpus drops what is least likely to be chosen, and still knows what that showed', () => {
  const harvest = new Harvest(2);
  harvest.take(shard(found(1, { 10: 5 }), found(2, { 20: 3 }), found(3, { 30: 2, 31: 2 })));
  harvest.take({ discoveries: [found(4, { 40: 2 }, 2)], spent: [[1, 9000]] });
  const { corpus, learned } = harvest.update(1);
  expect(corpus.added.map(({ id }) => id)).toEqual([2, 3]);
  expect(corpus.energies).toHaveLength(2);
  expect([...learned].filter((_, i) => i % 2 === 0)).toEqual([10, 20, 30, 31, 40]);
  expect(harvest.behaviours).toBe(5);

  const entries = new Map(corpus.added.map((entry) => [entry.id, entry]));
  const again = new Harvest(2);
  again.restore(harvest.kept(), harvest.orphans(), (id) => entries.get(id)!);
  expect(again.behaviours).toBe(5);
  // Known, so that another trace as long brings nothing; a shorter one is kept, and belongs to somebody again.
  for (const one of [harvest, again]) one.take(shard(found(5, { 10: 5, 40: 2 }), found(6, { 10: 4 })));
  expect(idsOf(harvest)).toEqual([2, 3, 6]);
  expect(idsOf(again)).toEqual([2, 3, 6]);
  expect(again.orphans()).toEqual(harvest.orphans());
});
