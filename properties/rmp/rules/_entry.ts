import { REGION_PAGES, RmpSize, type RmpEntry, type RmpState, type SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import { baseOf } from './_address';

// What the rules take for granted is only the stored entry of a page: everything else follows from it here.

/** True if one 2M entry holds the region of `base` (rmp.md 0.3). */
export function isTwoM(view: RmpView, base: SpaPage): boolean {
  const entry = view.own(base);
  return entry !== null && entry.assigned && entry.size === RmpSize.size2M;
}

/** eff(p) of rmp.md 1.4, from stored entries alone; null where not covered. */
export function effectiveOf(view: RmpView, page: SpaPage): RmpEntry | null {
  const base = baseOf(page);
  const head = view.own(base);
  if (head === null) return null;
  if (head.assigned && head.size === RmpSize.size2M) return { ...head, gpa: head.gpa + (page - base) };
  return { ...view.own(page)!, size: RmpSize.size4K };
}

/** hv(p): uncovered, or not assigned. */
export const isHypervisors = (view: RmpView, page: SpaPage): boolean => view.own(page)?.assigned !== true;

/** hv2(b): every page of the region is the hypervisor's. */
export const isHypervisorsRegion = (view: RmpView, base: SpaPage): boolean =>
  isHypervisors(view, base) && countAssigned(view, base) === 0;

/** True if a page of the region that is not its first is assigned on its own, 4K. */
export const hasOwnSubPage = (view: RmpView, base: SpaPage): boolean =>
  !isTwoM(view, base) && countAssigned(view, base) > 0;

/** What was counted in the regions of a view, and at which revision of each. */
type Counts = Map<SpaPage, { revision: number; count: number }>;
const countsOf = new WeakMap<RmpView, Counts>();

/** Assigned pages among sub-pages 1 … 511; several rules ask of every step, so that each revision is counted once. */
export function countAssigned(view: RmpView, base: SpaPage): number {
  let counts = countsOf.get(view);
  if (counts === undefined) countsOf.set(view, (counts = new Map()));
  const revision = view.revision(base);
  const known = counts.get(base);
  if (known?.revision === revision) return known.count;
  let count = 0;
  for (let page = base + 1; page < base + REGION_PAGES; page++) if (!isHypervisors(view, page)) count++;
  counts.set(base, { revision, count });
  return count;
}

/** True for what stands below a 2M entry: assigned, nobody's, mutable, 4K. Its other fields mean nothing (rmp.md 1.4). */
export const isStub = (entry: RmpEntry): boolean =>
  entry.assigned && entry.asid === 0 && !entry.immutable && entry.size === RmpSize.size4K;

export function sameMasks(a: RmpEntry, b: RmpEntry): boolean {
  if (a.masks === b.masks) return true;
  if (a.masks.length !== b.masks.length) return false;
  for (let i = 0; i < a.masks.length; i++) if (a.masks[i] !== b.masks[i]) return false;
  return true;
}

/** True if all fields are equal; two nulls are. */
export function sameEntry(a: RmpEntry | null, b: RmpEntry | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  return (
    a.assigned === b.assigned &&
    a.size === b.size &&
    a.immutable === b.immutable &&
    a.gpa === b.gpa &&
    a.asid === b.asid &&
    a.vmsa === b.vmsa &&
    a.validated === b.validated &&
    sameMasks(a, b)
  );
}

/** True if the entries differ in nothing but the fields given. */
export const sameExcept = (a: RmpEntry, b: RmpEntry, fields: Partial<RmpEntry>): boolean =>
  sameEntry({ ...a, ...fields }, { ...b, ...fields });

const GPA_TAG_UNIT = 2 ** 36;
const IOMMU_TAG = 2;

/** The named state of an entry (rmp.md 1.6); `gpa` is that of the 2M-aligned page under a 2M entry. */
export function classify({ assigned, validated, asid, immutable, vmsa, gpa }: RmpEntry): RmpState {
  if (!assigned) {
    if (validated || asid !== 0) return 'Invalid';
    return immutable ? 'HV-Fixed' : 'Hypervisor';
  }
  if (asid !== 0) {
    if (immutable) return validated ? 'Pre-Swap' : 'Pre-Guest';
    return validated ? 'Guest-Valid' : 'Guest-Invalid';
  }
  if (validated) return 'Invalid';
  if (!immutable) return 'Reclaim';
  if (gpa === 0) return vmsa ? 'Context' : 'Firmware';
  return Math.floor(gpa / GPA_TAG_UNIT) === IOMMU_TAG && !vmsa ? 'Firmware-IOMMU' : 'Metadata';
}

/** The named state of a page, from stored entries alone. */
export function stateOf(view: RmpView, page: SpaPage): RmpState {
  const base = baseOf(page);
  const head = view.own(base);
  if (head === null) return 'Default';
  return classify(isTwoM(view, base) ? head : view.own(page)!);
}
