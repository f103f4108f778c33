import type { WrapperConfig } from '../../../model/vocabulary/rmp-wrapper/config';
import { PLAIN } from './testing/configs';
import { DirectMap } from './direct-map';

const mapped = (directMap: WrapperConfig['directMap']): DirectMap =>
  new DirectMap({ ...PLAIN, directMap, ram: [{ spa: 0, pages: 2 ** 19 }] });

test('a split of a 2M leaf leaves its neighbours as they were', () => {
  const map = mapped('2M');
  map.split(0x20_5000);
  expect([0x20_0000, 0x3f_ffff, 0x40_0000, 0x1f_f000].map((spa) => map.level(spa))).toEqual([1, 1, 2, 2]);
});

test('a split of a 1G leaf leaves 2M leaves around the region', () => {
  const map = mapped('1G');
  expect(map.level(0x20_0000)).toBe(3);
  map.split(0x20_5000);
  expect([0x20_0000, 0x40_0000, 2 ** 30].map((spa) => map.level(spa))).toEqual([1, 2, 3]);
});

test('what is no RAM, or not mapped, has no level', () => {
  expect(mapped('2M').level(2 ** 31)).toBe(0);
  expect(mapped('none').level(0)).toBe(0);
  expect(mapped('4K').level(0)).toBe(1);
});
