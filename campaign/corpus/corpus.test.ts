import { seededDraw } from '../../properties/engine/draw';
import { behaviourOf, kindOfBehaviour } from '../behaviours/behaviour-map';
import { Corpus, type CorpusEntry } from './corpus';
import { packTrace } from './packed-trace';

const entry = (id: number, ...kinds: number[]): CorpusEntry => ({
  id,
  trace: packTrace({ machine: 'counter', config: {}, ops: [] }),
  origin: null,
  novelties: (kinds.length > 0 ? kinds : [0]).map((kind) => ({ behaviour: behaviourOf(kind, id), ops: 1, draws: 1 })),
});
const energies = (...all: number[]): Float64Array => Float64Array.from(all);

test('entries are chosen as often as their energy says', () => {
  const corpus = new Corpus();
  corpus.update({ added: [entry(1), entry(2), entry(3)], removed: [], energies: energies(1, 8, 1) });
  const draw = seededDraw('corpus', 0);
  const chosen = Array.from({ length: 1000 }, () => corpus.choose(draw).entry.id);
  const often = (id: number): number => chosen.filter((one) => one === id).length;
  expect(often(2)).toBeGreaterThan(700);
  expect(often(1)).toBeGreaterThan(50);
  expect(often(3)).toBeGreaterThan(50);
});

test('each kind of behaviour has the same share, and an entry is chosen for a behaviour of that kind', () => {
  const corpus = new Corpus();
  const common = Array.from({ length: 98 }, (_, i) => entry(i + 1, 0));
  corpus.update({
    added: [...common, entry(99, 0, 5), entry(100, 5)],
    removed: [],
    energies: energies(...Array<number>(100).fill(1)),
  });
  const draw = seededDraw('corpus', 0);
  const chosen = Array.from({ length: 1000 }, () => corpus.choose(draw));
  const rare = chosen.filter(({ novelty }) => kindOfBehaviour(novelty.behaviour) === 5);
  expect(rare.length).toBeGreaterThan(430);
  expect(rare.length).toBeLessThan(570);
  expect(new Set(rare.map((choice) => choice.entry.id))).toEqual(new Set([99, 100]));
  for (const { entry: one, novelty } of chosen) expect(one.novelties).toContain(novelty);
});

test('entries go and come between epochs; what does not fit is refused', () => {
  const corpus = new Corpus();
  corpus.update({ added: [entry(1), entry(2)], removed: [], energies: energies(1, 1) });
  corpus.update({ added: [entry(3)], removed: [1], energies: energies(0, 1) });
  expect(corpus.size).toBe(2);
  expect(corpus.choose(seededDraw('corpus', 0)).entry.id).toBe(3);
  expect(() => corpus.update({ added: [], removed: [], energies: energies(1) })).toThrow('2 entries was given 1');
});
