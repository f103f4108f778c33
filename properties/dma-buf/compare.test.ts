/** What one coding does otherwise than the other is seen, wherever it is. */
import type { DmaBufConfig } from '../../model/vocabulary/dma-buf/config';
import type { DmaBufOp } from '../../model/vocabulary/dma-buf/op';
import type { DmaBufEvent, DmaBufOutcome } from '../../model/vocabulary/dma-buf/outcome';
import type { DmaBufView } from '../../model/vocabulary/dma-buf/view';
import { attach, configOf, iommu, map, mapFile, only, PAGE, X } from '../../tests/golden/dma-buf/build';
import { createDmaBufModel } from '../../model/dma-buf';
import { compareOutcome } from './compare';
import { compareState } from './compare-state';

const CONFIG: DmaBufConfig = configOf({
  config: { importers: only('THRU_HOST_BRIDGE', iommu([0x1_0000n, 0x10_0000n])) },
});

/** A view of a mapped buffer with an area over it. */
function mapped(): DmaBufView {
  const model = createDmaBufModel(CONFIG);
  const ops: readonly DmaBufOp[] = [
    X(PAGE),
    attach('a'),
    map('m'),
    { op: 'attachDomain', domain: 0 },
    mapFile('r', {}),
    { op: 'addFence', fence: 'f', buf: 'b', usage: 'write' },
  ];
  for (const op of ops) expect(model.step(op).value).toBe(0);
  return model.view;
}

/** The same view, but for some of its answers. */
const seeing = (view: DmaBufView, otherwise: Partial<DmaBufView>): DmaBufView =>
  new Proxy(view, {
    get: (target, key) => {
      if (key in otherwise) return otherwise[key as keyof DmaBufView];
      const value = target[key as keyof DmaBufView];
      return typeof value === 'function' ? (value as (...args: never[]) => unknown).bind(target) : value;
    },
  });

test('a view is the same as itself', () => {
  expect(compareState(null, mapped(), mapped())).toBeNull();
});

test.each<readonly [string, (view: DmaBufView) => Partial<DmaBufView>]>([
  ['dma-bufs', () => ({ bufs: [] })],
  ['device', (view) => ({ device: (i) => ({ ...view.device(i), registrations: 2 }) })],
  ['device', (view) => ({ device: (i) => ({ ...view.device(i), memoryBit: false }) })],
  ['IOVA space', () => ({ importer: () => ({ reserved: [], mapped: [] }) })],
  ['IOPTEs', () => ({ iopte: () => null })],
  ['state of a dma-buf', (view) => ({ buf: (name) => ({ ...view.buf(name)!, state: 'REVOKED' }) })],
  ['ranges', (view) => ({ buf: (name) => ({ ...view.buf(name)!, physVec: [] }) })],
  ['size', (view) => ({ buf: (name) => ({ ...view.buf(name)!, bytes: 1n }) })],
  ['map references', (view) => ({ buf: (name) => ({ ...view.buf(name)!, mapRefs: 1 }) })],
  ['attachments', (view) => ({ buf: (name) => ({ ...view.buf(name)!, attachments: [] }) })],
  ['fences', (view) => ({ buf: (name) => ({ ...view.buf(name)!, fences: 0 }) })],
  ['mappings', () => ({ mappings: [] })],
  ['sg table', (view) => ({ mapping: (name) => ({ ...view.mapping(name)!, origNents: 1 }) })],
  ['memory of mapping code', () => ({ allocations: 0 })],
  ['domains', () => ({ domains: [0, 1] })],
  ['areas', (view) => ({ area: (name) => ({ ...view.area(name)!, revoked: true }) })],
  ['IOPTEs of a domain', () => ({ domainIopte: () => null })],
  ['IOPTEs of a domain', () => ({ domainMapped: () => [] })],
  ['locked pages', () => ({ lockedPages: 1 })],
  ['waiting calls', () => ({ waiting: [{ device: 0, op: 'reset', for: 'mappings', buf: 'b' }] })],
])('a difference in: %s', (effect, otherwise) => {
  const view = mapped();
  expect(compareState(null, view, seeing(view, otherwise(view)))).toMatchObject({ effect });
});

test('IOVA space that is cut otherwise is the same', () => {
  const view = mapped();
  const { reserved } = view.importer(0);
  const [{ base, bytes }] = reserved as [(typeof reserved)[number]];
  const cut = [
    { base, bytes: bytes / 2n },
    { base: base + bytes / 2n, bytes: bytes / 2n },
  ];
  expect(compareState(null, view, seeing(view, { importer: () => ({ reserved: cut, mapped: cut }) }))).toBeNull();
});

const outcome = (fields: Partial<DmaBufOutcome>): DmaBufOutcome => ({
  end: 'returned',
  value: 0,
  bytes: null,
  events: [],
  ...fields,
});
const unmapped = (address: bigint): DmaBufEvent => ({
  event: 'unmapPhys',
  mapping: 'm',
  address,
  bytes: 0x1000n,
  direction: 'TO_DEVICE',
  mmio: true,
});
const zap: DmaBufEvent = { event: 'zap', device: 0 };

test.each<readonly [string, Partial<DmaBufOutcome>, Partial<DmaBufOutcome>]>([
  ['blocked for returned', {}, { end: 'blocked', value: null }],
  ['value -22 for 0', {}, { value: -22 }],
  ['bytes unmapped', { bytes: 1n }, { bytes: 2n }],
  ['nothing for zap', { events: [zap] }, {}],
  ['unmapPhys for zap', { events: [zap, unmapped(0n)] }, { events: [unmapped(0n), zap] }],
  ['unmapPhys for unmapPhys', { events: [unmapped(0n)] }, { events: [unmapped(1n)] }],
])('an outcome with another: %s', (effect, expected, observed) => {
  expect(compareOutcome(map('m'), outcome(expected), outcome(observed))).toMatchObject({ effect });
});

test('spans may be unmapped in any order', () => {
  const [one, other] = [unmapped(0n), unmapped(0x1000n)];
  const compared = compareOutcome(
    map('m'),
    outcome({ events: [one, other, zap] }),
    outcome({ events: [other, one, zap] }),
  );
  expect(compared).toBeNull();
});
