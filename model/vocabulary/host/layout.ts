import type { GpaPage, SpaPage } from '../rmp/entry';
import { REGION_PAGES } from '../rmp/entry';
import type { HostConfig } from './config';
import { domainOf } from './step-kind';

/** Where the BAR of an MMIO range lies. */
export interface BarPlace {
  readonly guest: number;
  readonly device: number;
  /** First page as the guest, and its devices, see it; first system page; pages. */
  readonly gfn: GpaPage;
  readonly spa: SpaPage;
  readonly n: number;
  readonly tio: boolean;
}

/** 2M regions of system memory: RAM, and one for each MMIO range. */
export const systemRegions = ({ ram, mmio }: Pick<HostConfig, 'ram' | 'mmio'>): number => ram + mmio.length;

/** Every BAR, by number of its range. */
export function barPlaces({ ram, mmio, guests, devices }: HostConfig): readonly BarPlace[] {
  const next = guests.map(({ regions }) => regions.length);
  return mmio.map(({ device, first, pages, tio }, range) => {
    const { guest } = devices[device]!;
    const gfn = next[guest]!++ * REGION_PAGES + first;
    return { guest, device, gfn, spa: (ram + range) * REGION_PAGES + first, n: pages, tio };
  });
}

/** 2M regions of a guest: its memory, and one for each BAR of its devices. */
export const guestRegions = ({ mmio, guests, devices }: HostConfig, guest: number): number =>
  guests[guest]!.regions.length + mmio.filter(({ device }) => devices[device]!.guest === guest).length;

/** A part of the IO address spaces of a guest that devices reach pages of one kind through. */
export interface IoWindow {
  readonly dom: number;
  /** IOVA of GPA page 0. */
  readonly offset: GpaPage;
}

/** Where shared pages of a guest are mapped: at T=0; and at T=1 above vTOM, if it has one. */
export const sharedWindow = ({ guests }: Pick<HostConfig, 'guests'>, guest: number, t: 0 | 1): IoWindow | null => {
  const { vtom } = guests[guest]!;
  if (t === 0) return { dom: domainOf(guest, 0), offset: 0 };
  return vtom === null ? null : { dom: domainOf(guest, 1), offset: vtom };
};
