import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import { configG, page, R3 } from '../../../tests/golden/rmp/build';
import { HOST_TABLE } from '../../../tests/golden/rmp/device-build';
import { createInBoxDeviceAccess, NO_PASID, type InBoxDeviceAccess } from '.';

const CONFIG: DeviceAccessConfig = { rmp: configG(), tables: [HOST_TABLE], devices: 2 };
const HOST = 0;
const IOVA = 0x9_0000;

function attached(config: DeviceAccessConfig = CONFIG): InBoxDeviceAccess {
  const device = createInBoxDeviceAccess(config);
  device.attachHost(0, HOST);
  return device;
}

const map = (d: InBoxDeviceAccess, iova: number, oa: number, lg: number, write = true): boolean =>
  d.ioMap(HOST, iova, oa, lg, true, write, false);
const write = (d: InBoxDeviceAccess, iova: number): boolean => d.dma(0, NO_PASID, 0, iova, true);

// 2^39 is no size of the format (page-tables.md 1.3); 2^47 is what 4 levels hold twice.
const SIZES = Array.from({ length: 36 }, (_, i) => 12 + i).filter((lg) => lg !== 39);

test.each(SIZES)('a leaf of 2^%d is found from its first and its last page, and goes whole', (lg) => {
  const d = attached();
  const pages = 2 ** (lg - 12);
  const iova = pages;
  // Uncovered memory, so that the RMP has nothing to say.
  const oa = Math.max(pages, 2 ** 28);
  expect(map(d, iova, oa, lg)).toBe(true);
  for (const at of [0, pages - 1]) {
    expect([write(d, iova + at), d.spa, d.reachLg]).toEqual([true, oa + at, lg < 21 ? 12 : 21]);
  }
  expect([write(d, iova - 1), d.eventCode]).toEqual([false, 2]);
  expect([d.ioUnmap(HOST, iova + pages - 1), d.leafAt(HOST, iova)]).toEqual([lg, 0]);
});

test.each([
  ['a size that the format has not', 0, 0, 39],
  ['an IOVA not aligned', 1, 0, 13],
  ['an output not aligned', 0, 1, 13],
  ['an IOVA beyond the levels', 2 ** 36, 0, 12],
])('ioMap refuses %s', (_what, iova, oa, lg) => {
  expect(map(attached(), iova, oa, lg)).toBe(false);
});

test('a smaller leaf replaces the larger one, and a larger one the smaller ones', () => {
  const d = attached();
  map(d, IOVA, page(R3), 16);
  map(d, IOVA + 1, page(R3) + 300, 12);
  expect([0, 1, 2, 15].map((i) => d.leafAt(HOST, IOVA + i))).toEqual([0, 12, 0, 0]);
  map(d, IOVA, page(R3), 21);
  expect([d.leafAt(HOST, IOVA + 511), d.leafOa]).toEqual([21, page(R3)]);
});

test('without pages for all tables nothing is written', () => {
  const d = attached({ ...CONFIG, tables: [{ ...HOST_TABLE, pages: 3 }] });
  expect(map(d, IOVA, page(R3), 12)).toBe(false);
  expect(d.view.word(HOST_TABLE.spa, 0)).toBe(0n);
  expect(map(d, IOVA, page(R3), 21)).toBe(true);
});

test('a cached translation outlives its leaf until it is invalidated or evicted', () => {
  const d = attached();
  map(d, IOVA, page(R3), 21);
  expect([write(d, IOVA), d.hit]).toEqual([true, false]);
  d.ioUnmap(HOST, IOVA);
  expect([write(d, IOVA + 7), d.hit, d.spa]).toEqual([true, true, page(R3) + 7]);
  d.invalidate(1, 0, 0);
  d.invalidate(0, IOVA + 512, 512);
  expect(write(d, IOVA)).toBe(true);
  d.invalidate(0, IOVA + 511, 1);
  expect([write(d, IOVA), d.eventCode, d.eventPage]).toEqual([false, 2, IOVA]);
  expect(d.evict(0, NO_PASID, 0, IOVA)).toBe(false);
});

test('a hit is checked with the entries of now', () => {
  const d = attached();
  map(d, IOVA, page(R3), 21);
  write(d, IOVA);
  d.rmp.rmpupdate(page(R3) + 9, true, 0, false, 0x8_0409, 5);
  expect([write(d, IOVA), d.hit, d.eventCode]).toEqual([false, true, 0xd]);
  expect(d.rmp.writerOf(page(R3) + 9)).toBe(0);
});

test('PSMASH_IO splits entry and leaf together, and says no where they do not fit', () => {
  const d = attached();
  d.rmp.rmpupdate(page(R3), true, 1, false, 0x8_0400, 5);
  map(d, IOVA, page(R3), 21);
  map(d, IOVA + 512, page(R3), 12);
  expect(d.psmashIo(page(R3), HOST, IOVA + 512)).toBe(-1);
  expect(d.rmp.is2M(page(R3))).toBe(true);
  expect(d.psmashIo(page(R3), HOST, IOVA)).toBe(0);
  expect([d.rmp.is2M(page(R3)), d.leafAt(HOST, IOVA + 5), d.leafOa]).toEqual([false, 12, page(R3) + 5]);
  expect(d.psmashIo(page(R3), HOST, IOVA)).toBe(-1);
});

test('a write that the leaf does not allow is an IO page fault with its permission bits', () => {
  const d = attached();
  map(d, IOVA, page(R3), 12, false);
  expect([write(d, IOVA), d.eventCode, d.eventFlags]).toEqual([false, 2, (1 << 4) | (1 << 5) | (1 << 6)]);
  expect(d.dma(0, NO_PASID, 0, IOVA, false)).toBe(true);
  expect([write(d, IOVA), d.hit, d.eventCode]).toEqual([false, true, 2]);
});

test('a reset leaves nothing of the run before', () => {
  const d = attached();
  map(d, IOVA, page(R3), 12);
  write(d, IOVA);
  d.reset(CONFIG);
  d.attachHost(0, HOST);
  expect([write(d, IOVA), d.view.iotlb(), d.view.word(HOST_TABLE.spa, 0)]).toEqual([false, [], 0n]);
  expect(d.rmp.writerOf(page(R3))).toBe(0);
});

test('an exhibit replaces one part', () => {
  const d = createInBoxDeviceAccess(CONFIG, { granuleOf: () => 12 });
  d.attachHost(0, HOST);
  map(d, IOVA, page(R3), 21);
  expect([write(d, IOVA), d.reachLg]).toEqual([true, 12]);
});
