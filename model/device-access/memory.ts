import type { SpaPage } from '../vocabulary/rmp/entry';
import { rawU64 } from '../vocabulary/units';

const WORDS = 512;

/** Simulated physical memory of 64-bit words, each as two halves; what was never written reads 0. */
export class Memory {
  private readonly pages = new Map<SpaPage, Uint32Array>();

  /** Low half of word `index` of a page. */
  lo(page: SpaPage, index: number): number {
    const words = this.pages.get(page);
    return words === undefined ? 0 : words[2 * index]!;
  }

  /** High half. */
  hi(page: SpaPage, index: number): number {
    const words = this.pages.get(page);
    return words === undefined ? 0 : words[2 * index + 1]!;
  }

  word(page: SpaPage, index: number): bigint {
    return rawU64(this.lo(page, index), this.hi(page, index));
  }

  write(page: SpaPage, index: number, lo: number, hi: number): void {
    let words = this.pages.get(page);
    if (words === undefined) this.pages.set(page, (words = new Uint32Array(2 * WORDS)));
    words[2 * index] = lo;
    words[2 * index + 1] = hi;
  }

  zero(page: SpaPage): void {
    this.pages.get(page)?.fill(0);
  }
}
