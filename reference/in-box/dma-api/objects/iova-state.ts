import type { LinkView } from '../../../../model/vocabulary/dma-api/view';
import type { Device } from './device';

/** IOVA_SWIOTLB_FLAG: a link has bounced. dma-mmio.md 0.4. */
const BOUNCED = 1n << 63n;

/** The state of the IOVA API: an address, and a size that carries a flag. dma-mmio.md 4.4. */
export class IovaState {
  private sizeWord: bigint;
  /** By offset. */
  links: readonly LinkView[] = [];

  constructor(
    readonly device: Device,
    readonly address: bigint,
    bytes: bigint,
  ) {
    this.sizeWord = bytes;
  }

  get bytes(): bigint {
    return this.sizeWord & ~BOUNCED;
  }

  get hasBounced(): boolean {
    return (this.sizeWord & BOUNCED) !== 0n;
  }

  noteBounce(): void {
    this.sizeWord |= BOUNCED;
  }
}
