import type { HostConfig } from '../../../model/vocabulary/host/config';
import { MIXED_PRIVATE, privatePages } from '../../../model/vocabulary/host/config';
import {
  FREE,
  KERNEL,
  LEAKED,
  MMIO,
  RESERVED,
  privateHolder,
  sharedHolder,
} from '../../../model/vocabulary/host/holder';
import { barPlaces, systemRegions } from '../../../model/vocabulary/host/layout';
import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import type { Ownership } from './ownership';

/** Who holds which page of system memory, as the log tells it. */
export class Holders {
  holder = new Int16Array(0);
  /** For pages of guests: the GPA page that they back. */
  gfn = new Int32Array(0);
  /** Pages that are assigned although the allocator, or the kernel, has them. */
  assignedOutside = 0;

  constructor(private readonly ownership: Ownership) {}

  /** As the configuration lays RAM out; tells the RMP what is private. */
  reset(config: HostConfig): void {
    const { ram, guests } = config;
    const pages = systemRegions(config) * REGION_PAGES;
    if (this.holder.length === pages) this.holder.fill(FREE);
    else {
      this.holder = new Int16Array(pages);
      this.gfn = new Int32Array(pages);
    }
    this.holder.fill(RESERVED, ram * REGION_PAGES);
    this.assignedOutside = 0;
    for (const { gfn, spa, n } of barPlaces(config)) this.hold(MMIO, gfn, spa, n);
    let next = 0;
    guests.forEach(({ asid, backing, regions }, guest) => {
      regions.forEach((start, region) => {
        const gfn = region * REGION_PAGES;
        let spa = REGION_PAGES * next++;
        if (backing === 'in-place') this.hold(sharedHolder(guest), gfn, spa, REGION_PAGES);
        else if (start === 'mixed') {
          this.hold(sharedHolder(guest), gfn + MIXED_PRIVATE, spa + MIXED_PRIVATE, REGION_PAGES - MIXED_PRIVATE);
          spa = REGION_PAGES * next++;
          this.hold(privateHolder(guest), gfn, spa, MIXED_PRIVATE);
        } else this.hold(start === 'shared' ? sharedHolder(guest) : privateHolder(guest), gfn, spa, REGION_PAGES);
        if (start !== 'shared') this.ownership.preset(spa, privatePages(start), asid, start === 'private 2M');
      });
    });
  }

  hold(holder: number, gfn: GpaPage, spa: SpaPage, n: number): void {
    for (let i = 0; i < n; i++) {
      this.leave(spa + i);
      this.holder[spa + i] = holder;
      this.gfn[spa + i] = gfn + i;
      if (this.isOutside(spa + i)) this.assignedOutside++;
    }
  }

  /** Before a page's owner changes in the RMP, and after it. */
  leave(spa: SpaPage): void {
    if (this.isOutside(spa)) this.assignedOutside--;
  }
  enter(spa: SpaPage): void {
    if (this.isOutside(spa)) this.assignedOutside++;
  }

  isMmio(spa: SpaPage): boolean {
    return this.holder[spa] === MMIO;
  }

  isOutside(spa: SpaPage): boolean {
    const holder = this.holder[spa]!;
    return (holder === FREE || holder === KERNEL) && this.ownership.asid[spa] !== 0;
  }

  /** Given up for good. */
  leak(spa: SpaPage, n: number): void {
    this.hold(LEAKED, 0, spa, n);
  }
}
