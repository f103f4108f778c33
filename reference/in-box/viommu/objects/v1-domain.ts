import { SUBREGION_BYTES, SUBREGION_PAGES, type ByteIova } from '../../../../model/vocabulary/viommu/config';
import type { DomainId } from '../../../../model/vocabulary/viommu/outcome';
import type { ViommuIopte } from '../../../../model/vocabulary/viommu/view';

const PAGE_BYTES = 4096;

/** A table of 4 KiB leaves; null: none. */
type LeafTable = (ViommuIopte | null)[];

/** IOVA space that has leaves. Bytes. */
export interface IovaSpan {
  readonly base: ByteIova;
  readonly bytes: number;
}

/** A paging domain of the v1 format: leaves of 2 MiB, or tables of 4 KiB leaves where one was unmapped in part. */
export class V1Domain {
  /** By number of 2 MiB of the IOVA space. */
  private readonly entries = new Map<number, ViommuIopte | LeafTable>();

  constructor(readonly id: DomainId) {}

  /** Puts one leaf of 2 MiB; `iova` is aligned to its size. */
  map(iova: ByteIova, leaf: ViommuIopte): void {
    this.entries.set(iova / SUBREGION_BYTES, leaf);
  }

  /** Takes the leaves of [iova, iova + bytes) away; both are multiples of 4 KiB. */
  unmap(iova: ByteIova, bytes: number): void {
    const end = iova + bytes;
    for (let at = iova; at < end;) {
      const index = Math.floor(at / SUBREGION_BYTES);
      const next = Math.min(end, (index + 1) * SUBREGION_BYTES);
      this.unmapWithin(index, (at % SUBREGION_BYTES) / PAGE_BYTES, (next - at) / PAGE_BYTES);
      at = next;
    }
  }

  /** Where the page of `iova` leads, `spa` that of the byte; null: nowhere. */
  at(iova: ByteIova): ViommuIopte | null {
    const entry = this.entries.get(Math.floor(iova / SUBREGION_BYTES));
    if (entry === undefined) return null;
    if (!Array.isArray(entry)) return { ...entry, spa: entry.spa + (iova % SUBREGION_BYTES) };
    const leaf = entry[Math.floor((iova % SUBREGION_BYTES) / PAGE_BYTES)]!;
    return leaf === null ? null : { ...leaf, spa: leaf.spa + (iova % PAGE_BYTES) };
  }

  /** What is mapped of [iova, iova + bytes), as the one span from its first to its last leaf; null: nothing. */
  mappedIn(iova: ByteIova, bytes: number): IovaSpan | null {
    const end = iova + bytes;
    const inside = this.spans().filter((span) => span.base < end && iova < span.base + span.bytes);
    if (inside.length === 0) return null;
    const last = inside.at(-1)!;
    const base = Math.max(iova, inside[0]!.base);
    return { base, bytes: Math.min(end, last.base + last.bytes) - base };
  }

  /** In address order; spans that touch are one. */
  spans(): readonly IovaSpan[] {
    const spans: IovaSpan[] = [];
    const add = (base: ByteIova, bytes: number): void => {
      const before = spans.at(-1);
      if (before !== undefined && before.base + before.bytes === base)
        spans[spans.length - 1] = { base: before.base, bytes: before.bytes + bytes };
      else spans.push({ base, bytes });
    };
    for (const index of [...this.entries.keys()].sort((a, b) => a - b)) {
      const entry = this.entries.get(index)!;
      const base = index * SUBREGION_BYTES;
      if (!Array.isArray(entry)) add(base, SUBREGION_BYTES);
      else entry.forEach((leaf, page) => (leaf === null ? undefined : add(base + page * PAGE_BYTES, PAGE_BYTES)));
    }
    return spans;
  }

  /** Takes `count` pages from page `first` of the 2 MiB at `index` away. */
  private unmapWithin(index: number, first: number, count: number): void {
    if (count === SUBREGION_PAGES) this.entries.delete(index);
    const table = this.tableOf(index);
    if (table === null) return;
    table.fill(null, first, first + count);
    if (table.every((leaf) => leaf === null)) this.entries.delete(index);
  }

  /** The table of 4 KiB leaves at `index`: a leaf of 2 MiB is split into one. Null where nothing is mapped. */
  private tableOf(index: number): LeafTable | null {
    const entry = this.entries.get(index);
    if (entry === undefined) return null;
    if (Array.isArray(entry)) return entry;
    const pages = Array.from({ length: SUBREGION_PAGES }, (_, page) => page);
    const table: LeafTable = pages.map((page) => ({ ...entry, spa: entry.spa + page * PAGE_BYTES }));
    this.entries.set(index, table);
    return table;
  }
}
