import type { ExporterConfig } from '../../../../model/vocabulary/dma-buf/config';
import type { DmaBuf } from './dma-buf';

/** D3hot: the first power state in which memory does not answer. dma-mmio.md 0.4, 1.4. */
export const D3HOT = 3;

/** An exporting device as its VFIO driver holds it. */
export class VfioDevice {
  isOpen = true;
  isRemoved = false;
  /** Its driver is being unbound, or is. */
  isUnbinding = false;
  powerState = 0;
  /** Of the virtual COMMAND register. */
  memoryBit: boolean;
  lowPower = false;
  /** Low power was entered with an eventfd: a resume fires it. */
  wakesUp = false;
  isSuspended = false;
  cpuMapped = false;
  memoryLocked = false;
  /** References that dma-bufs hold on the device's registration. */
  registrations = 0;
  /** Its dma-bufs, oldest first. */
  dmaBufs: DmaBuf[] = [];

  constructor(
    readonly index: number,
    readonly config: ExporterConfig,
  ) {
    this.memoryBit = config.memoryBit;
  }

  /** As it is found after an open, and left by the last close. */
  settle(): void {
    this.powerState = 0;
    this.memoryBit = this.config.memoryBit;
    this.lowPower = false;
    this.wakesUp = false;
    this.isSuspended = false;
    this.cpuMapped = false;
  }
}
