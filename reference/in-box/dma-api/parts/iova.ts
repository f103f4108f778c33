import type { InBoxDmaApi } from '../in-box';
import type { Device } from '../objects/device';
import type { IovaState } from '../objects/iova-state';
import type { MapRequest } from '../objects/request';

/** The IOVA API. dma-mmio.md 4.4. Numbers are 0 or an errno. */
export interface IovaParts {
  /** Address of a reservation for `bytes` that begin at `phys`; null: none. */
  readonly tryAlloc: (d: InBoxDmaApi, device: Device, phys: bigint, bytes: bigint) => bigint | null;
  /** What is left of a state whose try_alloc failed: null, nothing. */
  readonly stateOfFailure: (device: Device, bytes: bigint) => IovaState | null;
  readonly link: (d: InBoxDmaApi, state: IovaState, offset: bigint, request: MapRequest) => number;
  /** Why a link is refused before anything is done, or 0. */
  readonly refusesLink: (d: InBoxDmaApi, state: IovaState, offset: bigint, request: MapRequest) => number;
  readonly linkThroughPool: (d: InBoxDmaApi, state: IovaState, offset: bigint, request: MapRequest) => number;
  /** One piece, whose memory or slot is that of `request`; `address`: IOVA of its first byte. */
  readonly linkPiece: (d: InBoxDmaApi, request: MapRequest, address: bigint) => number;
  /** One piece that bounces. */
  readonly linkBounced: (d: InBoxDmaApi, request: MapRequest, address: bigint) => number;
  readonly syncLinks: (d: InBoxDmaApi, state: IovaState, offset: bigint, bytes: bigint) => void;
  readonly unlink: (d: InBoxDmaApi, state: IovaState, offset: bigint, request: MapRequest) => void;
  /** Granule by granule: cache and slots. */
  readonly unlinkSlowly: (d: InBoxDmaApi, address: bigint, request: MapRequest) => void;
  /** `request`: what is linked; null: nothing. */
  readonly destroy: (d: InBoxDmaApi, state: IovaState, request: MapRequest | null) => void;
  readonly free: (d: InBoxDmaApi, state: IovaState) => void;
}
