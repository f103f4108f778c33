import type { Span } from '../../../../model/vocabulary/dma-api/config';
import { SpanSet } from '../spans';

/** A range allocator: reservations of IOVA space from the top, in whole granules. Bytes. */
export class IovaSpace {
  private readonly taken = new SpanSet();

  constructor(
    private readonly windows: readonly Span[],
    private readonly granule: bigint,
  ) {}

  /** The highest free `bytes` in a row of one window that end at or below `limit`; null: there are none. */
  reserve(bytes: bigint, limit: bigint): bigint | null {
    for (let i = this.windows.length - 1; i >= 0; i--) {
      const base = this.freeIn(this.windows[i]!, bytes, limit);
      if (base === null) continue;
      this.taken.add(base, bytes);
      return base;
    }
    return null;
  }

  /** Gives [base, base + bytes) back, and nothing else. */
  free(base: bigint, bytes: bigint): void {
    this.taken.remove(base, bytes);
  }

  spans(): readonly Span[] {
    return this.taken.list();
  }

  private freeIn(window: Span, bytes: bigint, limit: bigint): bigint | null {
    const end = window.base + window.bytes;
    const below = limit + 1n < end ? limit + 1n : end;
    const taken = this.taken.list();
    let top = below - (below % this.granule);
    for (let i = taken.length - 1; i >= 0; i--) {
      const { base, bytes: length } = taken[i]!;
      if (base >= top) continue;
      if (base + length <= top - bytes) break;
      top = base;
    }
    return top - bytes >= window.base ? top - bytes : null;
  }
}
