import type { ImporterDma, Span } from '../vocabulary/dma-buf/config';
import type { Iopte } from '../vocabulary/dma-buf/view';

interface Translation extends Span {
  readonly paddr: bigint;
  readonly prot: number;
}

/** The DMA layer of one importer, as far as MMIO is concerned: dma-mmio.md 4.2, 4.3, 4.4. */
export class DmaLayer {
  private reservations: readonly Span[] = [];
  private translations: readonly Translation[] = [];

  constructor(private readonly dma: ImporterDma) {}

  /** The lowest free bytes of the first window that has them; null for direct DMA, or where none has. */
  reserve(bytes: bigint): bigint | null {
    if (this.dma.path === 'direct') return null;
    for (const window of this.dma.windows) {
      const base = this.lowestFree(window, bytes);
      if (base === null) continue;
      this.reservations = inOrder([...this.reservations, { base, bytes }]);
      return base;
    }
    return null;
  }

  link(base: bigint, paddr: bigint, bytes: bigint, prot: number): void {
    this.translations = inOrder([...this.translations, { base, bytes, paddr, prot }]);
  }

  /** Unlinks what the reservation at `base` has, and frees it whole. */
  destroy(base: bigint): void {
    const { bytes } = this.reservations.find((reservation) => reservation.base === base)!;
    this.reservations = this.reservations.filter((reservation) => reservation.base !== base);
    this.translations = this.translations.filter((leaf) => leaf.base < base || leaf.base >= base + bytes);
  }

  /** dma_map_phys with DMA_ATTR_MMIO; null: refused. */
  map(paddr: bigint, bytes: bigint, prot: number): bigint | null {
    if (this.dma.path === 'direct') {
      const isReached = paddr + bytes - 1n <= this.dma.mask;
      return isReached && !this.dma.forceBounce ? paddr : null;
    }
    const base = this.reserve(bytes);
    if (base !== null) this.link(base, paddr, bytes, prot);
    return base;
  }

  /** dma_unmap_phys with DMA_ATTR_MMIO. */
  unmap(address: bigint): void {
    if (this.dma.path === 'iommu') this.destroy(address);
  }

  get reserved(): readonly Span[] {
    return this.reservations;
  }

  get mapped(): readonly Span[] {
    return this.translations.map(({ base, bytes }) => ({ base, bytes }));
  }

  iopte(address: bigint): Iopte | null {
    const found = this.translations.find(({ base, bytes }) => address >= base && address < base + bytes);
    return found === undefined ? null : { paddr: found.paddr + address - found.base, prot: found.prot };
  }

  private lowestFree(window: Span, bytes: bigint): bigint | null {
    let at = window.base;
    for (const taken of this.reservations) {
      if (taken.base + taken.bytes <= at) continue;
      if (taken.base >= at + bytes) break;
      at = taken.base + taken.bytes;
    }
    return at + bytes <= window.base + window.bytes ? at : null;
  }
}

const inOrder = <T extends Span>(spans: T[]): readonly T[] => spans.sort((a, b) => (a.base < b.base ? -1 : 1));
