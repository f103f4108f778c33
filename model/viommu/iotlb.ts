import type { ByteIova, Spa } from '../vocabulary/viommu/config';
import type { DomainId } from '../vocabulary/viommu/outcome';
import type { CachedPage } from '../vocabulary/viommu/view';

/** Translations that one IOMMU keeps: by domain ID and page of 4 KiB, whatever became of domain and tables. */
export class Iotlb {
  private lines: readonly CachedPage[] = [];
  private queued: readonly { readonly domain: DomainId; readonly base: ByteIova; readonly bytes: number }[] = [];

  /** The line of the page that holds `iova`. */
  find(domain: DomainId, iova: ByteIova): CachedPage | null {
    return this.lines.find((line) => line.domain === domain && line.iova === pageOf(iova)) ?? null;
  }

  /** `spa`: where `iova` leads; null: nowhere. */
  fill(domain: DomainId, iova: ByteIova, spa: Spa | null): void {
    const line = { domain, iova: pageOf(iova), spa: spa === null ? null : pageOf(spa) };
    this.lines = [...this.lines, line].sort((a, b) => a.domain - b.domain || a.iova - b.iova);
  }

  /** A command that invalidates is queued: its time comes when `complete` is called. */
  queue(domain: DomainId, base: ByteIova, bytes: number): void {
    this.queued = [...this.queued, { domain, base, bytes }];
  }

  /** A completion wait succeeded: every command before it was carried out. */
  complete(): void {
    for (const { domain, base, bytes } of this.queued)
      this.lines = this.lines.filter((line) => line.domain !== domain || line.iova < base || line.iova >= base + bytes);
    this.queued = [];
  }

  view(): readonly CachedPage[] {
    return this.lines;
  }
}

const pageOf = (address: number): number => address - (address % 4096);
