import type { AddressMap } from '../../model/vocabulary/picture';
import { TABLE_PICTURE } from '../testing/picture';
import { addressMapPanel } from './address-map';
import { Axis, type Stretch } from './axis';
import { pagesText, shortSize } from './memory';

const [MAP] = TABLE_PICTURE.maps as [AddressMap];

describe('an axis of addresses', () => {
  const axis = new Axis(
    [
      { first: 1, pages: 1 },
      { first: 2 ** 40, pages: 2 ** 18 },
    ],
    10,
  );

  it('draws gaps short, whatever their size', () => {
    const [small, gap, large] = axis.stretches as readonly [Stretch, Stretch, Stretch];
    expect([small.isGap, gap.isGap, large.isGap]).toEqual([false, true, false]);
    expect(gap.height).toBeLessThan(large.height);
    expect(large.height).toBeGreaterThan(small.height);
  });

  it('has a place for every address at which something begins or ends', () => {
    expect(axis.at(1)).toBe(10);
    expect(axis.at(2 ** 40 + 2 ** 18)).toBe(axis.end);
  });
});

describe('an address map', () => {
  it('says in words what it shows', () => {
    expect(addressMapPanel(MAP, true).description).toBe(
      'IOVA 0x1000 to physical 0xfe000000, 4K mmio: expected, wrong; ' +
        'IOVA 0x1000 to physical 0xfe000000, 4K mmio C: observed, wrong; ' +
        'IOVA 0x200000 to physical 0x0, 3×2M ram: before, expected, observed',
    );
  });

  it('has no lane for what nobody expects', () => {
    expect(addressMapPanel(MAP, true).body).toContain('>expected<');
    expect(addressMapPanel(MAP, false).body).not.toContain('>expected<');
  });

  it('shows the hole that a missing leaf leaves', () => {
    const lacking = { ...MAP, leaves: MAP.leaves.filter(({ observed }) => !observed) };
    expect(addressMapPanel(lacking, true).body).toContain('>lacks<');
  });

  it('grows with addresses of sixteen digits instead of running out of its frame', () => {
    const high = {
      ...MAP,
      touched: null,
      leaves: MAP.leaves.map((leaf) => ({ ...leaf, first: 2 ** 52 - 2 ** 13, target: 2 ** 51 })),
    };
    expect(addressMapPanel(high, true).width).toBeGreaterThan(addressMapPanel(MAP, true).width);
  });

  it('says that nothing is mapped', () => {
    expect(addressMapPanel({ ...MAP, leaves: [] }, true).description).toBe('nothing is mapped');
  });
});

describe('sizes', () => {
  it.each([
    [12, '4K'],
    [16, '64K'],
    [21, '2M'],
    [39, '512G'],
  ])('2^%i bytes are %s', (lg, text) => expect(shortSize(lg)).toBe(text));

  it.each([
    [1, '4K'],
    [512, '2M'],
    [511, '≈2M'],
    [3, '12K'],
  ])('%i pages are %s', (pages, text) => expect(pagesText(pages)).toBe(text));
});
