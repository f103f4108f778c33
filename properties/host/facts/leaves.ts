import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import type { IovaPage } from '../../../model/vocabulary/units';
import { regionOf } from './ownership';

export const pagesOf = (lg: number): number => 2 ** (lg - 12);

/** The leaves of one IO domain, as the log tells them, and where in RAM they point. */
export class Leaves {
  /** log2 size of the leaf of each IOVA page; 0: none. */
  private readonly lg: Uint8Array;
  /** System page of each leaf, at its first IOVA page. */
  private readonly spa: Int32Array;
  /** 4K pages mapped by leaves below 2M, and leaves of 2M and more, by region of RAM. */
  readonly smallOn: Int32Array;
  readonly largeOn: Int32Array;
  /** IOVA pages mapped by leaves below 2M, by 2M of IOVA. */
  readonly smallIn: Int16Array;
  readonly pages: number;

  constructor(
    guestRegions: number,
    ramRegions: number,
    /** Called with every page that a leaf below 2M begins (+1) or ceases (−1) to map. */
    private readonly onSmall: (spa: SpaPage, change: 1 | -1) => void,
  ) {
    this.pages = guestRegions * REGION_PAGES;
    this.lg = new Uint8Array(this.pages);
    this.spa = new Int32Array(this.pages);
    this.smallOn = new Int32Array(ramRegions);
    this.largeOn = new Int32Array(ramRegions);
    this.smallIn = new Int16Array(guestRegions);
  }

  lgAt(iova: IovaPage): number {
    return this.lg[iova] ?? 0;
  }

  /** First IOVA page of the leaf that covers `iova`. */
  firstOf(iova: IovaPage): IovaPage {
    return iova - (iova % pagesOf(this.lg[iova]!));
  }

  /** Where `iova` is mapped to; −1: nowhere. */
  spaAt(iova: IovaPage): SpaPage {
    if (this.lgAt(iova) === 0) return -1;
    const first = this.firstOf(iova);
    return this.spa[first]! + (iova - first);
  }

  /** One leaf; what was there goes. */
  map(iova: IovaPage, spa: SpaPage, lg: number): void {
    const pages = pagesOf(lg);
    for (let at = iova; at < iova + pages; at++) if (this.lg[at] !== 0) this.unmap(at);
    this.lg.fill(lg, iova, iova + pages);
    this.spa[iova] = spa;
    this.count(iova, spa, lg, 1);
  }

  /** Removes the leaf that covers `iova`, whole. */
  unmap(iova: IovaPage): void {
    const lg = this.lg[iova]!;
    if (lg === 0) return;
    const first = this.firstOf(iova);
    this.count(first, this.spa[first]!, lg, -1);
    this.lg.fill(0, first, first + pagesOf(lg));
  }

  /** The 2M leaf of `iova` becomes 512 small ones. */
  split(iova: IovaPage): void {
    const first = this.firstOf(iova);
    const spa = this.spa[first]!;
    for (let i = 0; i < REGION_PAGES; i++) this.map(first + i, spa + i, 12);
  }

  private count(iova: IovaPage, spa: SpaPage, lg: number, change: 1 | -1): void {
    const pages = pagesOf(lg);
    if (lg >= 21) {
      for (let page = spa; page < spa + pages; page += REGION_PAGES) this.largeOn[regionOf(page)]! += change;
      return;
    }
    this.smallOn[regionOf(spa)]! += change * pages;
    this.smallIn[regionOf(iova)]! += change * pages;
    for (let page = spa; page < spa + pages; page++) this.onSmall(page, change);
  }
}
