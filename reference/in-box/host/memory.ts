import type { HostConfig } from '../../../model/vocabulary/host/config';
import { MIXED_PRIVATE, privatePages } from '../../../model/vocabulary/host/config';
import { FREE, LEAKED, MMIO, RESERVED, privateHolder, sharedHolder } from '../../../model/vocabulary/host/holder';
import { barPlaces, guestRegions, systemRegions } from '../../../model/vocabulary/host/layout';
import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';

/** Which pages back a guest, in both directions; and what nobody holds. The page freed last is handed out first. */
export class HostMemory {
  /** Holder of each page of system memory. */
  readonly holders: Int16Array;
  /** System page behind each guest page, −1 for none. In place both halves are one array. */
  readonly shared: Int32Array[] = [];
  readonly hidden: Int32Array[] = [];
  private readonly gfns: Int32Array;
  private readonly freeOf: Int16Array;
  private readonly lastFreed: SpaPage[] = [];
  private regionFreedLast = -1;

  constructor(
    config: HostConfig,
    /** Called for every run of pages that is private from the start, with the size of its RMP entries. */
    preset: (guest: number, gfn: GpaPage, spa: SpaPage, n: number, lg: 12 | 21) => void,
  ) {
    const pages = systemRegions(config) * REGION_PAGES;
    this.holders = new Int16Array(pages).fill(RESERVED, config.ram * REGION_PAGES);
    this.gfns = new Int32Array(pages);
    this.freeOf = new Int16Array(config.ram).fill(REGION_PAGES);
    let region = 0;
    config.guests.forEach(({ backing, regions }, guest) => {
      const inPlace = backing === 'in-place';
      const shared = new Int32Array(guestRegions(config, guest) * REGION_PAGES).fill(-1);
      const hidden = inPlace ? shared : new Int32Array(shared.length).fill(-1);
      this.shared.push(shared);
      this.hidden.push(hidden);
      regions.forEach((start, r) => {
        const gfn = r * REGION_PAGES;
        const spa = region++ * REGION_PAGES;
        if (inPlace) this.hold(sharedHolder(guest), gfn, spa, REGION_PAGES);
        else if (start === 'shared') this.hold(sharedHolder(guest), gfn, spa, REGION_PAGES);
        else if (start === 'mixed') {
          this.hold(sharedHolder(guest), gfn + MIXED_PRIVATE, spa + MIXED_PRIVATE, REGION_PAGES - MIXED_PRIVATE);
          this.hold(privateHolder(guest), gfn, region++ * REGION_PAGES, MIXED_PRIVATE);
        } else this.hold(privateHolder(guest), gfn, spa, REGION_PAGES);
        const n = privatePages(start);
        if (n > 0) preset(guest, gfn, hidden[gfn]!, n, start === 'private 2M' ? 21 : 12);
      });
    });
    for (const { guest, gfn, spa, n } of barPlaces(config)) this.placeBar(guest, gfn, spa, n);
  }

  /** A BAR is where it is, shared or private. */
  private placeBar(guest: number, gfn: GpaPage, spa: SpaPage, n: number): void {
    this.holders.fill(MMIO, spa, spa + n);
    for (let i = 0; i < n; i++) {
      this.shared[guest]![gfn + i] = spa + i;
      this.hidden[guest]![gfn + i] = spa + i;
    }
  }

  backing(guest: number, gfn: GpaPage, isPrivate: boolean): SpaPage {
    return (isPrivate ? this.hidden : this.shared)[guest]![gfn] ?? -1;
  }

  isMmio(spa: SpaPage): boolean {
    return this.holders[spa] === MMIO;
  }

  /** Pages from `gfn` on, at most `n`, that follow each other in RAM, or in a BAR; or that are backed by nothing. */
  backedRun(guest: number, gfn: GpaPage, isPrivate: boolean, n: number): number {
    const half = (isPrivate ? this.hidden : this.shared)[guest]!;
    const first = half[gfn]!;
    const stride = first < 0 ? 0 : 1;
    const isMmio = this.isMmio(first);
    let run = 1;
    while (run < n && half[gfn + run] === first + stride * run && this.isMmio(first + stride * run) === isMmio) run++;
    return run;
  }

  /** A page (12) or a region (21) for `holder`; −1 where there is none. */
  alloc(holder: number, gfn: GpaPage, lg: number): SpaPage {
    const spa = lg === 21 ? this.freeRegion() : this.freePage();
    if (spa >= 0) this.hold(holder, gfn, spa, lg === 21 ? REGION_PAGES : 1);
    return spa;
  }

  free(spa: SpaPage, n: number): void {
    for (let page = spa + n - 1; page >= spa; page--) {
      this.dropBacking(page);
      this.holders[page] = FREE;
      this.lastFreed.push(page);
      const region = Math.floor(page / REGION_PAGES);
      if (++this.freeOf[region]! === REGION_PAGES) this.regionFreedLast = region;
    }
  }

  leak(spa: SpaPage, n: number): void {
    for (let page = spa; page < spa + n; page++) {
      this.dropBacking(page);
      this.holders[page] = LEAKED;
    }
  }

  private hold(holder: number, gfn: GpaPage, spa: SpaPage, n: number): void {
    this.holders.fill(holder, spa, spa + n);
    this.freeOf[Math.floor(spa / REGION_PAGES)]! -= n;
    const half = this.halfOf(holder);
    for (let i = 0; i < n; i++) {
      this.gfns[spa + i] = gfn + i;
      if (half !== undefined) half[gfn + i] = spa + i;
    }
  }

  private dropBacking(spa: SpaPage): void {
    const half = this.halfOf(this.holders[spa]!);
    if (half?.[this.gfns[spa]!] === spa) half[this.gfns[spa]!] = -1;
  }

  private halfOf(holder: number): Int32Array | undefined {
    const halves = holder % 2 === 0 ? this.shared : this.hidden;
    return holder < sharedHolder(0) ? undefined : halves[(holder - sharedHolder(0)) >> 1];
  }

  private freePage(): SpaPage {
    for (let page = this.lastFreed.pop(); page !== undefined; page = this.lastFreed.pop()) {
      if (this.holders[page] === FREE) return page;
    }
    // Regions that are begun first, so that whole ones stay whole.
    let region = this.freeOf.findIndex((free) => free > 0 && free < REGION_PAGES);
    if (region < 0) region = this.freeOf.findIndex((free) => free > 0);
    return region < 0 ? -1 : this.holders.indexOf(FREE, region * REGION_PAGES);
  }

  private freeRegion(): SpaPage {
    const last = this.regionFreedLast;
    if (last >= 0 && this.freeOf[last] === REGION_PAGES) return last * REGION_PAGES;
    const region = this.freeOf.indexOf(REGION_PAGES);
    return region < 0 ? -1 : region * REGION_PAGES;
  }
}
