import { SUBREGION_BYTES, type MemoryBlock, type Spa } from '../../../../model/vocabulary/viommu/config';
import { Block } from './block';

const PAGE_BYTES = 4096;

/** The page allocator, as far as blocks of 2 MiB go. */
export class BlockAllocator {
  readonly blocks: readonly Block[];

  constructor(memory: readonly MemoryBlock[]) {
    this.blocks = memory.map((block) => new Block(block));
  }

  /** The first free block of `node`, else the first one; null where none is free. It is as its last owner left it. */
  take(node: number | null): Block | null {
    const free = this.blocks.filter(({ isAllocated }) => !isAllocated);
    const block = free.find((candidate) => candidate.node === node) ?? free[0] ?? null;
    if (block !== null) block.isAllocated = true;
    return block;
  }

  give(block: Block): void {
    block.isAllocated = false;
  }

  /** Null for an address outside of all blocks. */
  blockOf(spa: Spa): Block | null {
    return this.blocks.find((block) => spa >= block.spa && spa < block.spa + SUBREGION_BYTES) ?? null;
  }

  /** A device writes to the page at `spa`, whoever has it now. */
  writeTo(spa: Spa): void {
    const block = this.blockOf(spa);
    if (block !== null) block.write(Math.floor((spa - block.spa) / PAGE_BYTES));
  }
}
