import { SUBREGION_PAGES, type MemoryBlock, type Spa } from '../vocabulary/viommu/config';
import type { BlockView } from '../vocabulary/viommu/view';

/** Pages of a block that have something in common. */
class PageSet {
  private readonly has = new Uint8Array(SUBREGION_PAGES);
  /** How many there are. */
  size = 0;

  /** The pages from `first` on are in, or out. */
  set(isIn: boolean, first: number, pages: number): void {
    for (let page = first; page < first + pages; page++) {
      this.size += Number(isIn) - this.has[page]!;
      this.has[page] = Number(isIn);
    }
  }
}

/** 2 MiB of memory with what can be said of each page. */
export class Block {
  readonly spa: Spa;
  readonly node: number;
  allocated = false;
  private readonly uncached = new PageSet();
  private readonly data = new PageSet();

  constructor({ spa, node, stalePages }: MemoryBlock) {
    this.spa = spa;
    this.node = node;
    this.data.set(true, 0, stalePages);
  }

  zero(): void {
    this.data.set(false, 0, SUBREGION_PAGES);
  }

  writePage(page: number): void {
    this.data.set(true, page, 1);
  }

  /** The first `pages` pages become uncached, or write-back. */
  setUncached(isUncached: boolean, pages: number): void {
    this.uncached.set(isUncached, 0, pages);
  }

  view(): BlockView {
    return { allocated: this.allocated, uncachedPages: this.uncached.size, dataPages: this.data.size };
  }
}

/** Memory of the machine, and who has it. dma-mmio.md 8.1. */
export class Memory {
  readonly blocks: readonly Block[];

  constructor(blocks: readonly MemoryBlock[]) {
    this.blocks = blocks.map((block) => new Block(block));
  }

  /** A zeroed block of `node` if it has one free, else of any; null: none is free. */
  allocate(node: number | null): Block | null {
    const free = this.blocks.filter(({ allocated }) => !allocated);
    const block = free.find((candidate) => candidate.node === node) ?? free[0];
    if (block === undefined) return null;
    block.allocated = true;
    block.zero();
    return block;
  }

  /** Where a write of the IOMMU comes to; nothing happens where there is no memory. */
  write(spa: Spa): void {
    const block = this.blocks.find((candidate) => spa >= candidate.spa && spa < candidate.spa + SUBREGION_PAGES * 4096);
    block?.writePage(Math.floor((spa - block.spa) / 4096));
  }
}
