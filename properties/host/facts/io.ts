import type { HostConfig } from '../../../model/vocabulary/host/config';
import { systemRegions } from '../../../model/vocabulary/host/layout';
import type { IoMapStep, IoUnmapStep } from '../../../model/vocabulary/host/policy-step';
import { domainOf } from '../../../model/vocabulary/host/step-kind';
import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import { REGION_PAGES } from '../../../model/vocabulary/rmp/entry';
import type { IovaPage } from '../../../model/vocabulary/units';
import { Leaves, pagesOf } from './leaves';
import type { Ownership } from './ownership';
import { Windows } from './windows';

/** The IO leaves of all guests, as the log tells them. */
export class IoFacts {
  config!: HostConfig;
  windows!: Windows;
  /** By number of the window. */
  leaves: Leaves[] = [];
  /** Pages that leaves below 2M of windows for shared pages map, counted by page. */
  smallShared = new Uint8Array(0);
  /** Pages that are both assigned and mapped by such a leaf. */
  staleShared = 0;

  constructor(private readonly ownership: Ownership) {}

  reset(config: HostConfig): void {
    const regions = systemRegions(config);
    this.config = config;
    this.windows = new Windows(config);
    this.smallShared = new Uint8Array(regions * REGION_PAGES);
    this.staleShared = 0;
    this.leaves = [];
    config.guests.forEach(({ vtom }, guest) => {
      const own = this.windows.regions[guest]!;
      this.leaves.push(new Leaves(own, regions, this.countShared), new Leaves(own, regions, ignore));
      this.leaves.push(new Leaves(vtom === null ? 0 : own, regions, this.countShared));
    });
  }

  map({ dom, iova, spa, lg, done }: IoMapStep): void {
    const window = this.windows.at(dom, iova);
    const first = iova - this.windows.startOf(window);
    const pages = pagesOf(lg);
    for (let i = 0; i < done; i++) this.leaves[window]!.map(first + i * pages, spa + i * pages, lg);
  }

  unmap({ dom, from, to }: IoUnmapStep): void {
    const window = this.windows.at(dom, from);
    const leaves = this.leaves[window]!;
    const start = this.windows.startOf(window);
    for (let at = from - start; at < to - start; at++) if (leaves.lgAt(at) !== 0) leaves.unmap(at);
  }

  split(dom: number, iova: IovaPage): void {
    const window = this.windows.at(dom, iova);
    const page = iova - this.windows.startOf(window);
    if (this.leaves[window]!.lgAt(page) >= 21) this.leaves[window]!.split(page);
  }

  /** A page was assigned (+1), or is not any more (−1). */
  ownerChanged(spa: SpaPage, change: number): void {
    if (this.smallShared[spa] !== 0) this.staleShared += change;
  }

  /** The window of a device's request. */
  windowOf(device: number, t: 0 | 1, iova: IovaPage): number {
    return this.windows.at(domainOf(this.config.devices[device]!.guest, t), iova);
  }

  /** The guest page that a device's request is for. */
  gfnOf(device: number, t: 0 | 1, iova: IovaPage): GpaPage {
    return iova - this.windows.startOf(this.windowOf(device, t, iova));
  }

  /** Where it leads by the tables as they are; −1: nowhere. */
  aimOf(device: number, t: 0 | 1, iova: IovaPage): SpaPage {
    return this.leaves[this.windowOf(device, t, iova)]!.spaAt(this.gfnOf(device, t, iova));
  }

  private readonly countShared = (spa: SpaPage, change: 1 | -1): void => {
    const before = this.smallShared[spa]!;
    this.smallShared[spa] = before + change;
    if (this.ownership.asid[spa] !== 0 && before + change <= 1 && before <= 1) this.staleShared += change;
  };
}

const ignore = (): void => undefined;
