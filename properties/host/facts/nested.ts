import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import { regionOf } from './ownership';

const NONE = -1;

/** One guest's nested leaves, and which of them an access went through. */
export class NestedLeaves {
  readonly largeSpa: Int32Array;
  readonly largePrivate: Uint8Array;
  readonly largeUsed: Uint8Array;
  /** Private 4K leaves in use, by region. */
  readonly smallUsedIn: Int16Array;
  private readonly spa: Int32Array;
  private readonly isPrivate: Uint8Array;
  private readonly used: Uint8Array;

  constructor(regions: number) {
    this.largeSpa = new Int32Array(regions).fill(NONE);
    this.largePrivate = new Uint8Array(regions);
    this.largeUsed = new Uint8Array(regions);
    this.smallUsedIn = new Int16Array(regions);
    this.spa = new Int32Array(regions * REGION_PAGES).fill(NONE);
    this.isPrivate = new Uint8Array(regions * REGION_PAGES);
    this.used = new Uint8Array(regions * REGION_PAGES);
  }

  spaAt(gfn: GpaPage): SpaPage {
    const large = this.largeSpa[regionOf(gfn)]!;
    return large >= 0 ? large + (gfn % REGION_PAGES) : this.spa[gfn]!;
  }

  map(gfn: GpaPage, spa: SpaPage, lg: number, n: number, isPrivate: boolean): void {
    const region = regionOf(gfn);
    if (lg === 21) {
      this.zap(gfn, REGION_PAGES);
      this.largeSpa[region] = spa;
      this.largePrivate[region] = isPrivate ? 1 : 0;
      this.largeUsed[region] = 0;
      return;
    }
    this.largeSpa[region] = NONE;
    for (let i = 0; i < n; i++) {
      this.drop(gfn + i);
      this.spa[gfn + i] = spa + i;
      this.isPrivate[gfn + i] = isPrivate ? 1 : 0;
    }
  }

  zap(gfn: GpaPage, n: number): void {
    const end = Math.min(gfn + n, this.spa.length);
    for (let at = gfn; at < end; at++) {
      if (this.spa[at]! >= 0) this.drop(at);
      this.largeSpa[regionOf(at)] = NONE;
    }
  }

  /** A private access went through the leaf. */
  use(gfn: GpaPage): void {
    const region = regionOf(gfn);
    if (this.largeSpa[region]! >= 0) this.largeUsed[region] = 1;
    else if (this.used[gfn] === 0 && this.isPrivate[gfn] === 1) {
      this.used[gfn] = 1;
      this.smallUsedIn[region]!++;
    }
  }

  private drop(gfn: GpaPage): void {
    if (this.used[gfn] === 1) this.smallUsedIn[regionOf(gfn)]!--;
    this.used[gfn] = 0;
    this.spa[gfn] = NONE;
  }
}
