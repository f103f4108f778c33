/** Rows of dma-mmio.md 3.3, 7.2 and 10: what they begin with, and what is expected of each op. */
import { DEFAULT_DMA_API_ASSUMPTIONS, type DmaApiAssumptions } from '../../../model/vocabulary/dma-api/assumption';
import { DmaAttr } from '../../../model/vocabulary/dma-api/attrs';
import type { Bar, BouncePool, DmaApiConfig, DmaDevice, DmaPath } from '../../../model/vocabulary/dma-api/config';
import type { DmaApiOp, MapOp } from '../../../model/vocabulary/dma-api/op';
import type { DmaApiEvent, DmaReport } from '../../../model/vocabulary/dma-api/outcome';
import type { Platform, PlatformKind } from '../../../model/vocabulary/dma-api/platform';
import type { P2pMapType, Topology } from '../../../model/vocabulary/dma-api/topology';
import type { Iopte } from '../../../model/vocabulary/dma-api/view';
import { Errno } from '../../../model/vocabulary/errno';
import { twoRootPorts } from './topologies';

export const { MMIO, CC_SHARED, REQUIRE_COHERENT, SKIP_CPU_SYNC, PRIVILEGED, MMIO_ENCRYPTED } = DmaAttr;

/** What is expected of one op, and of the state after it; what is left out may be anything. */
export interface GoldenStep {
  readonly op: DmaApiOp;
  /** `returned` where left out. */
  readonly end?: 'bug' | 'absent';
  /** 0 where left out, and the call is over. */
  readonly value?: number;
  readonly address?: bigint | null;
  readonly entries?: readonly bigint[];
  readonly mapType?: P2pMapType;
  readonly attrs?: number | null;
  readonly reports?: readonly DmaReport[];
  /** Kinds of events, in order. */
  readonly events?: readonly DmaApiEvent['event'][];
  /** Slots that are in use after it, of all pools. */
  readonly slots?: number;
  /** IOPTEs of the requester. */
  readonly leads?: readonly (readonly [iova: bigint, Iopte | null])[];
  /** IOVA space of the requester that is taken, in bytes. */
  readonly reserved?: bigint;
  /** IOVA space of the requester that the IOTLB has not been told of, in bytes. */
  readonly unflushed?: bigint;
}

/** One row: ID in the document, where it differs from the configuration below, and its ops. */
export interface GoldenDmaApiRow {
  readonly id: string;
  readonly assume?: Partial<DmaApiAssumptions>;
  readonly platform?: PlatformKind;
  /** No forced bounce of guests, of a release that has it. */
  readonly unforced?: boolean;
  /** The device that maps: index 0. */
  readonly requester?: Partial<DmaDevice>;
  /** The device whose BAR is mapped: index 1. */
  readonly owner?: Partial<DmaDevice>;
  readonly others?: readonly DmaDevice[];
  readonly pools?: readonly BouncePool[];
  readonly topology?: Topology;
  readonly steps: readonly GoldenStep[];
}

export const REQUESTER = 0;
export const OWNER = 1;

/** dma-mmio.md 10.5: what is mapped is all of the owner's BAR. */
export const BAR0 = 0xfe00_0000n;
export const SIZE = 0x1_0000n;
export const PRIVATE_RAM = 0x100_0000n;
export const SHARED_RAM = 0x300_0000n;
/** Where the bounce pools are. dma-mmio.md 10.5 BG78. */
export const POOL = 0x9000_0000n;
export const ALL_64 = 2n ** 64n - 1n;
/** The highest IOVAs of the only window: reservations come down from here. */
export const IOVA_END = 0xf000_0000n;

const absent: Bar = { kind: 'absent', base: 0n, bytes: 0n, bus: 0n, tee: false };

export const barOf = (base: bigint, bus = base): readonly Bar[] => [
  { kind: 'memory', base, bytes: SIZE, bus, tee: true },
  absent,
  { kind: 'io', base: 0x1000n, bytes: 0x100n, bus: 0x1000n, tee: false },
  absent,
  absent,
  absent,
];

