import type { SpaPage } from '../../../model/vocabulary/rmp/entry';

/** Words of a page: 512 raw 64-bit words in halves, low first. */
const PAGE_WORDS = 1024;

/**
 * Simulated physical memory that tables lie in: pages by page number, made when they are first written. What was never
 * written reads as zero.
 */
export class Memory {
  private readonly pages = new Map<SpaPage, Uint32Array>();
  private readonly spare: Uint32Array[] = [];

  /** Forgets everything. */
  reset(): void {
    for (const words of this.pages.values()) this.spare.push(words);
    this.pages.clear();
  }

  /** The words of the page; `NO_WORDS` where it was never written. */
  read(page: SpaPage): Uint32Array {
    return this.pages.get(page) ?? NO_WORDS;
  }

  /** The words of the page, to be written. */
  write(page: SpaPage): Uint32Array {
    return this.pages.get(page) ?? this.make(page);
  }

  private make(page: SpaPage): Uint32Array {
    const words = this.spare.pop()?.fill(0) ?? new Uint32Array(PAGE_WORDS);
    this.pages.set(page, words);
    return words;
  }
}

const NO_WORDS = new Uint32Array(PAGE_WORDS);
