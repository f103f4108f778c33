/** dma-mmio.md 10.5. Data only. */
import type { BouncePool } from '../../../model/vocabulary/dma-api/config';
import type { DmaDirection } from '../../../model/vocabulary/dma-api/attrs';
import {
  ALL_64,
  at,
  BAR0,
  CC_SHARED,
  ERROR,
  IOMMU,
  IOVA_END,
  legacy,
  LOCKED,
  map,
  mapRam,
  MMIO,
  POOL,
  PRIVATE_RAM,
  PRIVILEGED,
  REQUIRE_COHERENT,
  SIZE,
  type GoldenDmaApiRow,
} from './build';

const MASK_32 = 0xffff_ffffn;
const poolAt = (base: bigint): readonly BouncePool[] => [{ base, slots: 64, shared: true }];
/** 0x10000 bytes in slots of 2 KiB. */
const SLOTS = 32;
const bounced = (address: bigint) => ({ address, slots: SLOTS }) as const;

const protRow = (direction: DmaDirection, attrs: number, prot: number): GoldenDmaApiRow => ({
  id: `BG83 ${direction}${attrs === MMIO ? '' : ', PRIVILEGED'}`,
  requester: IOMMU,
  steps: [{ op: map(attrs, { direction }), leads: [[IOVA_END - SIZE, { paddr: BAR0, prot, cBit: false }]], slots: 0 }],
});

export const DIRECT_ROWS: readonly GoldenDmaApiRow[] = [
  { id: 'BG66', steps: [{ op: map(MMIO), ...at(BAR0), events: [] }] },
  { id: 'BG67', requester: { dmaMask: 0xfe00_ffffn }, steps: [{ op: map(MMIO), ...at(BAR0) }] },
  { id: 'BG68', requester: { dmaMask: 0xfe00_fffen }, steps: [{ op: map(MMIO), ...ERROR }] },
  { id: 'BG69', requester: { busLimit: 0x7fff_ffffn }, steps: [{ op: map(MMIO), ...ERROR }] },
  {
    id: 'BG70',
    platform: 'sme-host',
    steps: [
      { op: map(MMIO), ...at(BAR0) },
      { op: mapRam(0, { mapping: 'n' }), ...at(0x8000_0100_0000n) },
    ],
  },
  {
    id: 'BG71',
    platform: 'sme-host',
    requester: { dmaMask: MASK_32, coherentMask: MASK_32 },
    steps: [{ op: mapRam(0), ...bounced(POOL), events: ['bounce'] }],
  },
  { id: 'BG72', platform: 'sev-guest', steps: [{ op: map(MMIO), ...ERROR }] },
  { id: 'BG73', platform: 'sev-guest', steps: [{ op: map(MMIO | CC_SHARED), ...at(BAR0) }] },
  { id: 'BG74', platform: 'realm', steps: [{ op: map(MMIO | CC_SHARED), ...at(0x8000_fe00_0000n) }] },
  {
    id: 'BG74 of 7.2',
    assume: { DMA_RELEASE: '7.2' },
    platform: 'realm',
    steps: [{ op: map(MMIO | CC_SHARED), ...at(BAR0) }],
  },
  { id: 'BG75', platform: 'realm', steps: [{ op: map(MMIO), ...ERROR }] },
  { id: 'BG76', platform: 'tdx', steps: [{ op: map(MMIO | CC_SHARED), ...at(BAR0) }] },
  { id: 'BG77', platform: 'tdx', pools: poolAt(0x200_0000n), steps: [{ op: mapRam(0), ...bounced(0x200_0000n) }] },
  { id: 'BG78', platform: 'realm', steps: [{ op: mapRam(0), ...bounced(0x8000_9000_0000n) }] },
  ...([true, false] as const).flatMap((force): readonly GoldenDmaApiRow[] => {
    const fields = { platform: 'realm', requester: { forceBounce: force } } as const;
    const as72 = { ...fields, assume: { DMA_RELEASE: '7.2' }, unforced: true } as const;
    const shared = mapRam(CC_SHARED);
    return [
      {
        id: `BG78b force ${force ? 'on' : 'off'}`,
        ...as72,
        steps: [{ op: shared, ...(force ? at(0x8000_0100_0000n) : ERROR) }],
      },
      {
        id: `BG78b force ${force ? 'on' : 'off'}, of 7.3`,
        ...fields,
        steps: [{ op: shared, ...(force ? bounced(0x8000_9000_0000n) : at(0x8000_0100_0000n)) }],
      },
    ];
  }),
  ...(['7.2', '7.3'] as const).map((release): GoldenDmaApiRow => ({
    id: `BG78c of ${release}`,
    platform: 'realm',
    assume: { DMA_RELEASE: release },
    requester: { forceBounce: true },
    steps: [
      { op: map(MMIO), ...ERROR },
      { op: map(MMIO | CC_SHARED, { mapping: 'n' }), ...(release === '7.2' ? at(BAR0) : ERROR) },
    ],
  })),
  { id: 'BG79', steps: [{ op: map(MMIO | REQUIRE_COHERENT), ...at(BAR0) }] },
  ...(['7.2', '7.3'] as const).map((release): GoldenDmaApiRow => ({
    id: `BG80 of ${release}`,
    assume: { DMA_RELEASE: release },
    requester: { rangeMap: [{ cpu: 0n, dma: 0n, bytes: 0x8000_0000n }] },
    steps: [{ op: map(MMIO), ...(release === '7.2' ? at(BAR0) : ERROR) }],
  })),
  { id: 'BG81', platform: 'realm', requester: LOCKED, owner: LOCKED, steps: [{ op: map(MMIO), ...at(BAR0) }] },
  {
    id: 'BG82',
    platform: 'sev-guest',
    requester: LOCKED,
    owner: LOCKED,
    steps: [{ op: map(MMIO), ...at(0x8_0000_fe00_0000n) }],
  },
  protRow('TO_DEVICE', MMIO, 17),
  protRow('BIDIRECTIONAL', MMIO, 19),
  protRow('FROM_DEVICE', MMIO, 18),
  protRow('TO_DEVICE', MMIO | PRIVILEGED, 49),
  { id: 'BG84', requester: legacy('absent'), steps: [{ op: map(MMIO), ...ERROR, events: [] }] },
  { id: 'BG85', requester: IOMMU, steps: [{ op: map(MMIO | CC_SHARED), ...ERROR, events: [], reserved: 0n }] },
  {
    id: '4.2 a range map moves what it covers',
    requester: { rangeMap: [{ cpu: PRIVATE_RAM, dma: 0x8000_0000n, bytes: SIZE }], dmaMask: ALL_64 },
    steps: [{ op: mapRam(0), ...at(0x8000_0000n) }],
  },
];
