/** Tables and what they leave behind: dma-mmio.md 2, BG46, BG48, BG49. */
import type { DmaBufConfig } from '../../../model/vocabulary/dma-buf/config';
import type { DmaBufOp, MapFault } from '../../../model/vocabulary/dma-buf/op';
import { createInBoxDmaBuf } from '.';
import { CONFIG, EXPORTER, exportOf, IMPORTER } from './testing/config';

type Ranges = readonly (readonly [bigint, bigint])[];
const TWO: Ranges = [
  [0n, 0x3000n],
  [0x10000n, 0x1000n],
];

function mapped(config: DmaBufConfig, importer: number, ranges: Ranges, fail: MapFault | null = null) {
  const d = createInBoxDmaBuf(config);
  const attach: DmaBufOp = { op: 'attach', attachment: 'a', buf: 'b', importer };
  for (const op of [exportOf('b', ...ranges), attach]) expect(d.step(op).value).toBe(0);
  const outcome = d.step({ op: 'map', mapping: 'm', attachment: 'a', direction: 'BIDIRECTIONAL', fail });
  return { d, outcome };
}

const withWindow = (bytes: bigint, ...more: readonly bigint[]): DmaBufConfig => ({
  ...CONFIG,
  importers: [
    {
      ...IMPORTER,
      dma: {
        path: 'iommu',
        windows: [bytes, ...more].map((each, i) => ({ base: 0x100000n * BigInt(i + 1), bytes: each })),
      },
    },
  ],
});

test('BG46: two ranges are one span, each at the running offset', () => {
  const { d } = mapped(CONFIG, 0, TWO);
  expect(d.view.mapping('m')!.entries).toEqual([{ address: 0xffc00000n, bytes: 0x4000n }]);
  expect(d.view.iopte(0, 0xffc03000n)).toEqual({ paddr: 0x4000010000n, prot: 19 });
});

test('BG48: no room for both in a row, so each has its own', () => {
  const { d } = mapped(withWindow(0x3000n, 0x1000n), 0, TWO);
  expect(d.view.mapping('m')!.entries).toEqual([
    { address: 0x100000n, bytes: 0x3000n },
    { address: 0x200000n, bytes: 0x1000n },
  ]);
});

test('BG49: 4 GiB are an entry of all but a page, and one of that page', () => {
  const bars = [{ ...EXPORTER.bars[0]!, bytes: 2n ** 32n }, ...EXPORTER.bars.slice(1)];
  const { d } = mapped({ ...CONFIG, exporters: [{ ...EXPORTER, bars }, EXPORTER] }, 1, [[0n, 2n ** 32n]]);
  expect(d.view.mapping('m')!.entries).toEqual([
    { address: 0x4000000000n, bytes: 0xfffff000n },
    { address: 0x40fffff000n, bytes: 0x1000n },
  ]);
});

const FAULTS: readonly (MapFault & { readonly config?: DmaBufConfig })[] = [
  { at: 'object' },
  { at: 'state' },
  { at: 'table' },
  { at: 'link', range: 0, errno: -34 },
  { at: 'link', range: 1, errno: -34 },
  { at: 'sync', errno: -12 },
  { at: 'mapPhys', range: 0, config: withWindow(0x3000n, 0x1000n) },
  { at: 'mapPhys', range: 1, config: withWindow(0x3000n, 0x1000n) },
];

test.each(FAULTS)('a map that fails at $at leaves nothing', ({ config, ...fail }) => {
  const { d, outcome } = mapped(config ?? CONFIG, 0, TWO, fail);
  expect(outcome.value).toBe('errno' in fail ? fail.errno : -12);
  expect(d.view.importer(0)).toEqual({ reserved: [], mapped: [] });
  expect([d.view.allocations, d.view.mappings, d.view.buf('b')!.mapRefs]).toEqual([0, [], 1]);
});

test('a range that has no IOVA space fails the whole map: ENOMEM, and the first one is unmapped', () => {
  const { d, outcome } = mapped(withWindow(0x3000n), 0, TWO);
  expect(outcome.value).toBe(-12);
  expect(outcome.events.map(({ event }) => event)).toEqual(['reserve', 'mapPhys', 'mapPhys', 'unmapPhys']);
  expect(d.view.importer(0)).toEqual({ reserved: [], mapped: [] });
});

test('an unmap leaves nothing', () => {
  for (const config of [CONFIG, withWindow(0x3000n, 0x1000n)]) {
    const { d } = mapped(config, 0, TWO);
    expect(d.view.allocations).toBe(3);
    expect(d.step({ op: 'unmap', mapping: 'm' }).value).toBe(0);
    expect(d.view.importer(0)).toEqual({ reserved: [], mapped: [] });
    expect(d.view.allocations).toBe(0);
  }
});
