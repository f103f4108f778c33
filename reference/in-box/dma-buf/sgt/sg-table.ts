import type { Heap } from '../heap';

/** One entry: what importers see of a piece of a mapping. */
export interface SgEntry {
  address: bigint;
  bytes: bigint;
  /** It has a page pointer, a CPU offset or a CPU length. */
  hasPage: boolean;
}

/** Bytes of the kernel's struct scatterlist: a chunk is one page of them. */
const ENTRY_BYTES = 32;

/**
 * A scatter-gather table: chunks of entries, each but the last with a link to the next in the place of its last entry.
 * `origNents` counts the entries with CPU pages, `nents` those for DMA.
 */
export class SgTable {
  readonly chunks: SgEntry[][] = [];
  origNents: number;
  /** Where the next piece goes. */
  private filled = 0;

  constructor(
    readonly nents: number,
    pageBytes: number,
    heap: Heap,
  ) {
    this.origNents = nents;
    const most = pageBytes / ENTRY_BYTES;
    for (let left = nents; left > 0;) {
      const isLast = left <= most;
      const used = isLast ? left : most - 1;
      this.chunks.push(Array.from({ length: used }, () => ({ address: 0n, bytes: 0n, hasPage: false })));
      heap.take();
      left -= used;
    }
  }

  /** Fills the next entry. One too many has no place to go. */
  fill(address: bigint, bytes: bigint, hasPage: boolean): void {
    let at = this.filled++;
    for (const chunk of this.chunks) {
      const entry = chunk[at];
      if (entry !== undefined) {
        entry.address = address;
        entry.bytes = bytes;
        entry.hasPage = hasPage;
        return;
      }
      at -= chunk.length;
    }
  }

  entries(): readonly SgEntry[] {
    return this.chunks.flat();
  }

  /** Gives every chunk back. */
  free(heap: Heap): void {
    for (let i = 0; i < this.chunks.length; i++) heap.give();
    this.chunks.length = 0;
  }
}
