/** The primitive checks of rmp.md 3.1. */
import { REGION_PAGES, RmpSize, VmplBit, type GpaPage, type RmpEntry, type SpaPage } from '../../vocabulary/rmp/entry';
import { baseOf } from '../entry';
import type { RmpTable } from '../table';

const LG_2M = 21;

/** Hypervisor-Owned: at 4K hv(p), at 2M and 1G hv2 of the 2M chunk that holds the address. */
export const isHypervisorOwned = (table: RmpTable, page: SpaPage, lg: number): boolean =>
  lg < LG_2M ? table.hv(page) : table.hv2(baseOf(page));

/** Reverse-Map: at the granule of the entry. `entry` is effective. */
export const matchesGpa = (entry: RmpEntry, gpa: GpaPage): boolean =>
  entry.size === RmpSize.size2M
    ? Math.floor(entry.gpa / REGION_PAGES) === Math.floor(gpa / REGION_PAGES)
    : entry.gpa === gpa;

/** Page-Size: a nested leaf of 2M or 1G wants a 2M entry, one of 4K a 4K entry. */
export const matchesSize = (entry: RmpEntry, lg: number): boolean =>
  entry.size === (lg < LG_2M ? RmpSize.size4K : RmpSize.size2M);

/** Covered, Guest-Owned, Reverse-Map and Mutable, of the effective entry or null. */
export const isOwnMutable = (entry: RmpEntry | null, asid: number, gpa: GpaPage): entry is RmpEntry =>
  entry !== null && entry.asid === asid && matchesGpa(entry, gpa) && !entry.immutable;

/** VMPL: the mask allows the kind of access, and is not write without read. `bit` is one of VmplBit. */
export function allowsVmpl(entry: RmpEntry, vmpl: number, bit: number): boolean {
  const mask = entry.masks[vmpl] ?? 0;
  if ((mask & (VmplBit.read | VmplBit.write)) === VmplBit.write) return false;
  return (mask & bit) !== 0;
}
