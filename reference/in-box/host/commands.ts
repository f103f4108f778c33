import type { HostConfig } from '../../../model/vocabulary/host/config';
import type { DeviceHardware } from '../device-access/hardware';

/** Numbers of one queued invalidation. */
const FIELDS = 3;

/**
 * The IOMMU's command queue. An invalidation has happened when a completion wait behind it is over, and no sooner: the
 * latest moment that hardware may choose. Devices with ATS keep their translations themselves.
 */
export class CommandQueue {
  private readonly queued: number[] = [];

  constructor(private readonly devices: DeviceHardware) {}

  clear(): void {
    this.queued.length = 0;
  }

  /** Invalidates the lines that the IOMMU keeps for devices of a guest. */
  iotlb({ devices }: HostConfig, guest: number, iova: number, n: number): void {
    for (let device = 0; device < devices.length; device++) {
      const { guest: owner, ats } = devices[device]!;
      if (owner === guest && !ats) this.queued.push(device, iova, n);
    }
  }

  devtlb(device: number, iova: number, n: number): void {
    this.queued.push(device, iova, n);
  }

  wait(): void {
    for (let at = 0; at < this.queued.length; at += FIELDS) {
      this.devices.invalidate(this.queued[at]!, this.queued[at + 1]!, this.queued[at + 2]!);
    }
    this.queued.length = 0;
  }
}
