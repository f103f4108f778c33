import { createDmaApiModel } from '../../model/dma-api';
import type { DmaApiConfig } from '../../model/vocabulary/dma-api/config';
import type { DmaApiOp } from '../../model/vocabulary/dma-api/op';
import {
  CC_SHARED,
  configOf,
  IOMMU,
  legacy,
  LOCKED,
  map,
  mapP2p,
  mapRam,
  MMIO,
  OWNER,
  PRIVATE_RAM,
  REQUESTER,
  unmap,
} from '../../tests/golden/dma-api/build';
import { describeConfig } from './config-words';
import { describeOp, describeOutcome } from './words';

/** What a trace says, an op and its outcome a line. */
function lines(config: DmaApiConfig, ops: readonly DmaApiOp[]): readonly string[] {
  const model = createDmaApiModel(config);
  return ops.map((op) => `${describeOp(op)} → ${describeOutcome(op, model.step(op))}`);
}

test('a mapping behind an IOMMU, in words', () => {
  const config = configOf({ requester: { ...IOMMU, coherent: false } });
  expect(lines(config, [mapRam(0, { bytes: 0x1000n }), unmap(0), map(CC_SHARED)])).toEqual([
    'mapPhys(mapping m, form phys, device 0, phys 0x100_0000, bytes 0x1000, direction BIDIRECTIONAL, attrs none) → 0, at 0xefff_f000; ' +
      'cache of 0x100_0000+0x1000 for the device; reserve IOVA 0xefff_f000+0x1000 of device 0; ' +
      'iommu_map of 0x100_0000 at 0xefff_f000+0x1000 of device 0, READ|WRITE; flush 0xefff_f000+0x1000 of device 0 after map',
    'unmapPhys(mapping m, form phys, direction BIDIRECTIONAL, attrs none) → 0; look-up of 0xefff_f000 of device 0; ' +
      'cache of 0x100_0000+0x1000 for the cpu; iommu_unmap 0xefff_f000+0x1000 of device 0; flush 0xefff_f000+0x1000 of device 0 after unmap; ' +
      'release IOVA 0xefff_f000+0x1000 of device 0',
    'mapPhys(mapping m, form phys, device 0, phys 0xfe00_0000, bytes 0x1_0000, direction BIDIRECTIONAL, attrs CC_SHARED) → absent',
  ]);
});

test('P2P, ACS and a scatterlist, in words', () => {
  const ops: readonly DmaApiOp[] = [
    { op: 'setAcs', node: 0, control: 0x1d },
    { op: 'distanceMany', provider: OWNER, clients: [], verbose: true },
    mapP2p({ fail: { at: 'iommuMap', piece: 0, errno: -12 } }),
    {
      op: 'mapSg',
      mapping: 'n',
      device: REQUESTER,
      segments: [{ phys: PRIVATE_RAM, bytes: 0x1000n }],
      direction: 'TO_DEVICE',
      attrs: 0,
      fail: null,
    },
  ];
  expect(lines(configOf({}), ops)).toEqual([
    'setAcs(node 0, control 0x1d) → 0',
    'distanceMany(provider 1, clients none, verbose true) → -1',
    'mapP2p(mapping m, device 0, provider 1 0, offset 0x0, bytes 0x1_0000, direction BIDIRECTIONAL, fail iommuMap 0 -ENOMEM (-12)) → ' +
      '0, at 0xfe00_0000, THRU_HOST_BRIDGE, with MMIO',
    'mapSg(mapping n, device 0, segments 0x100_0000+0x1000, direction TO_DEVICE, attrs none) → 0, at 0x100_0000',
  ]);
});

test('what a caller did wrong, and a bounce, in words', () => {
  const config = configOf({ requester: { forceBounce: true } });
  expect(lines(config, [mapRam(0, { bytes: 0x1000n }), unmap(MMIO)])).toEqual([
    expect.stringMatching(/→ 0, at 0x9000_0000; bounce 0x9000_0000\+0x1000, pool 0 slots 0\+2$/),
    expect.stringMatching(/→ 0, reported: attrsDiffer$/),
  ]);
});

test('a configuration in one line', () => {
  const config = configOf({ platform: 'realm', requester: { ...legacy('arm32'), coherent: false }, owner: LOCKED });
  expect(describeConfig(config)).toBe(
    'realm IPA 48, 4K granules; Zen, roots 0x8086:0x1234; nodes 0, 1, 2 below 0, 3 below 1; ' +
      'device 0: node 2, legacy arm32, mask 0xffff_ffff_ffff_ffff, not coherent, pool 0, BAR0 memory 0xfd00_0000+0x1_0000 TEE, BAR2 io 0x1000+0x100; ' +
      'device 1: node 3, direct, mask 0xffff_ffff_ffff_ffff, pool 0, BAR0 memory 0xfe00_0000+0x1_0000 TEE, BAR2 io 0x1000+0x100, providers, locked; ' +
      'pool 0: 64 slots at 0x9000_0000',
  );
});
