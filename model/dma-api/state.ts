import type { DeviceIndex, DmaApiConfig, DmaDevice, PoolIndex, Span } from '../vocabulary/dma-api/config';
import type { LinkDirection, Name } from '../vocabulary/dma-api/op';
import type { NodeIndex, P2pMapType } from '../vocabulary/dma-api/topology';
import type { EntryPath } from '../vocabulary/dma-api/view';
import { DeviceTable } from './translated/device-table';

/** Slots that hold `bytes`, from `phys` on. */
export interface Bounced {
  readonly pool: PoolIndex;
  readonly slot: number;
  readonly slots: number;
  readonly phys: bigint;
  readonly bytes: bigint;
}

/** One range of a mapping. */
export interface Entry {
  readonly phys: bigint;
  readonly bytes: bigint;
  readonly address: bigint;
  readonly path: EntryPath;
  readonly bounced: Bounced | null;
  /** Those it was mapped with; of a bus address none. */
  readonly attrs: number;
}

/** A live mapping. */
export interface Mapping {
  readonly device: DeviceIndex;
  readonly made: 'phys' | 'p2p' | 'sg';
  readonly direction: LinkDirection;
  readonly attrs: number;
  readonly entries: readonly Entry[];
  /** The one reservation of a mapSg that made one; its entries have none of their own. */
  readonly reservation: Span | null;
}

/** A link of an IOVA state: the granules from `iova` on, and the slots that pieces of it bounce to. */
export interface Link {
  readonly offset: bigint;
  readonly bytes: bigint;
  readonly phys: bigint;
  readonly direction: LinkDirection;
  readonly attrs: number;
  readonly granules: Span;
  readonly bounced: readonly Bounced[];
}

export interface IovaState {
  readonly device: DeviceIndex;
  readonly address: bigint;
  readonly bytes: bigint;
  /** Granules of the reservation. */
  readonly reservation: Span;
  /** IOVA_SWIOTLB_FLAG. */
  bounced: boolean;
  /** By offset. */
  links: readonly Link[];
}

/** What changes of a device. */
export interface Device {
  readonly index: DeviceIndex;
  readonly config: DmaDevice;
  /** It issues T=1. dma-mmio.md 3.4. */
  locked: boolean;
  /** Cached map types of its providers by client; null: no table. dma-mmio.md 3.2. */
  mapTypes: Map<NodeIndex, P2pMapType> | null;
  readonly table: DeviceTable;
}

/** All that the ops work on. */
export interface World {
  readonly config: DmaApiConfig;
  /** ACS control bits by node. */
  readonly acs: number[];
  readonly devices: readonly Device[];
  /** By pool and slot: it is in use. */
  readonly slots: readonly boolean[][];
  readonly mappings: Map<Name, Mapping>;
  readonly states: Map<Name, IovaState>;
  /** Every name that was given. */
  readonly names: Set<Name>;
}

/** The world at the start of a trace. */
export const initialWorld = (config: DmaApiConfig): World => ({
  config,
  acs: config.topology.nodes.map(({ acs }) => acs?.control ?? 0),
  devices: config.devices.map((device, index) => ({
    index,
    config: device,
    locked: device.locked,
    mapTypes: device.providers ? new Map() : null,
    table: new DeviceTable(device.windows),
  })),
  slots: config.pools.map(({ slots }) => Array.from({ length: slots }, () => false)),
  mappings: new Map(),
  states: new Map(),
  names: new Set(),
});
