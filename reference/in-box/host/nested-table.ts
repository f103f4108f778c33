import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';

const NONE = -1;

/** One guest's nested page table: a 2M leaf or 512 places for 4K leaves in each region. */
export class NestedTable {
  private readonly large: Int32Array;
  private readonly small: Int32Array;
  private readonly smallIn: Int16Array;

  constructor(regions: number) {
    this.large = new Int32Array(regions).fill(NONE);
    this.small = new Int32Array(regions * REGION_PAGES).fill(NONE);
    this.smallIn = new Int16Array(regions);
  }

  /** log2 size of the leaf that maps `gfn`; 0: none. */
  lgAt(gfn: GpaPage): number {
    if (this.large[Math.floor(gfn / REGION_PAGES)]! >= 0) return 21;
    return this.small[gfn]! >= 0 ? 12 : 0;
  }

  /** System page that `gfn` is mapped to; −1: none. */
  spaAt(gfn: GpaPage): SpaPage {
    const base = this.large[Math.floor(gfn / REGION_PAGES)]!;
    return base >= 0 ? base + (gfn % REGION_PAGES) : this.small[gfn]!;
  }

  /** A larger leaf in the way, and smaller ones below a new large one, are replaced. */
  map(gfn: GpaPage, spa: SpaPage, lg: number, n: number): void {
    const region = Math.floor(gfn / REGION_PAGES);
    if (lg === 21) {
      this.zap(gfn, REGION_PAGES);
      this.large[region] = spa;
      return;
    }
    this.large[region] = NONE;
    for (let i = 0; i < n; i++) {
      if (this.small[gfn + i]! < 0) this.smallIn[region]!++;
      this.small[gfn + i] = spa + i;
    }
  }

  /** Removes the leaves that cover [gfn, gfn + n), whole: how many there were. */
  zap(gfn: GpaPage, n: number): number {
    let zapped = 0;
    const end = Math.min(gfn + n, this.small.length);
    for (let at = gfn; at < end;) {
      const region = Math.floor(at / REGION_PAGES);
      const next = Math.min(end, (region + 1) * REGION_PAGES);
      if (this.large[region]! >= 0) {
        this.large[region] = NONE;
        zapped++;
      }
      if (this.smallIn[region]! > 0) zapped += this.zapSmall(region, at, next);
      at = next;
    }
    return zapped;
  }

  private zapSmall(region: number, from: GpaPage, to: GpaPage): number {
    let zapped = 0;
    for (let gfn = from; gfn < to; gfn++) {
      if (this.small[gfn]! < 0) continue;
      this.small[gfn] = NONE;
      zapped++;
    }
    this.smallIn[region]! -= zapped;
    return zapped;
  }
}
