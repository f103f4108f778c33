/** What the parts do together, by rows of dma-mmio.md 3.3, 4.3, 4.4, 10.4, 10.5. */
import type { DmaApiConfig } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import { createInBoxDmaApi } from '.';
import { CONFIG, UNTRUSTED } from './testing/config';

const mapPhys: Extract<DmaApiOp, { op: 'mapPhys' }> = {
  op: 'mapPhys',
  mapping: 'm',
  form: 'phys',
  device: 0,
  phys: 0xfe000000n,
  bytes: 0x10000n,
  direction: 'BIDIRECTIONAL',
  attrs: 1 << 10,
  fail: null,
};
const link: Extract<DmaApiOp, { op: 'link' }> = {
  op: 'link',
  state: 's',
  phys: 0x1000800n,
  offset: 0n,
  bytes: 0x2000n,
  direction: 'BIDIRECTIONAL',
  attrs: 0,
  fail: null,
};
const tryAlloc: DmaApiOp = { op: 'tryAlloc', state: 's', device: 1, phys: 0x1000800n, bytes: 0x4000n, fail: null };

function run(config: DmaApiConfig, ops: readonly DmaApiOp[]) {
  const d = createInBoxDmaApi(config);
  return { d, outcomes: ops.map((op) => d.step(op)) };
}

test('BG57, BG65, BG65b: a map type stays as it is until the distance is asked again', () => {
  const mapType: DmaApiOp = { op: 'mapType', provider: { device: 0, bar: 0 }, device: 1 };
  const { outcomes } = run(CONFIG, [
    mapType,
    { op: 'setAcs', node: 1, control: 0x1d },
    mapType,
    { op: 'distanceMany', provider: 0, clients: [1], verbose: false },
    mapType,
  ]);
  expect(outcomes.map(({ mapType: type, value }) => type ?? value)).toEqual([
    'BUS_ADDR',
    0,
    'BUS_ADDR',
    -1,
    'NOT_SUPPORTED',
  ]);
});

test('BG73, BG75, BG82: MMIO of guests, by what the attributes and the device say', () => {
  const snp: DmaApiConfig = { ...CONFIG, platform: { ...CONFIG.platform, kind: 'sev-guest', cBit: 51 } };
  const shared = run(snp, [{ ...mapPhys, attrs: (1 << 10) | (1 << 13) }, mapPhys]);
  expect(shared.outcomes.map(({ address, end }) => address ?? end)).toEqual([0xfe000000n, 'absent']);
  const realm: DmaApiConfig = { ...CONFIG, platform: { ...CONFIG.platform, kind: 'realm', ipaBits: 48 } };
  expect(run(realm, [mapPhys]).outcomes[0]!.value).toBe(-12);
  const locked = run(snp, [{ op: 'lock', device: 0 }, mapPhys]);
  expect(locked.outcomes[1]!.address).toBe(2n ** 51n + 0xfe000000n);
});

test('a link that bounces is three pieces; what is before one that fails is taken back', () => {
  const { d, outcomes } = run(CONFIG, [tryAlloc, link]);
  expect(outcomes.map(({ value }) => value)).toEqual([1, 0]);
  const { address } = outcomes[0]!;
  expect([0x0n, 0x800n, 0x1800n].map((at) => d.view.iopte(1, address! + at)?.paddr)).toEqual([
    0x2000800n,
    0x1001000n,
    0x2001000n,
  ]);
  const failed = run(CONFIG, [tryAlloc, { ...link, fail: { at: 'iommuMap', piece: 2, errno: -12 } }]);
  expect(failed.outcomes[1]!.value).toBe(-12);
  expect([failed.d.view.mapped(1), failed.d.view.usedSlots(0)]).toEqual([[], []]);
});

test('an iommu_map that fails leaves nothing, and its IOVA space is free again', () => {
  const fail = { at: 'iommuMap', piece: 0, errno: -12 } as const;
  const { d, outcomes } = run(CONFIG, [{ ...mapPhys, device: 1, fail }]);
  expect(outcomes[0]!.events.map(({ event }) => event)).toEqual(['reserve', 'iommuMap', 'release']);
  expect([d.view.mapped(1), d.view.reserved(1)]).toEqual([[], []]);
});

test('an IOTLB learns of links when they are synced', () => {
  const aligned = { ...link, phys: 0x1001000n };
  const alloc = { ...tryAlloc, phys: 0n } as const;
  const { d, outcomes } = run(CONFIG, [alloc, aligned]);
  const base = outcomes[0]!.address!;
  expect(d.view.unflushed(1)).toEqual([{ base, bytes: 0x2000n }]);
  expect(d.step({ op: 'sync', state: 's', offset: 0n, bytes: 0x2000n, fail: 0 }).value).toBe(0);
  expect(d.view.unflushed(1)).toEqual([]);
});

test('a scatterlist whose second iommu_map fails is unmapped in one call, and its space is free again', () => {
  const trusted: DmaApiConfig = { ...CONFIG, devices: [CONFIG.devices[0]!, { ...UNTRUSTED, untrusted: false }] };
  const mapSg: DmaApiOp = {
    op: 'mapSg',
    mapping: 'm',
    device: 1,
    segments: [0x1000800n, 0x1003000n].map((phys) => ({ phys, bytes: 0x1000n })),
    direction: 'TO_DEVICE',
    attrs: 0,
    fail: { at: 'iommuMap', piece: 1, errno: -12 },
  };
  const { d, outcomes } = run(trusted, [mapSg]);
  expect(outcomes[0]!.value).toBe(-12);
  expect(outcomes[0]!.events.slice(2)).toMatchObject([
    { event: 'reserve', iova: 0xe000n, bytes: 0x3000n },
    { event: 'iommuMap', iova: 0xe000n, paddr: 0x1000000n, bytes: 0x2000n, prot: 1, value: 0 },
    { event: 'iommuMap', iova: 0x10000n, paddr: 0x1003000n, bytes: 0x1000n, prot: 1, value: -12 },
    { event: 'iommuUnmap', iova: 0xe000n, bytes: 0x2000n },
    { event: 'flush', iova: 0xe000n, bytes: 0x2000n, after: 'unmap' },
    { event: 'release', iova: 0xe000n, bytes: 0x3000n },
  ]);
  expect([d.view.mapped(1), d.view.reserved(1)]).toEqual([[], []]);
});
