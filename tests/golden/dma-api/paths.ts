/** dma-mmio.md 7.2, hosts and other paths; 4.5, 4.6. Data only. */
import type { LegacyOps } from '../../../model/vocabulary/dma-api/config';
import { Errno } from '../../../model/vocabulary/errno';
import {
  ALL_64,
  at,
  BAR0,
  barOf,
  CC_SHARED,
  ERROR,
  IOMMU,
  IOVA_END,
  legacy,
  LOCKED,
  map,
  mapP2p,
  mapRam,
  MMIO,
  POOL,
  PRIVATE_RAM,
  REQUIRE_COHERENT,
  SHARED_RAM,
  SIZE,
  unmap,
  type GoldenDmaApiRow,
  type GoldenStep,
} from './build';
import { oneSwitch, SWITCH } from './topologies';

const IOVA = IOVA_END - SIZE;
const MASK_47 = (1n << 47n) - 1n;
const leaf = (paddr: bigint, prot: number, cBit = false) => ({ paddr, prot, cBit });
const leads = (paddr: bigint, prot: number, cBit = false): Partial<GoldenStep> => ({
  leads: [[IOVA, leaf(paddr, prot, cBit)]],
});

const HOSTS: readonly GoldenDmaApiRow[] = [
  { id: 'H1', platform: 'sme-host', steps: [{ op: mapRam(0), ...at(PRIVATE_RAM | (1n << 47n)) }] },
  {
    id: 'H2',
    platform: 'sme-host',
    requester: { coherentMask: MASK_47 },
    steps: [{ op: mapRam(0), address: POOL, slots: 32 }],
  },
  { id: 'H3', platform: 'sme-host', steps: [{ op: map(MMIO), ...at(BAR0) }] },
  ...(['none', 'sme-host'] as const).map((platform): GoldenDmaApiRow => ({
    id: `H4 on ${platform}`,
    platform,
    requester: { forceBounce: true },
    steps: [{ op: map(MMIO), ...ERROR, slots: 0 }],
  })),
  { id: 'N1', steps: [{ op: map(MMIO), ...at(BAR0) }] },
  { id: 'N2', steps: [{ op: mapRam(CC_SHARED), ...at(PRIVATE_RAM) }] },
  { id: 'N2 of 7.2', assume: { DMA_RELEASE: '7.2' }, steps: [{ op: mapRam(CC_SHARED), ...ERROR }] },
];

const TRANSLATED: readonly GoldenDmaApiRow[] = [
  {
    id: 'I1',
    requester: IOMMU,
    steps: [
      { op: mapRam(CC_SHARED), ...ERROR },
      { op: map(MMIO | CC_SHARED, { mapping: 'n' }), ...ERROR, events: [] },
    ],
  },
  {
    id: 'I2 shared BAR',
    platform: 'sev-guest',
    requester: IOMMU,
    steps: [{ op: map(MMIO), address: IOVA, ...leads(BAR0, 19) }],
  },
  {
    id: 'I2 private BAR',
    platform: 'sev-guest',
    requester: IOMMU,
    owner: LOCKED,
    steps: [{ op: map(MMIO), ...ERROR }],
  },
  {
    id: 'I2 private BAR, as built',
    assume: { DMA_IOMMU_CC: 'ignored' },
    platform: 'sev-guest',
    requester: IOMMU,
    owner: LOCKED,
    steps: [{ op: map(MMIO), address: IOVA, ...leads(BAR0, 19) }],
  },
  {
    id: 'I3',
    platform: 'sme-host',
    requester: IOMMU,
    steps: [
      { op: map(MMIO), address: IOVA, ...leads(BAR0, 19) },
      { op: mapRam(0, { mapping: 'n' }), leads: [[IOVA - SIZE, leaf(PRIVATE_RAM, 7, true)]] },
    ],
  },
  {
    id: '4.3 swiotlb=force is not asked, and MMIO of an untrusted device is not bounced',
    requester: { ...IOMMU, forceBounce: true, untrusted: true },
    steps: [
      { op: map(MMIO, { phys: BAR0 + 0x80n, bytes: 0x80n }), address: IOVA_END - 0x1000n + 0x80n, slots: 0 },
      { op: mapRam(0, { mapping: 'n', phys: PRIVATE_RAM + 0x80n, bytes: 0x80n }), slots: 2, reserved: 0x2000n },
    ],
  },
  {
    id: '4.3 a failing iommu_map gives the IOVA back',
    requester: IOMMU,
    steps: [
      {
        op: map(MMIO, { fail: { at: 'iommuMap', piece: 0, errno: Errno.EINVAL } }),
        ...ERROR,
        events: ['reserve', 'iommuMap', 'release'],
        reserved: 0n,
        leads: [[IOVA, null]],
      },
    ],
  },
  {
    id: '4.3 unmap of MMIO: no look-up, no cache',
    requester: { ...IOMMU, coherent: false },
    steps: [
      { op: map(MMIO), events: ['reserve', 'iommuMap', 'flush'] },
      { op: unmap(MMIO), events: ['iommuUnmap', 'flush', 'release'], reserved: 0n },
      { op: mapRam(0, { mapping: 'n' }), events: ['cache', 'reserve', 'iommuMap', 'flush'] },
      { op: unmap(0, { mapping: 'n' }), events: ['lookup', 'cache', 'iommuUnmap', 'flush', 'release'] },
    ],
  },
];

