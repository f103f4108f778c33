import { createDmaApiModel } from '../../../model/dma-api';
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import { configOf, IOMMU, LOCKED, map, mapP2p, MMIO, OWNER, REQUESTER } from '../../../tests/golden/dma-api/build';
import { dmaApiPicture, stateText } from './picture';

const CONFIG = configOf({ platform: 'realm', requester: { ...IOMMU, ...LOCKED } });

/** The picture of an op whose outcome was observed to be another one. */
function pictured(op: DmaApiOp) {
  const [before, after] = [createDmaApiModel(CONFIG), createDmaApiModel(CONFIG)];
  const expectedOutcome = after.step(op);
  const views = { before: before.view, expected: after.view, observed: before.view };
  const observedOutcome = { ...expectedOutcome, value: -12, address: null, events: [] };
  return dmaApiPicture({ config: CONFIG, op, expectedOutcome, observedOutcome, ...views });
}

test('a call is drawn beside what it should have done', () => {
  const { ways } = pictured(map(MMIO));
  expect(ways.map(({ title, stations }) => [title, stations.map(({ name, state }) => `${name} ${state}`)])).toEqual([
    ['What the call should do', ['reserve passed', 'iommuMap passed', 'flush passed', 'ends passed']],
    ['What the call did', ['ends wrong']],
  ]);
});

test('a P2P mapping shows the nodes above both ends', () => {
  const ways = pictured(mapP2p()).ways.filter(({ title }) => title.startsWith('From'));
  expect(ways.map(({ title, stations }) => [title, stations.map(({ name, text }) => `${name} ${text}`)])).toEqual([
    [`From device ${OWNER} to its root`, ['node 3 ACS 0x0', 'node 1 ACS 0x0']],
    [`From device ${REQUESTER} to its root`, ['node 2 ACS 0x0', 'node 0 ACS 0x0']],
  ]);
});

test('a state in a few words', () => {
  const model = createDmaApiModel(CONFIG);
  expect(stateText(model.view)).toBe('locked: 0');
  model.step({ op: 'tryAlloc', state: 's', device: REQUESTER, phys: 0n, bytes: 0x1000n, fail: null });
  model.step(map(MMIO));
  expect(stateText(model.view)).toBe(
    'm of device 0 translated 0xeffe_f000; s of device 0 at 0xefff_f000, 0 links; locked: 0',
  );
  expect(stateText(createDmaApiModel(configOf({})).view)).toBe('nothing is mapped');
});