/** A device of dma-mmio.md 10.5: direct, coherent, of 64 bits. */
export const DEVICE: DmaDevice = {
  node: null,
  ancestor: null,
  dma: { path: 'direct' },
  coherent: true,
  dmaMask: ALL_64,
  coherentMask: ALL_64,
  busLimit: 0n,
  rangeMap: null,
  forceBounce: false,
  pool: 0,
  untrusted: false,
  kmallocAlign: 0n,
  windows: [{ base: IOVA_END - 0x10_0000n, bytes: 0x10_0000n }],
  bars: [],
  nonMappableBars: false,
  providers: false,
  tdisp: false,
  locked: false,
};

export const IOMMU = { dma: { path: 'iommu' } } as const satisfies Partial<DmaDevice>;
export const LOCKED = { tdisp: true, locked: true } as const satisfies Partial<DmaDevice>;
export const legacy = (ops: Extract<DmaPath, { readonly path: 'legacy' }>['ops']): Partial<DmaDevice> => ({
  dma: { path: 'legacy', ops, bypass: false, requiredMask: ALL_64, directWindow: 0n },
});

const C_BIT: Partial<Record<PlatformKind, number>> = { 'sme-host': 47, 'sev-guest': 51 };
const platformOf = (kind: PlatformKind, guestForcesBounce: boolean): Platform => ({
  kind,
  cBit: C_BIT[kind] ?? 0,
  ipaBits: kind === 'realm' ? 48 : 0,
  guestForcesBounce,
});

/** Requester and owner below root ports of their own, on Zen: P2P goes through the host bridge. */
export function configOf(row: Omit<GoldenDmaApiRow, 'id' | 'steps'>): DmaApiConfig {
  const topology = row.topology ?? twoRootPorts(true);
  return {
    assumptions: { ...DEFAULT_DMA_API_ASSUMPTIONS, ...row.assume },
    granuleLg: 12,
    platform: platformOf(row.platform ?? 'none', row.unforced !== true),
    topology,
    devices: [
      { ...DEVICE, node: 2, bars: barOf(0xfd00_0000n), ...row.requester },
      { ...DEVICE, node: 3, bars: barOf(BAR0), providers: true, ...row.owner },
      ...(row.others ?? []),
    ],
    pools: row.pools ?? [{ base: POOL, slots: 64, shared: true }],
    ram: [
      { base: PRIVATE_RAM, bytes: 0x100_0000n, shared: false },
      { base: SHARED_RAM, bytes: 0x100_0000n, shared: true },
    ],
  };
}

type MapPhys = Extract<MapOp, { readonly op: 'mapPhys' }>;

/** dma_map_phys of the owner's BAR, by the requester. */
export const map = (attrs: number, fields: Partial<MapPhys> = {}): MapPhys => ({
  op: 'mapPhys',
  mapping: 'm',
  form: 'phys',
  device: REQUESTER,
  phys: BAR0,
  bytes: SIZE,
  direction: 'BIDIRECTIONAL',
  attrs,
  fail: null,
  ...fields,
});
/** dma_map_phys of RAM. */
export const mapRam = (attrs: number, fields: Partial<MapPhys> = {}): MapPhys =>
  map(attrs, { phys: PRIVATE_RAM, ...fields });

export const unmap = (attrs: number, fields: Partial<Extract<MapOp, { readonly op: 'unmapPhys' }>> = {}): DmaApiOp => ({
  op: 'unmapPhys',
  mapping: 'm',
  form: 'phys',
  direction: 'BIDIRECTIONAL',
  attrs,
  ...fields,
});

/** P2P mapping of the owner's BAR. */
export const mapP2p = (fields: Partial<Extract<MapOp, { readonly op: 'mapP2p' }>> = {}): DmaApiOp => ({
  op: 'mapP2p',
  mapping: 'm',
  device: REQUESTER,
  provider: { device: OWNER, bar: 0 },
  offset: 0n,
  bytes: SIZE,
  direction: 'BIDIRECTIONAL',
  fail: null,
  ...fields,
});

/** DMA_MAPPING_ERROR, as every caller gets it. */
export const ERROR = { value: Errno.ENOMEM, address: null } as const satisfies Partial<GoldenStep>;
/** The address, and no slot. */
export const at = (address: bigint): Partial<GoldenStep> => ({ address, slots: 0 });
