import type { Name } from '../../../../model/vocabulary/dma-buf/op';
import type { Attachment } from './attachment';
import { Reservation } from './reservation';
import type { VfioDevice } from './vfio-device';

/** A physical range. Bytes. */
export interface PhysRange {
  readonly paddr: bigint;
  readonly bytes: bigint;
}

/** An exported buffer: the dma-buf, and what vfio-pci keeps of it. dma-mmio.md 1.4. */
export class DmaBuf {
  /** Null once the device is closed. */
  vdev: VfioDevice | null;
  size = 0n;
  physVec: PhysRange[] = [];
  revoked = false;
  /** The open fd, and each attachment. */
  fileRefs = 1;
  isFdOpen = true;
  /** The exporter's own reference, and one for each live mapping. */
  mapRefs = 1;
  /** The exporter's own reference is dropped for now: a revoke waits for the others. */
  isDraining = false;
  /** Newest first. */
  attachments: Attachment[] = [];
  readonly resv = new Reservation();

  constructor(
    readonly name: Name,
    readonly exporter: VfioDevice,
  ) {
    this.vdev = exporter;
  }
}
