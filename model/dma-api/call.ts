import type { LinkDirection, MapFault } from '../vocabulary/dma-api/op';
import type { DmaApiEvent, DmaReport } from '../vocabulary/dma-api/outcome';

/** One call into the DMA API: what it has done so far, and the step of it that is to fail. */
export class Call {
  readonly events: DmaApiEvent[] = [];
  readonly reports = new Set<DmaReport>();
  private bounces = 0;
  private maps = 0;

  constructor(private readonly fail: MapFault | null = null) {}

  fails(step: 'attach' | 'iova'): boolean {
    return this.fail?.at === step;
  }

  /** Asked once for each bounce. */
  failsBounce(): boolean {
    return this.fail?.at === 'bounce' && this.fail.piece === this.bounces++;
  }

  /** Asked once for each iommu_map: its errno, or 0. */
  iommuMapErrno(): number {
    return this.fail?.at === 'iommuMap' && this.fail.piece === this.maps++ ? this.fail.errno : 0;
  }
}

/** A range to map. */
export interface Request {
  readonly phys: bigint;
  readonly bytes: bigint;
  readonly direction: LinkDirection;
  readonly attrs: number;
}
