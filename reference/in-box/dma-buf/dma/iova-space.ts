import type { Span } from '../../../../model/vocabulary/dma-buf/config';

/** Reservations of IOVA space, lowest first. Bytes. */
export class IovaSpace {
  private taken: Span[] = [];

  constructor(private readonly windows: readonly Span[]) {}

  /** The lowest free `bytes` in a row of the first window that has them; null: there is no such window. */
  reserve(bytes: bigint): bigint | null {
    for (const window of this.windows) {
      const base = this.freeIn(window, bytes);
      if (base === null) continue;
      this.take(base, bytes);
      return base;
    }
    return null;
  }

  /** Reserves free space where it is wanted. */
  take(base: bigint, bytes: bigint): void {
    this.taken = [...this.taken, { base, bytes }].sort((a, b) => (a.base < b.base ? -1 : 1));
  }

  /** Frees the whole reservation that `address` lies in; does nothing where there is none. */
  release(address: bigint): void {
    this.taken = this.taken.filter((span) => !holds(span, address));
  }

  spans(): readonly Span[] {
    return this.taken;
  }

  private freeIn(window: Span, bytes: bigint): bigint | null {
    const end = window.base + window.bytes;
    let base = window.base;
    for (const span of this.taken) {
      if (span.base + span.bytes <= base) continue;
      if (span.base >= base + bytes) break;
      base = span.base + span.bytes;
    }
    return base + bytes <= end ? base : null;
  }
}

const holds = ({ base, bytes }: Span, address: bigint): boolean => address >= base && address < base + bytes;