const BUS_OFFSET_BAR = barOf(BAR0, 0x1000n);
const bus = {
  topology: oneSwitch(false),
  requester: { node: SWITCH.requester },
  owner: { node: SWITCH.owner, bars: BUS_OFFSET_BAR },
} as const;

const BUS: readonly GoldenDmaApiRow[] = [
  {
    id: 'DMA-034',
    ...bus,
    steps: [{ op: mapP2p({ offset: 0x40n, bytes: 0x40n }), ...at(0x1040n), mapType: 'BUS_ADDR' }],
  },
  { id: 'B1 shared', ...bus, platform: 'realm', steps: [{ op: mapP2p(), ...at(0x1000n) }] },
  {
    id: 'B1 private, T=0',
    ...bus,
    platform: 'realm',
    owner: { ...bus.owner, ...LOCKED },
    steps: [{ op: mapP2p(), value: Errno.EREMOTEIO, address: null, mapType: 'BUS_ADDR' }],
  },
  {
    id: 'B1 private, T=0, as built',
    assume: { DMA_BUS_ADDR_CC: 'ignored' },
    ...bus,
    platform: 'realm',
    owner: { ...bus.owner, ...LOCKED },
    steps: [{ op: mapP2p(), ...at(0x1000n) }],
  },
  {
    id: 'B1 private, T=1',
    ...bus,
    platform: 'realm',
    requester: { ...bus.requester, ...LOCKED },
    owner: { ...bus.owner, ...LOCKED },
    steps: [{ op: mapP2p(), ...at(0x1000n) }],
  },
];

const mapsMmio = (ops: LegacyOps, prot: number): GoldenDmaApiRow => ({
  id: `4.5 ${ops}`,
  requester: legacy(ops),
  steps: [{ op: map(MMIO), address: IOVA, ...leads(BAR0, prot) }],
});

