import type { Invalidation, Iotlb } from './iotlb';

/** Commands that an IOMMU was given and has not been seen to complete. */
export class CommandQueue {
  private pending: Invalidation[] = [];

  constructor(private readonly iotlb: Iotlb) {}

  queue(command: Invalidation): void {
    this.pending.push(command);
  }

  /** A completion wait that succeeds: all that was queued before it is done. */
  complete(): void {
    for (const command of this.pending) this.iotlb.drop(command);
    this.pending = [];
  }
}
