import { createRmpModel } from '../../../model/rmp';
import { seededDraw } from '../../engine/draw';
import { isActive } from '../active';
import { describeConfig, describeOp } from '../describe';
import { simplerConfigs, simplerOps } from '../simpler';
import { MAX_OPS, MIN_OPS } from './bounds';
import { RmpSource } from './source';

const CASES = 12;

/** One case, with the share of its ops that changed or met state. */
function play(source: RmpSource, theme: string, k: number) {
  const config = source.begin(seededDraw('source', k), theme);
  const model = createRmpModel(config);
  const ops = [];
  let active = 0;
  for (let op = source.next(model); op !== null; op = source.next(model)) {
    ops.push(op);
    if (isActive(op, model.step(op))) active++;
  }
  return { config, ops, active };
}

test.each(new RmpSource({}).themes)('theme %s collides: 40 %% of its ops change or meet state', (theme) => {
  const source = new RmpSource({});
  const cases = Array.from({ length: CASES }, (_, k) => play(source, theme, k));
  const ops = cases.reduce((sum, c) => sum + c.ops.length, 0);
  expect(cases.every((c) => c.ops.length >= MIN_OPS && c.ops.length <= MAX_OPS)).toBe(true);
  expect(cases.reduce((sum, c) => sum + c.active, 0) / ops).toBeGreaterThan(0.4);
});

test('a case is a function of seed and number', () => {
  const [first, again] = [new RmpSource({}), new RmpSource({})];
  play(first, 'mixed', 3);
  expect(play(first, 'coalesce', 7)).toEqual(play(again, 'coalesce', 7));
});

test('an unknown theme is refused', () => {
  expect(() => new RmpSource({}).begin(seededDraw('source', 0), 'none')).toThrow(RangeError);
});

test('positions are taken over', () => {
  const config = new RmpSource({ VMPL_FULL_MASK: 0x0f }).begin(seededDraw('source', 0), 'guest');
  expect(config.assumptions.VMPL_FULL_MASK).toBe(0x0f);
});

test('addresses reach both sides of the end of coverage, and carry the C-bit', () => {
  const source = new RmpSource({});
  const cases = Array.from({ length: 30 }, (_, k) => play(source, 'segmented', k));
  const updates = cases.flatMap(({ config, ops }) =>
    ops.flatMap((op) => (op.op === 'rmpupdate' ? [{ config, spa: op.spa, covers: createRmpModel(config).view }] : [])),
  );
  expect(updates.some(({ config, spa }) => config.cBit !== null && spa >= 2 ** config.cBit)).toBe(true);
  expect(updates.some(({ spa, covers }) => !covers.covered(Math.floor(spa / 4096)))).toBe(true);
});

test('what the shrinker is offered is other than what it had, and every op has words', () => {
  const source = new RmpSource({});
  for (const theme of source.themes) {
    const { config, ops } = play(source, theme, 1);
    expect(describeConfig(config)).toContain('RMP');
    for (const simpler of simplerConfigs(config)) expect(simpler).not.toEqual(config);
    for (const op of ops) {
      expect(describeOp(op)).not.toBe('');
      for (const simpler of simplerOps(op)) expect(simpler).not.toEqual(op);
    }
  }
});