const LEGACY: readonly GoldenDmaApiRow[] = [
  { id: 'Y1 missing', requester: legacy('absent'), steps: [{ op: map(MMIO), ...ERROR, events: [] }] },
  { id: 'Y1 refusing', requester: legacy('refusesMmio'), steps: [{ op: map(MMIO), ...ERROR, events: [] }] },
  { id: '4.5 xenSwiotlb', requester: legacy('xenSwiotlb'), steps: [{ op: map(MMIO), ...at(BAR0), events: [] }] },
  {
    id: '4.5 xenSwiotlb, not capable',
    requester: { ...legacy('xenSwiotlb'), dmaMask: BAR0 },
    steps: [{ op: map(MMIO), ...ERROR, events: [] }],
  },
  mapsMmio('arm32', 19),
  mapsMmio('powerTce', 7),
  {
    id: '4.1 bypass, and the direct window for RAM',
    requester: { dma: { path: 'legacy', ops: 'absent', bypass: true, requiredMask: ALL_64, directWindow: 0n } },
    steps: [{ op: map(MMIO), ...at(BAR0) }],
  },
  {
    id: '4.1 the direct window is for RAM alone',
    requester: {
      dma: { path: 'legacy', ops: 'absent', bypass: false, requiredMask: ALL_64, directWindow: PRIVATE_RAM + SIZE },
    },
    steps: [
      { op: mapRam(0), ...at(PRIVATE_RAM) },
      { op: mapRam(0, { mapping: 'n', bytes: SIZE + 1n }), ...ERROR },
      { op: mapRam(CC_SHARED, { mapping: 'o' }), ...ERROR },
      { op: map(MMIO, { mapping: 'p', phys: 0x80_0000n, bytes: 0x1000n }), ...ERROR },
    ],
  },
];

const COMBINATIONS: readonly GoldenDmaApiRow[] = [
  {
    id: '4.6 page-based map with MMIO',
    steps: [
      { op: map(MMIO, { form: 'page' }), ...ERROR },
      { op: map(MMIO, { mapping: 'n' }), ...at(BAR0) },
      { op: unmap(MMIO, { mapping: 'n', form: 'page' }), events: [] },
      { op: { op: 'syncFor', mapping: 'n', target: 'cpu' }, reports: ['syncOfMmio'], events: [] },
    ],
  },
  {
    id: '4.6 sync of MMIO',
    requester: { coherent: false },
    steps: [
      { op: map(MMIO), events: [] },
      { op: { op: 'syncFor', mapping: 'm', target: 'device' }, reports: ['syncOfMmio'], events: [] },
    ],
  },
  { id: '4.6 MMIO on RAM', steps: [{ op: mapRam(MMIO), ...at(PRIVATE_RAM), reports: ['mmioOnRam'] }] },
  {
    id: '4.6 REQUIRE_COHERENT on a non-coherent device',
    requester: { coherent: false },
    steps: [
      { op: mapRam(REQUIRE_COHERENT), ...ERROR },
      {
        op: {
          op: 'mapSg',
          mapping: 'n',
          device: 0,
          segments: [{ phys: PRIVATE_RAM, bytes: SIZE }],
          direction: 'TO_DEVICE',
          attrs: REQUIRE_COHERENT,
          fail: null,
        },
        value: Errno.EOPNOTSUPP,
      },
    ],
  },
  {
    id: '4.6 attributes differ',
    steps: [{ op: mapRam(0) }, { op: unmap(MMIO), reports: ['attrsDiffer'] }, { op: unmap(0), reports: [] }],
  },
  {
    id: '4.6 page-backed P2P memory, direct',
    steps: [
      {
        op: {
          op: 'mapSg',
          mapping: 'm',
          device: 0,
          segments: [
            { phys: SHARED_RAM, bytes: 0x1000n },
            { phys: BAR0, bytes: 0x1000n },
          ],
          direction: 'TO_DEVICE',
          attrs: 0,
          fail: null,
        },
        entries: [SHARED_RAM, BAR0],
        reports: [],
      },
    ],
  },
  { id: '4.1 direction NONE', steps: [{ op: map(MMIO, { direction: 'NONE' }), end: 'bug' }] },
  { id: '4.1 no dma_mask', requester: { dmaMask: null }, steps: [{ op: map(MMIO), ...ERROR }] },
];

export const PATH_ROWS: readonly GoldenDmaApiRow[] = [...HOSTS, ...TRANSLATED, ...BUS, ...LEGACY, ...COMBINATIONS];
