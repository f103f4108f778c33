import type { Span } from './config';
import type { DeviceIndex, Direction, Name } from './op';
import type { WaitsFor } from './outcome';

/** An exporting device. */
export interface DeviceView {
  readonly open: boolean;
  readonly removed: boolean;
  /** D0 … D3hot. */
  readonly powerState: number;
  /** Of the virtual COMMAND register. */
  readonly memoryBit: boolean;
  /** LOW_POWER_ENTRY was called, and nothing ended it. */
  readonly lowPower: boolean;
  readonly suspended: boolean;
  /** The user's CPU has a BAR mapped: it was touched since the last zap. */
  readonly cpuMapped: boolean;
  /** A waiting call holds its memory lock. */
  readonly locked: boolean;
  /** Registration references that dma-bufs hold. */
  readonly registrations: number;
}

export type BufState = 'LIVE' | 'REVOKED' | 'ORPHANED';

/** A dma-buf that is not freed. dma-mmio.md 1.4. */
export interface BufView {
  readonly device: DeviceIndex;
  readonly state: BufState;
  readonly fdOpen: boolean;
  readonly bytes: bigint;
  readonly physVec: readonly { readonly paddr: bigint; readonly bytes: bigint }[];
  /** 1 and the live mappings. */
  readonly mapRefs: number;
  /** Newest first. */
  readonly attachments: readonly Name[];
  /** Fences that have not signalled. */
  readonly fences: number;
}

/** An attachment. */
export interface AttachmentView {
  readonly buf: Name;
  /** Null: it is that of an area's pages. */
  readonly importer: DeviceIndex | null;
}

/** A live mapping: its sg table. dma-mmio.md 2.2. */
export interface MappingView {
  readonly attachment: Name;
  readonly importer: DeviceIndex;
  readonly direction: Direction;
  readonly entries: readonly { readonly address: bigint; readonly bytes: bigint }[];
  /** An entry has a page, a CPU offset or a CPU length. */
  readonly hasPages: boolean;
  readonly origNents: number;
}

/** An IOPTE: IOMMU prot bits of dma-mmio.md 0.4. */
export interface Iopte {
  readonly paddr: bigint;
  readonly prot: number;
}

/** What the DMA layer holds for an importer. */
export interface ImporterView {
  /** IOVA space that is taken, whether for whole mappings or for single ranges. */
  readonly reserved: readonly Span[];
  /** IOVA space that has IOPTEs. Both in address order, and empty for direct DMA. */
  readonly mapped: readonly Span[];
}

/** An area of the IOAS. */
export interface AreaView extends Span {
  readonly attachment: Name;
  readonly revoked: boolean;
}

/** A call that waits. */
export interface WaitingCall {
  readonly device: DeviceIndex;
  readonly op: string;
  readonly for: WaitsFor;
  readonly buf: Name | null;
}

/** What can be seen between ops. Objects that are returned are snapshots: later ops do not change them. */
export interface DmaBufView {
  /** How many of each the configuration has. */
  readonly exporters: number;
  readonly importers: number;
  device(device: DeviceIndex): DeviceView;
  /** Dma-bufs that are not freed, oldest first. */
  readonly bufs: readonly Name[];
  buf(name: Name): BufView | null;
  attachment(name: Name): AttachmentView | null;
  /** Live mappings, oldest first. */
  readonly mappings: readonly Name[];
  mapping(name: Name): MappingView | null;
  importer(importer: DeviceIndex): ImporterView;
  /** Where a DMA address of an importer behind an IOMMU leads; null: nowhere, and for direct DMA. */
  iopte(importer: DeviceIndex, address: bigint): Iopte | null;
  /** Pieces of memory that the mapping code holds: none while nothing is mapped. */
  readonly allocations: number;
  /** Calls that wait, the longest-waiting first. */
  readonly waiting: readonly WaitingCall[];
  /** Areas of the IOAS, oldest first. */
  readonly areas: readonly Name[];
  area(name: Name): AreaView | null;
  readonly domains: readonly number[];
  /** Where an IOVA of the IOAS leads in an attached domain; null: nowhere. */
  domainIopte(domain: number, iova: bigint): Iopte | null;
  /** IOVA space that has IOPTEs in an attached domain, in address order. */
  domainMapped(domain: number): readonly Span[];
  /** Pages that are charged to the user. */
  readonly lockedPages: number;
}
