/** A row for each position that is no default: the default breaks it. dma-mmio.md 3.4, 4.5, 7.3. Data only. */
import type { DmaApiOp } from '../../../model/vocabulary/dma-api/op';
import {
  at,
  BAR0,
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
  MMIO_ENCRYPTED,
  POOL,
  SHARED_RAM,
  SIZE,
  type GoldenDmaApiRow,
} from './build';

const mapSgOfBar: DmaApiOp = {
  op: 'mapSg',
  mapping: 'm',
  device: 0,
  segments: [{ phys: BAR0, bytes: SIZE }],
  direction: 'BIDIRECTIONAL',
  attrs: 0,
  fail: null,
};
const IOVA = IOVA_END - SIZE;

export const ASSUMPTION_ROWS: readonly GoldenDmaApiRow[] = [
  {
    id: 'DMA-057: T=1 changes nothing',
    assume: { DMA_FORCE_UNENCRYPTED: 'per-platform' },
    platform: 'realm',
    requester: LOCKED,
    steps: [{ op: mapRam(0), address: POOL | (1n << 47n), slots: 32 }],
  },
  {
    id: 'CCSHARED-26: P2P in a guest keeps failing',
    assume: { DMA_P2P_ATTRS: 'mmio-alone' },
    platform: 'realm',
    steps: [{ op: mapP2p(), ...ERROR, mapType: 'THRU_HOST_BRIDGE', attrs: MMIO }],
  },
  {
    id: 'DMA-033: attributes follow the provider',
    platform: 'realm',
    steps: [{ op: mapP2p(), ...at(BAR0 | (1n << 47n)), mapType: 'THRU_HOST_BRIDGE', attrs: MMIO | CC_SHARED }],
  },
  {
    id: '4.6 P2P memory as RAM',
    assume: { DMA_SG_P2P: 'as-ram' },
    requester: IOMMU,
    steps: [{ op: mapSgOfBar, reports: ['ramOnMmio'], leads: [[IOVA, { paddr: BAR0, prot: 7, cBit: false }]] }],
  },
  {
    id: '4.6 P2P memory as MMIO',
    requester: IOMMU,
    steps: [{ op: mapSgOfBar, reports: [], leads: [[IOVA, { paddr: BAR0, prot: 19, cBit: false }]] }],
  },
  {
    id: '11.7 T=1 reaches private MMIO alone',
    assume: { DMA_T1_SHARED_MMIO: 'no' },
    platform: 'realm',
    requester: LOCKED,
    steps: [{ op: map(MMIO | CC_SHARED), ...ERROR }],
  },
  {
    id: 'APM: no C-bit in an address of MMIO',
    assume: { DMA_TRUSTED_MMIO_CBIT: 'clear' },
    platform: 'sev-guest',
    requester: LOCKED,
    owner: LOCKED,
    steps: [{ op: map(MMIO), ...at(BAR0) }],
  },
  {
    id: 'seed 002: MMIO is shared unless it is named encrypted',
    assume: { DMA_MMIO_ATTR: 'mmio-encrypted' },
    platform: 'realm',
    steps: [
      { op: map(MMIO), ...at(BAR0 | (1n << 47n)) },
      { op: map(MMIO | MMIO_ENCRYPTED, { mapping: 'n' }), ...ERROR },
    ],
  },
  {
    id: 'seed 002: private MMIO is named encrypted',
    assume: { DMA_MMIO_ATTR: 'mmio-encrypted' },
    platform: 'realm',
    requester: LOCKED,
    owner: LOCKED,
    steps: [
      { op: map(MMIO | MMIO_ENCRYPTED), ...at(BAR0) },
      { op: map(MMIO, { mapping: 'n' }), ...ERROR },
    ],
  },
  {
    id: 'seed 001: bounce memory alone',
    assume: { DMA_CC_RAM: 'bounce-only' },
    platform: 'realm',
    steps: [{ op: mapRam(CC_SHARED, { phys: SHARED_RAM }), ...ERROR }],
  },
  {
    id: 'seed 002: POWER without a resource op',
    assume: { DMA_POWER_TCE_MMIO: 'refuses' },
    requester: legacy('powerTce'),
    steps: [{ op: map(MMIO), ...ERROR }],
  },
];
