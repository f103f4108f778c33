import { seededDraw } from '../../properties/engine/draw';
import { Corpus, type CorpusEntry } from './corpus';
import { packTrace } from './packed-trace';

const entry = (id: number): CorpusEntry => ({
  id,
  trace: packTrace({ machine: 'counter', config: {}, ops: [] }),
  origin: null,
  novelties: [],
});
const energies = (...all: number[]): Float64Array => Float64Array.from(all);

test('entries are chosen as often as their energy says', () => {
  const corpus = new Corpus();
  corpus.update({ added: [entry(1), entry(2), entry(3)], removed: [], energies: energies(1, 8, 1) });
  const draw = seededDraw('corpus', 0);
  const chosen = Array.from({ length: 1000 }, () => corpus.choose(draw).id);
  const often = (id: number): number => chosen.filter((one) => one === id).length;
  expect(often(2)).toBeGreaterThan(700);
  expect(often(1)).toBeGreaterThan(50);
  expect(often(3)).toBeGreaterThan(50);
});

test('entries go and come between epochs; what does not fit is refused', () => {
  const corpus = new Corpus();
  corpus.update({ added: [entry(1), entry(2)], removed: [], energies: energies(1, 1) });
  corpus.update({ added: [entry(3)], removed: [1], energies: energies(0, 1) });
  expect(corpus.size).toBe(2);
  expect(corpus.choose(seededDraw('corpus', 0)).id).toBe(3);
  expect(() => corpus.update({ added: [], removed: [], energies: energies(1) })).toThrow('2 entries was given 1');
});
