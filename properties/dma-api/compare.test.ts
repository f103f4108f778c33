/** What one coding does otherwise than the other is seen, wherever it is. */
import { createDmaApiModel } from '../../model/dma-api';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import type { DmaApiOutcome } from '../../model/vocabulary/dma-api/outcome';
import type { DmaApiView } from '../../model/vocabulary/dma-api/view';
import { configOf, IOMMU, map, mapRam, MMIO, OWNER, PRIVATE_RAM, REQUESTER } from '../../tests/golden/dma-api/build';
import { compareOutcome } from './compare';
import { compareState } from './compare-state';

/** A view of a mapping, a bounce, a link that was not flushed, and a cached map type. */
function busy(): DmaApiView {
  const model = createDmaApiModel(configOf({ requester: IOMMU, owner: { forceBounce: true } }));
  const ops: readonly DmaApiOp[] = [
    map(MMIO),
    mapRam(0, { mapping: 'n', device: OWNER }),
    { op: 'tryAlloc', state: 's', device: REQUESTER, phys: 0n, bytes: 0x1000n, fail: null },
    {
      op: 'link',
      state: 's',
      phys: PRIVATE_RAM,
      offset: 0n,
      bytes: 0x1000n,
      direction: 'TO_DEVICE',
      attrs: 0,
      fail: null,
    },
    { op: 'mapType', provider: { device: OWNER, bar: 0 }, device: REQUESTER },
  ];
  for (const op of ops) expect(model.step(op).value).toBeGreaterThanOrEqual(0);
  return model.view;
}

/** The same view, but for some of its answers. */
const seeing = (view: DmaApiView, otherwise: Partial<DmaApiView>): DmaApiView =>
  new Proxy(view, {
    get: (target, key) => {
      if (key in otherwise) return otherwise[key as keyof DmaApiView];
      const value = target[key as keyof DmaApiView];
      return typeof value === 'function' ? (value as (...args: never[]) => unknown).bind(target) : value;
    },
  });

test('a view is the same as another of the same state', () => {
  expect(compareState(null, busy(), busy())).toBeNull();
});

test.each<readonly [string, (view: DmaApiView) => Partial<DmaApiView>]>([
  ['mappings', () => ({ mappings: ['m'] })],
  ['mapping', (view) => ({ mapping: (name) => ({ ...view.mapping(name)!, attrs: 1 }) })],
  ['mapping', () => ({ mapping: () => null })],
  ['IOVA states', () => ({ states: [] })],
  ['IOVA state', (view) => ({ state: (name) => ({ ...view.state(name)!, bounced: true }) })],
  ['lock', () => ({ locked: () => true })],
  ['provider table', () => ({ hasProviders: () => false })],
  ['provider table', () => ({ cachedType: () => 'BUS_ADDR' })],
  ['IOVA space', () => ({ reserved: () => [] })],
  ['IOPTEs', () => ({ mapped: () => [] })],
  ['mapping', () => ({ iopte: () => ({ paddr: 0n, prot: 0, cBit: false }) })],
  ['flush state', () => ({ unflushed: () => [] })],
  ['ACS control', () => ({ acsControl: () => 4 })],
  ['bounce slots', () => ({ usedSlots: () => [] })],
  ['more, or less, than there is', () => ({ pools: 0 })],
])('a difference in: %s', (effect, otherwise) => {
  const view = busy();
  expect(compareState(null, view, seeing(view, otherwise(view)))).toMatchObject({ effect });
});

const outcome = (fields: Partial<DmaApiOutcome>): DmaApiOutcome => ({
  end: 'returned',
  value: 0,
  address: null,
  entries: [],
  mapType: null,
  attrs: null,
  reports: [],
  events: [],
  ...fields,
});
const lookup = (address: bigint): DmaApiOutcome['events'][number] => ({ event: 'lookup', device: 0, address });

test.each<readonly [string, Partial<DmaApiOutcome>, Partial<DmaApiOutcome>]>([
  ['bug for returned', {}, { end: 'bug', value: null }],
  ['value -12 for 0', {}, { value: -12 }],
  ['address', { address: 1n }, { address: 2n }],
  ['addresses of segments', { entries: [1n, 2n] }, { entries: [2n, 1n] }],
  ['BUS_ADDR for THRU_HOST_BRIDGE', { mapType: 'THRU_HOST_BRIDGE' }, { mapType: 'BUS_ADDR' }],
  ['attributes', { attrs: 1 }, { attrs: 2 }],
  ['reports', { reports: ['mmioOnRam'] }, {}],
  ['nothing for lookup', { events: [lookup(0n)] }, {}],
  ['lookup for lookup', { events: [lookup(0n)] }, { events: [lookup(1n)] }],
])('an outcome with another: %s', (effect, expected, observed) => {
  expect(compareOutcome(map(MMIO), outcome(expected), outcome(observed))).toMatchObject({ effect });
});

test('an outcome is the same as another with the same fields', () => {
  expect(compareOutcome(map(MMIO), outcome({ events: [lookup(1n)] }), outcome({ events: [lookup(1n)] }))).toBeNull();
});
