import type { ByteIova, Spa } from '../../../../model/vocabulary/viommu/config';
import type { DomainId } from '../../../../model/vocabulary/viommu/outcome';
import type { CachedPage } from '../../../../model/vocabulary/viommu/view';

const PAGE_BYTES = 4096;

/** Pages of a domain that are invalidated. Bytes. */
export interface Invalidation {
  readonly domain: DomainId;
  readonly iova: ByteIova;
  readonly bytes: number;
}

/** Translations that an IOMMU has cached, by domain ID and page: it keeps them until it is told otherwise. */
export class Iotlb {
  private lines: CachedPage[] = [];

  /** Undefined: nothing is cached; `spa` null: a non-present translation is. */
  find(domain: DomainId, iova: ByteIova): CachedPage | undefined {
    const page = iova - (iova % PAGE_BYTES);
    return this.lines.find((line) => line.domain === domain && line.iova === page);
  }

  fill(domain: DomainId, iova: ByteIova, spa: Spa | null): void {
    const inPage = iova % PAGE_BYTES;
    this.lines.push({ domain, iova: iova - inPage, spa: spa === null ? null : spa - inPage });
  }

  drop({ bytes, domain, iova }: Invalidation): void {
    const isHit = (line: CachedPage): boolean =>
      line.domain === domain && line.iova < iova + bytes && iova < line.iova + PAGE_BYTES;
    this.lines = this.lines.filter((line) => !isHit(line));
  }

  /** By domain, then IOVA. */
  sorted(): readonly CachedPage[] {
    return [...this.lines].sort((a, b) => a.domain - b.domain || a.iova - b.iova);
  }
}
