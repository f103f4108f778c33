import { VmplBit } from '../../../../model/vocabulary/rmp/entry';
import { ASSIGNED, baseOf, IMMUTABLE, slotOf, SUB_MASK, SUB_SHIFT, VALIDATED } from '../entry-bits';
import type { CheckParts } from '../parts/access';

/** The gpa field holds 39 bits of a page number. */
const GPA_PAGES = 2 ** 39;

/** rmp.md 0.3: not covered, or not assigned. */
const pageIsHypervisors: CheckParts['pageIsHypervisors'] = (r, page) =>
  !r.parts.covered(r, page) || (r.regionOf(page).words[slotOf(page)]! & ASSIGNED) === 0;

/** rmp.md 3.6: by E[b].assigned and sub(b), not by 512 look-ups. */
const regionIsHypervisors: CheckParts['regionIsHypervisors'] = (r, base) =>
  !r.parts.covered(r, base) || (r.regionOf(base).words[0]! & (ASSIGNED | (SUB_MASK << SUB_SHIFT))) === 0;

/** rmp.md 3.1: 1G is checked per 2M. */
const hypervisorOwned: CheckParts['hypervisorOwned'] = (r, page, lg) =>
  lg >= 21 ? r.parts.regionIsHypervisors(r, baseOf(page)) : r.parts.pageIsHypervisors(r, page);

const guestOwned: CheckParts['guestOwned'] = (r, page, asid) =>
  r.parts.asidOf(r.regionOf(page).words, slotOf(r.parts.authority(r, page))) === asid;

/** rmp.md 3.1: at the granule of the entry. */
const reverseMapMatches: CheckParts['reverseMapMatches'] = (r, page, gpa) => {
  const at = gpa % GPA_PAGES;
  const effective = r.parts.effectiveGpa(r, page);
  return r.parts.isLarge(r, page) ? Math.floor(effective / 512) === Math.floor(at / 512) : effective === at;
};

const isMutable: CheckParts['isMutable'] = (r, page) =>
  (r.regionOf(page).words[slotOf(r.parts.authority(r, page))]! & IMMUTABLE) === 0;

/** rmp.md 3.6 (a): a leaf of 2M and more wants a 2M entry, a 4K leaf a 4K entry. */
const sizeMatches: CheckParts['sizeMatches'] = (r, page, lg) => lg >= 21 === r.parts.isLarge(r, page);

const isValidated: CheckParts['isValidated'] = (r, page) =>
  (r.regionOf(page).words[slotOf(r.parts.authority(r, page)) + 1]! & VALIDATED) !== 0;

/** rmp.md 1.1, 3.1: a mask of Write without Read allows nothing. */
const vmplAllows: CheckParts['vmplAllows'] = (r, page, vmpl, kind, user) => {
  const mask = r.parts.maskOf(r.regionOf(page).words, slotOf(r.parts.authority(r, page)), vmpl);
  if ((mask & (VmplBit.read | VmplBit.write)) === VmplBit.write) return false;
  if (kind === 'fetch') return (mask & (user ? VmplBit.executeUser : VmplBit.executeSupervisor)) !== 0;
  if ((mask & VmplBit.read) === 0) return false;
  return kind === 'read' || kind === 'tableRead' || (mask & VmplBit.write) !== 0;
};

export const checkParts: CheckParts = {
  pageIsHypervisors,
  regionIsHypervisors,
  hypervisorOwned,
  guestOwned,
  reverseMapMatches,
  isMutable,
  sizeMatches,
  isValidated,
  vmplAllows,
};
