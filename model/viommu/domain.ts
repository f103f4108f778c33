import type { ByteIova, Spa } from '../vocabulary/viommu/config';
import type { DomainId } from '../vocabulary/viommu/outcome';
import type { ViommuIopte } from '../vocabulary/viommu/view';

/** IOVA space that leads to bytes in a row. */
interface Mapping {
  readonly base: ByteIova;
  readonly bytes: number;
  readonly spa: Spa;
}

/** READ and WRITE, and never MMIO: the region is RAM (VIOMMU-005). */
export const PROT = 3;

/** A v1 domain: where its tables lead. dma-mmio.md 8.1. */
export class Domain {
  private mappings: readonly Mapping[] = [];

  constructor(
    readonly id: DomainId,
    private readonly encrypts: boolean,
  ) {}

  map(base: ByteIova, spa: Spa, bytes: number): void {
    this.mappings = [...this.mappings, { base, bytes, spa }].sort((a, b) => a.base - b.base);
  }

  /** What is mapped of `bytes` bytes from `base` on, which are of one sub-region: at most one span. */
  mappedIn(base: ByteIova, bytes: number): { readonly base: ByteIova; readonly bytes: number } | null {
    return this.mappings.find((mapping) => mapping.base >= base && mapping.base < base + bytes) ?? null;
  }

  /** The first `bytes` bytes of the mapping that begins at `base` are gone. */
  unmap(base: ByteIova, bytes: number): void {
    this.mappings = this.mappings.flatMap((mapping) => {
      if (mapping.base !== base) return [mapping];
      const rest = { base: base + bytes, spa: mapping.spa + bytes, bytes: mapping.bytes - bytes };
      return rest.bytes > 0 ? [rest] : [];
    });
  }

  /** RAM: the C-bit is set where memory encryption is active (VIOMMU-026). */
  iopte(iova: ByteIova): ViommuIopte | null {
    const found = this.mappings.find(({ base, bytes }) => iova >= base && iova < base + bytes);
    return found === undefined ? null : { spa: found.spa + iova - found.base, prot: PROT, encrypted: this.encrypts };
  }

  spans(): readonly { readonly base: ByteIova; readonly bytes: number }[] {
    const spans: { readonly base: ByteIova; bytes: number }[] = [];
    for (const { base, bytes } of this.mappings) {
      const last = spans.at(-1);
      if (last !== undefined && last.base + last.bytes === base) last.bytes += bytes;
      else spans.push({ base, bytes });
    }
    return spans;
  }
}
