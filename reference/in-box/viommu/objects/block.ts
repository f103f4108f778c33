import { SUBREGION_PAGES, type MemoryBlock, type Spa } from '../../../../model/vocabulary/viommu/config';

const countOf = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);

/** A block of memory, page by page: what the CPU's page tables say of it, and whether it holds data. */
export class Block {
  isAllocated = false;
  readonly spa: Spa;
  readonly node: number;
  /** 1 for a page that is uncached. */
  private readonly uncached = new Uint8Array(SUBREGION_PAGES);
  /** 1 for a page that is not all zero. */
  private readonly data = new Uint8Array(SUBREGION_PAGES);

  constructor({ node, spa, stalePages }: MemoryBlock) {
    this.spa = spa;
    this.node = node;
    this.data.fill(1, 0, stalePages);
  }

  /** Changes the attribute of the first `pages` pages. */
  setUncached(isUncached: boolean, pages: number): void {
    this.uncached.fill(isUncached ? 1 : 0, 0, pages);
  }

  zero(): void {
    this.data.fill(0);
  }

  write(page: number): void {
    this.data[page] = 1;
  }

  get uncachedPages(): number {
    return countOf(this.uncached);
  }

  get dataPages(): number {
    return countOf(this.data);
  }
}
