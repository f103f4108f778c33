import type { MapFault } from '../../../../model/vocabulary/dma-api/op';

/** The step of the call under way that fails, if it comes to it. */
export class Faults {
  private bounces = 0;
  private maps = 0;

  constructor(private readonly fault: MapFault | null) {}

  get attachFails(): boolean {
    return this.fault?.at === 'attach';
  }

  get hasNoIova(): boolean {
    return this.fault?.at === 'iova';
  }

  /** Asked once for each bounce, in order. */
  poolIsFull(): boolean {
    const piece = this.bounces++;
    return this.fault?.at === 'bounce' && this.fault.piece === piece;
  }

  /** Asked once for each iommu_map, in order: its errno, or 0. */
  iommuMapErrno(): number {
    const piece = this.maps++;
    return this.fault?.at === 'iommuMap' && this.fault.piece === piece ? this.fault.errno : 0;
  }
}
