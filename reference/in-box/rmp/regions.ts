import type { RmpPreset } from '../../../model/vocabulary/rmp/config';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_BYTES } from './entry-bits';
import { fillRegion } from './fill';
import type { InBoxRmp } from './in-box';
import { Region } from './region';

/**
 * The RMP as simulated memory, addressed by entry address. A region is made when it is first looked at, from the ranges
 * that hold at that time: a hole of a gigabyte is one range until someone touches it.
 */
export class Regions {
  /** By entry address of the 2M-aligned page, in units of 8K. */
  private readonly byAddress = new Map<number, Region>();
  private readonly spare: Region[] = [];
  private ranges: readonly RmpPreset[] = [];
  /** Ranges that a rewrite of the whole table changed without making their regions. */
  private readonly rewritten: RmpPreset[] = [];
  private rewrites = 0;
  private lastBase = -1;
  private last = new Region();

  /** Forgets everything: from now on a region starts as `ranges` say. */
  reset(ranges: readonly RmpPreset[]): void {
    for (const region of this.byAddress.values()) this.spare.push(region);
    this.byAddress.clear();
    this.ranges = ranges;
    this.rewritten.length = 0;
    this.rewrites = 0;
    this.lastBase = -1;
  }

  /** The region of a covered page. */
  of(r: InBoxRmp, page: SpaPage): Region {
    const base = page - (page & 511);
    if (base !== this.lastBase) {
      const number = Math.floor(r.parts.entryAddress(r, base) / REGION_BYTES);
      this.last = this.byAddress.get(number) ?? this.make(r, base, number);
      this.lastBase = base;
    }
    return this.last;
  }

  /** Makes every region that holds a page which `ranges` assign; what it holds is as it was. */
  makeAssigned(r: InBoxRmp, ranges: readonly RmpPreset[] = this.ranges): void {
    for (const range of ranges) {
      if (range.state === 'Hypervisor' || range.state === 'HV-Fixed') continue;
      const last = range.spa + range.pages - 1;
      for (let base = range.spa - (range.spa & 511); base <= last; base += 512) {
        if (r.parts.covered(r, base)) this.of(r, base);
      }
    }
  }

  /** Is any of `pages` pages from `first` assigned? Both are multiples of 512. Looks at what is made, or must be. */
  hasAssigned(r: InBoxRmp, first: SpaPage, pages: number): boolean {
    this.makeAssigned(r);
    for (const { base } of this.byAddress.values()) {
      if (base >= first && base < first + pages && !r.parts.regionIsHypervisors(r, base)) return true;
    }
    return false;
  }

  /**
   * The whole table is written anew, as `ranges` say. Where that assigns a page, or ends its assignment, its region is
   * made before, so that owners can be compared.
   */
  rewrite(r: InBoxRmp, ranges: readonly RmpPreset[]): void {
    this.rewrites++;
    this.makeAssigned(r);
    this.makeAssigned(r, ranges);
    for (const region of this.byAddress.values()) {
      r.rememberOwners(region.base);
      region.isTouched = true;
      region.words.fill(0);
      fillRegion(r, region, ranges);
      r.countOwners(region.base);
    }
    this.rewritten.push(...this.ranges, ...ranges);
    this.ranges = ranges;
  }

  /** Base pages of the regions that were written since the start, in no order, some twice. */
  *touched(): Generator<SpaPage> {
    for (const region of this.byAddress.values()) if (region.isTouched) yield region.base;
    for (const { spa, pages } of this.rewritten) {
      for (let base = spa - (spa & 511); base < spa + pages; base += 512) yield base;
    }
  }

  /** Grows with every write to the covered region of `base`, and whenever the whole table is written. */
  revision(r: InBoxRmp, base: SpaPage): number {
    return this.of(r, base).revision + this.rewrites;
  }

  made(): IterableIterator<Region> {
    return this.byAddress.values();
  }

  private make(r: InBoxRmp, base: SpaPage, number: number): Region {
    const region = this.spare.pop() ?? new Region();
    region.base = base;
    region.isTouched = false;
    region.revision = 0;
    region.isBusy = false;
    region.words.fill(0);
    fillRegion(r, region, this.ranges);
    this.byAddress.set(number, region);
    return region;
  }
}
