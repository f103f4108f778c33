import type { SpaPage } from '../rmp/entry';
import type { IovaPage } from '../units';
import type { StepKind } from './step-kind';

// Steps of BARs that are exported and imported: only hosts with importers take them.

/** What a dma-buf is: not there, LIVE or REVOKED. dma-mmio.md 1.4. */
export const BufferState = { none: 0, live: 1, revoked: 2 } as const;
export type BufferState = (typeof BufferState)[keyof typeof BufferState];

/** Whose lock: the memory lock of a device, the reservation lock of the buffer of a BAR, the lock of an IOAS or container. */
export const LockOf = { device: 0, buffer: 1, importer: 2 } as const;
export type LockOf = (typeof LockOf)[keyof typeof LockOf];

/** Takes or drops a lock; `index`: number of the device, the BAR or the importer. */
export interface ImportLockStep {
  readonly kind: typeof StepKind.importLock | typeof StepKind.importUnlock;
  readonly of: LockOf;
  readonly index: number;
}
/** The buffer of a BAR is made, revoked, or usable again. */
export interface SetBufferStep {
  readonly kind: typeof StepKind.setBuffer;
  readonly bar: number;
  readonly state: BufferState;
}
/** An importer attaches to the buffer, or detaches from it. */
export interface AttachBufferStep {
  readonly kind: typeof StepKind.attachBuffer;
  readonly importer: number;
  readonly bar: number;
  readonly attached: boolean;
}
/** The importer is told that its mapping of the BAR is to go. */
export interface InvalidateStep {
  readonly kind: typeof StepKind.invalidate;
  readonly importer: number;
  readonly bar: number;
}
/** The importer has a mapping of the BAR through its buffer from now on, or none any more. */
export interface MapBufferStep {
  readonly kind: typeof StepKind.mapBuffer;
  readonly importer: number;
  readonly bar: number;
  readonly mapped: boolean;
}
/** A transfer to the BAR is under way, or over: its fence is put on the buffer, or signalled. */
export interface FenceStep {
  readonly kind: typeof StepKind.fence;
  readonly importer: number;
  readonly bar: number;
  readonly signalled: boolean;
}
/** Waits until every fence of the buffer is signalled; until nobody has a mapping of it. */
export interface BufferWaitStep {
  readonly kind: typeof StepKind.fenceWait | typeof StepKind.unmapWait;
  readonly bar: number;
}
/** Writes `n` leaves of 2^lg bytes, consecutive on both sides, into the table of a port. */
export interface PortMapStep {
  readonly kind: typeof StepKind.portMap;
  readonly importer: number;
  readonly port: number;
  readonly iova: IovaPage;
  readonly spa: SpaPage;
  readonly lg: number;
  readonly n: number;
  /** IOMMU_MMIO. */
  readonly mmio: boolean;
  /** There is no page for a table that is missing: half of them are written. */
  readonly fails: boolean;
  /** Leaves that were written; they carry the C-bit, as the raw entry has it. */
  done: number;
  encrypted: boolean;
}
/** Clears every leaf that covers one of `n` pages: `cleared` of them. */
export interface PortUnmapStep {
  readonly kind: typeof StepKind.portUnmap;
  readonly importer: number;
  readonly port: number;
  readonly iova: IovaPage;
  readonly n: number;
  cleared: number;
}
/** Queues an invalidation: of the IOTLB for the port, or of what its device keeps. */
export interface PortInvStep {
  readonly kind: typeof StepKind.portInv;
  readonly importer: number;
  readonly port: number;
  readonly iova: IovaPage;
  readonly n: number;
  readonly devTlb: boolean;
}
/** The domain of a port is attached to its device, or detached. */
export interface SetPortStep {
  readonly kind: typeof StepKind.setPort;
  readonly importer: number;
  readonly port: number;
  readonly open: boolean;
}
/** One request of a port. `probe`: one of those at the end. */
export interface PortDmaStep {
  readonly kind: typeof StepKind.portDma;
  readonly importer: number;
  readonly port: number;
  readonly iova: IovaPage;
  readonly write: boolean;
  readonly probe: boolean;
  ok: boolean;
  spa: SpaPage;
  hit: boolean;
  /** The switch sent it straight to a BAR, past the IOMMU. */
  routed: boolean;
  event: number;
}
/** Memory space of a device is switched on or off. dma-mmio.md 1.7. */
export interface SetMemoryStep {
  readonly kind: typeof StepKind.setMemory;
  readonly device: number;
  readonly on: boolean;
}

export type ImportStep =
  | ImportLockStep
  | SetBufferStep
  | AttachBufferStep
  | InvalidateStep
  | MapBufferStep
  | FenceStep
  | BufferWaitStep
  | PortMapStep
  | PortUnmapStep
  | PortInvStep
  | SetPortStep
  | PortDmaStep
  | SetMemoryStep;
