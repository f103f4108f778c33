import type { Span } from '../../vocabulary/dma-api/config';
import type { Iopte } from '../../vocabulary/dma-api/view';
import { mergeSpans, overlaps } from '../spans';

interface Leaves extends Span {
  readonly paddr: bigint;
  readonly prot: number;
  readonly cBit: boolean;
  isFlushed: boolean;
}

/** IOVA space and IOPTEs of one device. dma-mmio.md 4.3. All spans are whole granules. */
export class DeviceTable {
  private reservations: readonly Span[] = [];
  private leaves: readonly Leaves[] = [];

  constructor(private readonly windows: readonly Span[]) {}

  /** Takes the highest free bytes in a row that end at or below `limit`; null: there are none. */
  reserve(bytes: bigint, limit: bigint, granule: bigint): bigint | null {
    for (const window of [...this.windows].reverse()) {
      const base = this.highestFree(window, bytes, limit, granule);
      if (base === null) continue;
      this.reservations = [...this.reservations, { base, bytes }];
      return base;
    }
    return null;
  }

  release(base: bigint): void {
    this.reservations = this.reservations.filter((span) => span.base !== base);
  }

  map(base: bigint, bytes: bigint, leaf: Iopte): void {
    this.leaves = [...this.leaves, { base, bytes, ...leaf, isFlushed: false }];
  }

  unmap(span: Span): void {
    this.leaves = this.leaves.filter((leaf) => !overlaps(leaf, span));
  }

  flush(span: Span): void {
    for (const leaf of this.leaves) if (overlaps(leaf, span)) leaf.isFlushed = true;
  }

  get reserved(): readonly Span[] {
    return mergeSpans(this.reservations);
  }

  get mapped(): readonly Span[] {
    return mergeSpans(this.leaves);
  }

  get unflushed(): readonly Span[] {
    return mergeSpans(this.leaves.filter(({ isFlushed }) => !isFlushed));
  }

  iopte(iova: bigint): Iopte | null {
    const found = this.leaves.find(({ base, bytes }) => iova >= base && iova < base + bytes);
    if (found === undefined) return null;
    return { paddr: found.paddr + iova - found.base, prot: found.prot, cBit: found.cBit };
  }

  private highestFree(window: Span, bytes: bigint, limit: bigint, granule: bigint): bigint | null {
    const windowEnd = window.base + window.bytes;
    let end = windowEnd <= limit ? windowEnd : ((limit + 1n) / granule) * granule;
    for (const taken of [...mergeSpans(this.reservations)].reverse()) {
      if (taken.base >= end) continue;
      if (taken.base + taken.bytes <= end - bytes) break;
      end = taken.base;
    }
    return end - bytes >= window.base ? end - bytes : null;
  }
}
