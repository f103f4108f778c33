import type { HostConfig } from '../../../model/vocabulary/host/config';
import { guestRegions } from '../../../model/vocabulary/host/layout';
import type { IovaPage } from '../../../model/vocabulary/units';

/**
 * The three parts of a guest's IO address spaces: all of T=0, and T=1 below and above vTOM. Pages of a window are counted
 * from its own beginning, so that they are the guest's pages in each.
 */
export const Window = { untrusted: 0, trusted: 1, beyondVtom: 2 } as const;
export type Window = (typeof Window)[keyof typeof Window];
export const WINDOWS = 3;

/** Number of a guest's window. */
export const windowOf = (guest: number, window: Window): number => WINDOWS * guest + window;
export const guestOfWindow = (window: number): number => Math.floor(window / WINDOWS);
/** Pages that it leads to are to be shared ones. */
export const isShared = (window: number): boolean => window % WINDOWS !== Window.trusted;
/** The IO domain that it is a part of. */
export const domOfWindow = (window: number): number =>
  2 * guestOfWindow(window) + (window % WINDOWS === Window.untrusted ? 0 : 1);

/** Tells windows by address. */
export class Windows {
  private readonly vtoms: readonly number[];
  /** 2M regions of each guest, BARs included. */
  readonly regions: readonly number[];

  constructor(config: HostConfig) {
    this.vtoms = config.guests.map(({ vtom }) => vtom ?? Infinity);
    this.regions = config.guests.map((_, guest) => guestRegions(config, guest));
  }

  /** Number of the window of an IO domain that an IOVA lies in. */
  at(dom: number, iova: IovaPage): number {
    const guest = dom >> 1;
    if ((dom & 1) === 0) return windowOf(guest, Window.untrusted);
    return windowOf(guest, iova < this.vtoms[guest]! ? Window.trusted : Window.beyondVtom);
  }

  /** IOVA of the first page of a window. */
  startOf(window: number): IovaPage {
    return window % WINDOWS === Window.beyondVtom ? this.vtoms[guestOfWindow(window)]! : 0;
  }
}
