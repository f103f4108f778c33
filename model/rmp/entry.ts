/** Entries by name, and the arithmetic of their fields. rmp.md 1.1, 1.2, 1.6. */
import { REGION_PAGES, RmpSize, type GpaPage, type RmpEntry, type SpaPage } from '../vocabulary/rmp/entry';

/** The gpa field has 39 bits; firmware keeps a tag in the upper three (1.2). */
const GPA_PAGES = 2 ** 39;
const TAG_PAGES = 2 ** 36;
export const GpaTag = { none: 0, metadata: 1, firmwareIommu: 2 } as const;

/** The tag in the upper bits of a gpa field. */
export const tagOf = (gpa: GpaPage): number => Math.floor(gpa / TAG_PAGES);
/** A gpa field of `tag` beside a page number. */
export const taggedGpa = (tag: number, page: number): GpaPage => tag * TAG_PAGES + (page % TAG_PAGES);
/** A GPA page as the gpa field holds it. */
export const gpaField = (gpa: GpaPage): GpaPage => gpa % GPA_PAGES;

/** First page of the 2M region of `page`. */
export const baseOf = (page: SpaPage): SpaPage => page - (page % REGION_PAGES);

const NO_MASKS: readonly number[][] = Array.from({ length: 5 }, (_, vmpls) => new Array<number>(vmpls).fill(0));
/** No VMPL may do anything. */
export const noMasks = (vmpls: number): readonly number[] => NO_MASKS[vmpls]!;
/** VMPL0 has the full mask, the others none: a page newly assigned to a guest (2.1). */
export function newGuestMasks(vmpls: number, full: number): readonly number[] {
  if (newGuest[vmpls]?.[0] !== full) newGuest[vmpls] = NO_MASKS[vmpls]!.map((_, vmpl) => (vmpl === 0 ? full : 0));
  return newGuest[vmpls]!;
}
/** The last answer for each number of VMPLs: presets ask for every page. */
const newGuest: (readonly number[] | undefined)[] = [];

/** The entry of a page that the hypervisor owns: all zero. */
export const hypervisorEntry = (vmpls: number): RmpEntry => ({
  assigned: false,
  size: RmpSize.size4K,
  immutable: false,
  gpa: 0,
  asid: 0,
  vmsa: false,
  validated: false,
  masks: noMasks(vmpls),
});
/** Hypervisor-owned for checks, and never assigned. */
export const hvFixedEntry = (vmpls: number): RmpEntry => ({ ...hypervisorEntry(vmpls), immutable: true });
/** Donated to the AMD-SP. */
export const firmwareEntry = (vmpls: number): RmpEntry => ({ ...hvFixedEntry(vmpls), assigned: true });
/** What stands in the entries 1 … 511 below a 2M entry (1.4). */
export const stubEntry = (vmpls: number): RmpEntry => ({ ...hypervisorEntry(vmpls), assigned: true });

/** `entry` as 4K or 2M entry of another GPA, every other field copied: sub-pages of 2M entries, and PSMASH. */
export const resized = (entry: RmpEntry, gpa: GpaPage, size: RmpSize): RmpEntry => ({
  assigned: entry.assigned,
  size,
  immutable: entry.immutable,
  gpa: gpaField(gpa),
  asid: entry.asid,
  vmsa: entry.vmsa,
  validated: entry.validated,
  masks: entry.masks,
});
