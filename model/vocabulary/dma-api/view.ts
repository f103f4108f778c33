import type { DmaDirection } from './attrs';
import type { DeviceIndex, PoolIndex, Span } from './config';
import type { LinkDirection, Name } from './op';
import type { NodeIndex, P2pMapType } from './topology';

/** How one entry of a mapping reaches memory. */
export type EntryPath = 'direct' | 'bounced' | 'translated' | 'bus';

/** One entry of a mapping. */
export interface EntryView {
  /** What was asked for, by CPU address. */
  readonly phys: bigint;
  readonly bytes: bigint;
  /** DMA address. */
  readonly address: bigint;
  /**
   * `bus`: a bus address. `translated`: IOPTEs of the device lead there, or to a slot. `bounced`: direct, to a slot.
   * `direct`: direct.
   */
  readonly path: EntryPath;
  /** Slots of the pool that it uses, on either path. */
  readonly slots: number;
  /** It was mapped with MMIO, or is a bus address. */
  readonly mmio: boolean;
}

export interface MappingView {
  readonly device: DeviceIndex;
  readonly made: 'phys' | 'p2p' | 'sg';
  readonly direction: DmaDirection;
  /**
   * As used: `resource` and P2P with what was added. Of a bus address and a P2P segment's own: MMIO is in `entries`.
   */
  readonly attrs: number;
  /** One, but of a mapSg. */
  readonly entries: readonly EntryView[];
}

/** A link of an IOVA state. */
export interface LinkView {
  readonly offset: bigint;
  readonly bytes: bigint;
  readonly phys: bigint;
  readonly direction: LinkDirection;
  readonly attrs: number;
}

/** An IOVA state that has its reservation. dma-mmio.md 4.4. */
export interface StateView {
  readonly device: DeviceIndex;
  readonly address: bigint;
  readonly bytes: bigint;
  /** IOVA_SWIOTLB_FLAG: a link has bounced, once. */
  readonly bounced: boolean;
  /** By offset. */
  readonly links: readonly LinkView[];
}

/** An IOPTE. `prot`: bits of dma-mmio.md 0.4; `cBit`: of its leaf, false on platforms without one. */
export interface Iopte {
  readonly paddr: bigint;
  readonly prot: number;
  readonly cBit: boolean;
}

/** What can be seen between ops. Objects that are returned are snapshots: later ops do not change them. */
export interface DmaApiView {
  /** How many of each the configuration has. */
  readonly devices: number;
  readonly nodes: number;
  readonly pools: number;
  /** ACS control bits that are set; 0 without the capability. */
  acsControl(node: NodeIndex): number;
  hasProviders(device: DeviceIndex): boolean;
  /** The cached answer for a client, in the table of a provider; null: none, or no table. */
  cachedType(provider: DeviceIndex, client: NodeIndex): P2pMapType | null;
  /** It is locked, and issues T=1. */
  locked(device: DeviceIndex): boolean;
  /** IOVA space that is taken, in address order, neighbours as one. */
  reserved(device: DeviceIndex): readonly Span[];
  /** IOVA space that has IOPTEs, likewise. */
  mapped(device: DeviceIndex): readonly Span[];
  /** IOVA space that was mapped, and of which the IOTLB has not been told, likewise. */
  unflushed(device: DeviceIndex): readonly Span[];
  /** Where an address of a device leads; null: nowhere. */
  iopte(device: DeviceIndex, iova: bigint): Iopte | null;
  /** Numbers of the slots in use, ascending. */
  usedSlots(pool: PoolIndex): readonly number[];
  /** Live mappings, oldest first. */
  readonly mappings: readonly Name[];
  mapping(name: Name): MappingView | null;
  /** IOVA states with a reservation, oldest first. */
  readonly states: readonly Name[];
  state(name: Name): StateView | null;
}
