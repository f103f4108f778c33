import type { IovaPage, OaPage, PageCount } from '../../../model/vocabulary';
import { REMEMBERED_RANGES } from './bounds';

/**
 * The last ranges that ops mapped (or removed), in parallel arrays. What stands here was true once: whoever takes a
 * range asks the model whether it still is, and drops it if not.
 */
export class Ranges {
  readonly iova = new Float64Array(REMEMBERED_RANGES);
  readonly pages = new Float64Array(REMEMBERED_RANGES);
  readonly oa = new Float64Array(REMEMBERED_RANGES);
  count = 0;
  private oldest = 0;

  clear(): void {
    this.count = 0;
    this.oldest = 0;
  }

  add(iova: IovaPage, pages: PageCount, oa: OaPage): void {
    let at = this.count;
    if (at < REMEMBERED_RANGES) this.count = at + 1;
    else {
      at = this.oldest;
      this.oldest = (at + 1) % REMEMBERED_RANGES;
    }
    this.iova[at] = iova;
    this.pages[at] = pages;
    this.oa[at] = oa;
  }

  /** Forgets range `at`; the last one takes its place. */
  drop(at: number): void {
    const last = --this.count;
    this.iova[at] = this.iova[last]!;
    this.pages[at] = this.pages[last]!;
    this.oa[at] = this.oa[last]!;
  }
}
