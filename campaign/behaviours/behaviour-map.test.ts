import { BEHAVIOURS, BehaviourMap, KINDS, LONGEST, behaviourOf, kindOfBehaviour, mix } from './behaviour-map';
import { bucket } from './buckets';
import { Novelties } from './novelties';

test('a behaviour is learned once, and again where fewer ops show it', () => {
  const map = new BehaviourMap();
  expect(map.improves(3, 1000)).toBe(true);
  expect(map.learn(3, 1000)).toBe(true);
  expect(map.improves(3, LONGEST)).toBe(false);
  expect(map.improves(3, 9)).toBe(true);
  expect(map.learn(3, 9)).toBe(false);
  expect(map.improves(3, 9)).toBe(false);
  expect(map.count).toBe(1);
});

test('fingerprints spread over all behaviours', () => {
  const seen = new Set<number>();
  for (let word = 0; word < 10_000; word++) seen.add(behaviourOf(word % KINDS, mix(mix(1, word), word >> 4)));
  expect(Math.max(...seen)).toBeLessThan(BEHAVIOURS);
  expect(new Set([...seen].map(kindOfBehaviour)).size).toBe(KINDS);
  // 10,000 balls into 2^20 bins: about fifty meet.
  expect(seen.size).toBeGreaterThan(9_900);
});

test('counts that behave alike share a bucket', () => {
  expect([0, 1, 2, 3, 4, 5, 8, 9, 512].map(bucket)).toEqual([0, 1, 2, 3, 3, 4, 4, 5, 10]);
});

test('a case tells each new behaviour once, with the ops that it took', () => {
  const known = new BehaviourMap();
  known.learn(behaviourOf(0, 5), 1);
  const novelties = new Novelties(known);
  novelties.begin();
  novelties.reach(1, 10);
  novelties.show(0, 5);
  novelties.show(0, 6);
  novelties.reach(2, 20);
  novelties.show(0, 6);
  novelties.show(2, 7);
  expect(novelties.found).toEqual([
    { behaviour: behaviourOf(0, 6), ops: 1, draws: 10 },
    { behaviour: behaviourOf(2, 7), ops: 2, draws: 20 },
  ]);
  novelties.begin();
  expect(novelties.found).toEqual([]);
});
