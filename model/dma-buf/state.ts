import type { Bar, DmaBufConfig, ExporterConfig } from '../vocabulary/dma-buf/config';
import type { DeviceIndex, Direction, Name } from '../vocabulary/dma-buf/op';
import type { BufState, DeviceView } from '../vocabulary/dma-buf/view';
import type { DmaLayer } from './dma-layer';
import type { Ioas } from './ioas';
import type { MappedRanges } from './mapped-ranges';

/** What changes of an exporting device. */
export interface Device {
  readonly index: DeviceIndex;
  readonly config: ExporterConfig;
  open: boolean;
  /** Unbinding has begun, and ended. */
  removing: boolean;
  removed: boolean;
  powerState: number;
  memoryBit: boolean;
  lowPower: boolean;
  /** An eventfd waits for the device to leave low power by itself. */
  wakeup: boolean;
  suspended: boolean;
  cpuMapped: boolean;
}

/** A dma-buf that is not freed. dma-mmio.md 1.4. */
export interface Buf {
  readonly name: Name;
  readonly device: DeviceIndex;
  readonly bytes: bigint;
  readonly physVec: readonly { readonly paddr: bigint; readonly bytes: bigint }[];
  revoked: boolean;
  /** The device is no longer its own: `vdev == null`. */
  orphaned: boolean;
  fdOpen: boolean;
  /** Newest first. */
  attachments: readonly Attachment[];
  readonly fences: Set<Name>;
}

export interface Attachment {
  readonly name: Name;
  readonly buf: Buf;
  /** Index of the importer; null: pages of the IOAS. */
  readonly importer: DeviceIndex | null;
}

/** A live mapping. */
export interface Mapping {
  readonly name: Name;
  readonly attachment: Attachment;
  readonly direction: Direction;
  readonly ranges: MappedRanges;
}

/** All that the ops work on. */
export interface World {
  readonly config: DmaBufConfig;
  readonly devices: readonly Device[];
  readonly bufs: Map<Name, Buf>;
  readonly attachments: Map<Name, Attachment>;
  readonly mappings: Map<Name, Mapping>;
  /** Fences that have not signalled. */
  readonly fences: Map<Name, Buf>;
  /** By importer. */
  readonly layers: readonly DmaLayer[];
  readonly ioas: Ioas;
  /** Every name that was given. */
  readonly names: Set<Name>;
}

export const openedDevice = (index: DeviceIndex, config: ExporterConfig): Device => ({
  index,
  config,
  open: true,
  removing: false,
  removed: false,
  powerState: 0,
  memoryBit: config.memoryBit,
  lowPower: false,
  wakeup: false,
  suspended: false,
  cpuMapped: false,
});

/** The first power state that switches memory off. */
export const D3HOT = 3;

/** dma-mmio.md 1.4; a device in low power has its memory off (1.8 D1-1), unless that is assumed otherwise. */
export function isMemoryEnabled({ config }: World, device: Device): boolean {
  if (device.lowPower && config.assumptions.DMABUF_LOW_POWER === 'off') return false;
  return device.powerState < D3HOT && (device.config.virtualFunction || device.memoryBit);
}

export const stateOf = ({ orphaned, revoked }: Buf): BufState => {
  if (orphaned) return 'ORPHANED';
  return revoked ? 'REVOKED' : 'LIVE';
};

/** Buffers on the list of a device, in the order in which they came. */
export const bufsOf = ({ bufs }: World, { index }: Device): readonly Buf[] =>
  [...bufs.values()].filter((buf) => buf.device === index && !buf.orphaned);

export const mappingsOf = ({ mappings }: World, of: Buf | Attachment): readonly Mapping[] =>
  [...mappings.values()].filter(({ attachment }) => attachment === of || attachment.buf === of);

/** The BAR that is exported as `region`; null where none is there, or the driver has not got it (B8). */
export function claimedBar({ config }: Device, region: number): Bar | null {
  const bar = config.bars[region];
  return bar !== undefined && bar.kind !== 'absent' && bar.claimed ? bar : null;
}

/** One registration reference for each buffer that still has its device. dma-mmio.md 1.4. */
export const deviceView = (world: World, device: Device, locked: boolean): DeviceView => ({
  open: device.open,
  removed: device.removed,
  powerState: device.powerState,
  memoryBit: device.memoryBit,
  lowPower: device.lowPower,
  suspended: device.suspended,
  cpuMapped: device.cpuMapped,
  locked,
  registrations: bufsOf(world, device).length,
});
