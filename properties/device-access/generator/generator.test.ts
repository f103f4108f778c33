import { seededDraw } from '../../engine/draw';
import { drawCase } from '../../plain/case';
import { deviceAccessMachine } from '..';
import { THEMES } from './themes';

const source = deviceAccessMachine.source({});
const draw = (k: number, theme?: string) => drawCase(deviceAccessMachine, source, seededDraw('generator', k), theme);

test('case k is a function of seed and k alone', () => {
  const inOrder = [0, 1, 2, 3].map((k) => draw(k));
  for (const k of [3, 0, 2]) expect(draw(k)).toEqual(inOrder[k]);
});

test.each(THEMES.map(({ name }) => name))('theme %s: 40 to 120 ops, at least 40 %% of them active', (theme) => {
  let ops = 0;
  let active = 0;
  for (let k = 0; k < 6; k++) {
    const drawn = draw(k, theme);
    expect(drawn.ops.length).toBeGreaterThanOrEqual(40);
    expect(drawn.ops.length).toBeLessThanOrEqual(120);
    ops += drawn.ops.length;
    active += drawn.activeOps;
  }
  expect(active / ops).toBeGreaterThan(0.4);
});

test('every op of the device side is drawn, and every kind of conversion', () => {
  const kinds = new Set<string>();
  for (const { name } of THEMES) for (let k = 0; k < 8; k++) for (const { op } of draw(k, name).ops) kinds.add(op);
  const device = ['dma', 'setDte', 'setSdte', 'ioMap', 'ioUnmap', 'gcr3', 'poke', 'invalidate', 'evict', 'clearFence'];
  const structures = ['mmio', 'iommuRead', 'iommuWrite', 'psmashIo', 'access', 'snpInit', 'snpShutdown'];
  const conversions = ['rmpupdate', 'psmash', 'pvalidate', 'rmpadjust', 'pageReclaim'];
  expect([...kinds].sort()).toEqual([...device, ...structures, ...conversions].sort());
});

test('a theme that does not exist is refused by name', () => {
  expect(() => source.begin(seededDraw('x', 0), 'nowhere')).toThrow('no theme "nowhere"; there are: untrusted');
});
