import type { RmpAssumptions } from '../rmp/assumption';
import type { GpaPage } from '../rmp/entry';
import { REGION_PAGES } from '../rmp/entry';
import type { HostImporter } from './importer';

/**
 * Where a guest's pages live. `in-place`: the shared and the private page of a GPA are one physical page. `separate`:
 * private pages come from guest_memfd, shared ones from other memory (rmp.md 4.7).
 */
export type Backing = 'in-place' | 'separate';

/**
 * What a 2M region of guest memory is before the first op: all shared, all private and validated under one 2M entry or
 * 512 4K entries, or `mixed`: the first MIXED_PRIVATE pages private at 4K, the others shared.
 */
export type RegionStart = 'shared' | 'private 2M' | 'private 4K' | 'mixed';
/** Private pages of a `mixed` region. */
export const MIXED_PRIVATE = 4;

/** Pages of a region, from its first on, that are private before the first op. */
export const privatePages = (start: RegionStart): number =>
  start === 'shared' ? 0 : start === 'mixed' ? MIXED_PRIVATE : REGION_PAGES;

/**
 * One SNP guest with two vCPUs. Its memory is GPA pages 0 … 512 × regions − 1; behind it lie the BARs of its devices, a
 * 2M region for each.
 */
export interface HostGuest {
  readonly asid: number;
  /**
   * Virtual top of memory: a guest page on a 2M boundary beyond all its regions. Trusted devices reach what is private
   * below it, and what is shared at the same distance above it (rmp.md 3.8, 4.3). Null: not used.
   */
  readonly vtom: GpaPage | null;
  readonly backing: Backing;
  readonly regions: readonly RegionStart[];
  /** False: it is still being launched, no vCPU runs before launchFinish, and no page of it is private. */
  readonly launched: boolean;
}
/** vCPUs of each guest: two are what the races of rmp.md 5.5 need. */
export const VCPUS = 2;

/** A device assigned to a guest; detached before the first op. Device d is entry d of the list. */
export interface HostDevice {
  /** Index of its guest. */
  readonly guest: number;
  /** It keeps translations itself: only a devTLB invalidation drops them. */
  readonly ats: boolean;
}

/**
 * A BAR of a device: MMIO. Range k has the 2M region of system memory number ram + k to itself; what lies beside it there
 * is RAM that the firmware keeps, or gave to processes of the host that use VFIO type1. Its guest sees it behind its memory, at the same place of a 2M region.
 */
export interface MmioRange {
  /** Index of its device. */
  readonly device: number;
  /** First page within the region, and pages. */
  readonly first: number;
  readonly pages: number;
  /** The platform left it out of what is HV-Fixed, so that it can become private: SEV-TIO (rmp.md 1.5). */
  readonly tio: boolean;
}

/** Everything that decides what a host trace does, besides its ops and the policy. host.md, Configuration. */
export interface HostConfig {
  /**
   * 2M regions of RAM for guests and kernel: system pages 0 … 512 × ram − 1. Guests take theirs first, one after the
   * other, each region of theirs the next of RAM. Separate backing: a `shared` one is the shared half's, a private one
   * guest_memfd's; a `mixed` one takes two, the first for the shared half (at the same offset, MIXED_PRIVATE pages left
   * free), the second for the private pages (from offset 0 on, the rest left free).
   */
  readonly ram: number;
  readonly mmio: readonly MmioRange[];
  readonly guests: readonly HostGuest[];
  readonly devices: readonly HostDevice[];
  readonly importers: readonly HostImporter[];
  /**
   * The first RMPUPDATE or PSMASH, and every so-manieth after it, finds its region in use by another CPU (FAIL_INUSE);
   * 0: none does. The way of RC1: among atomic steps two instructions never overlap by themselves.
   */
  readonly contention: number;
  readonly assumptions: RmpAssumptions;
}

/** 2M regions of RAM that the guests hold before the first op. */
export function regionsTaken({ guests }: Pick<HostConfig, 'guests'>): number {
  let taken = 0;
  for (const { backing, regions } of guests) {
    taken += regions.length;
    if (backing === 'separate') taken += regions.filter((start) => start === 'mixed').length;
  }
  return taken;
}
