import type { RmpUpdateStep } from '../../../model/vocabulary/host/own-step';
import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';

export const regionOf = (page: number): number => Math.floor(page / REGION_PAGES);

/** The RMP as the log tells it: which pages are assigned, to whom, at what size. */
export class Ownership {
  /** ASID of the owner; 0: hypervisor-owned. */
  asid = new Int16Array(0);
  validated = new Uint8Array(0);
  /** The page was assigned anew since the run began. */
  reassigned = new Uint8Array(0);
  /** The region is one 2M entry. */
  large = new Uint8Array(0);
  assignedIn = new Int16Array(0);
  /** The page waits for the firmware: Pre-Guest. */
  immutable = new Uint8Array(0);
  /** How many of them there are. */
  immutablePages = 0;

  reset(regions: number): void {
    const pages = regions * REGION_PAGES;
    this.immutablePages = 0;
    if (this.large.length !== regions) {
      this.asid = new Int16Array(pages);
      this.validated = new Uint8Array(pages);
      this.reassigned = new Uint8Array(pages);
      this.immutable = new Uint8Array(pages);
      this.large = new Uint8Array(regions);
      this.assignedIn = new Int16Array(regions);
      return;
    }
    this.asid.fill(0);
    this.validated.fill(0);
    this.reassigned.fill(0);
    this.immutable.fill(0);
    this.large.fill(0);
    this.assignedIn.fill(0);
  }

  /** Pages that a guest has validated before the first op. */
  preset(spa: SpaPage, n: number, asid: number, large: boolean): void {
    this.asid.fill(asid, spa, spa + n);
    this.validated.fill(1, spa, spa + n);
    this.assignedIn[regionOf(spa)]! += n;
    if (large) this.large[regionOf(spa)] = 1;
  }

  setImmutable(spa: SpaPage, immutable: 0 | 1): void {
    this.immutablePages += immutable - this.immutable[spa]!;
    this.immutable[spa] = immutable;
  }

  /** The firmware has taken the page: Guest-Valid. */
  validateByFirmware(spa: SpaPage): void {
    this.setImmutable(spa, 0);
    this.validated[spa] = 1;
  }

  /** One page by RMPUPDATE. */
  update(spa: SpaPage, asid: number, immutable: boolean): void {
    this.setImmutable(spa, immutable ? 1 : 0);
    const before = this.asid[spa]!;
    if ((before === 0) !== (asid === 0)) this.assignedIn[regionOf(spa)]! += asid === 0 ? -1 : 1;
    if (asid !== 0) this.reassigned[spa] = 1;
    this.asid[spa] = asid;
    this.validated[spa] = 0;
  }

  /** True if RMPUPDATE of the first of the step's pages would truly overlap. rmp.md 2.1 check 5. */
  overlaps({ spa, lg, n }: RmpUpdateStep, base2MTo4K: boolean, base4KTo2M: boolean): boolean {
    const region = regionOf(spa);
    const inRegion = spa % REGION_PAGES;
    if (lg === 21) {
      if (this.large[region] === 1) return false;
      const base = this.asid[spa] === 0 ? 0 : 1;
      return this.assignedIn[region]! - base > 0 || (base === 1 && base4KTo2M);
    }
    return this.large[region] === 1 && (inRegion !== 0 || n > 1 || base2MTo4K);
  }
}
