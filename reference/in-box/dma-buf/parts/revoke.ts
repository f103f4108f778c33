import type { Call, Wait } from '../call';
import type { InBoxDmaBuf } from '../in-box';
import type { Attachment } from '../objects/attachment';
import type { DmaBuf } from '../objects/dma-buf';
import type { Reservation } from '../objects/reservation';
import type { VfioDevice } from '../objects/vfio-device';

/** Revoke and re-validation. dma-mmio.md 1.6. The memory lock of the device is held throughout. */
export interface RevokeParts {
  readonly memoryEnabled: (d: InBoxDmaBuf, device: VfioDevice) => boolean;
  /** Brings every buffer of the device to `revoked`. */
  readonly move: (d: InBoxDmaBuf, device: VfioDevice, revoked: boolean) => Call<void>;
  /** Is there anything to do for this buffer? */
  readonly needsMove: (buf: DmaBuf, revoked: boolean) => boolean;
  readonly revoke: (d: InBoxDmaBuf, device: VfioDevice, buf: DmaBuf) => Call<void>;
  readonly revalidate: (d: InBoxDmaBuf, device: VfioDevice, buf: DmaBuf) => Call<void>;
  readonly invalidateAll: (d: InBoxDmaBuf, buf: DmaBuf) => void;
  /** One importer's callback. */
  readonly invalidate: (d: InBoxDmaBuf, attachment: Attachment) => void;
  readonly awaitFences: (d: InBoxDmaBuf, device: VfioDevice, buf: DmaBuf) => Call<void>;
  /** Fences that a move waits for. */
  readonly pendingFences: (resv: Reservation) => number;
  /** Drops the exporter's own reference, waits for the others, and takes its own again. */
  readonly drain: (d: InBoxDmaBuf, device: VfioDevice, buf: DmaBuf) => Call<void>;
  readonly awaitMappings: (d: InBoxDmaBuf, device: VfioDevice, buf: DmaBuf) => Call<void>;
  /** As it was when it was made: its next revoke can wait again. */
  readonly rearm: (buf: DmaBuf) => void;
  readonly isOver: (d: InBoxDmaBuf, wait: Wait) => boolean;
}
