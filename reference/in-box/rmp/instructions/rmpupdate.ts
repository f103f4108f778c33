import {
  ASSIGNED,
  IMMUTABLE,
  REGION_WORDS,
  SIZE_2M,
  slotOf,
  SUB_MASK,
  SUB_SHIFT,
  VALIDATED,
  VMSA,
} from '../entry-bits';
import type { InBoxRmp } from '../in-box';
import type { UpdateCheckParts, UpdateParts } from '../parts/instructions';
import type { UpdateRequest } from '../update-request';

const SUB_BITS = SUB_MASK << SUB_SHIFT;

/** Effects of RMPUPDATE, rmp.md 2.1 line 6. */
const applyUpdate: UpdateParts['applyUpdate'] = (r, u) => {
  if (u.size === 1) {
    r.rememberOwners(u.page);
    if (u.assigned) r.parts.assign2M(r, u);
    else r.parts.unassign2M(r, u);
    r.countOwners(u.page);
  } else if (r.parts.isLarge(r, u.page)) {
    // 'resize' (rmp.md 0.4): the 2M entry goes, then its base page is written as one of 512.
    r.rememberOwners(u.page);
    r.writableRegion(u.page).words.fill(0);
    write4K(r, u);
    r.countOwners(u.page);
  } else {
    const before = r.ownerOf(u.page);
    write4K(r, u);
    if (r.ownerOf(u.page) !== before) r.ghost.nextEpoch(u.page);
  }
};

function write4K(r: InBoxRmp, u: UpdateRequest): void {
  const { words } = r.writableRegion(u.page);
  const before = (words[slotOf(u.page)]! & ASSIGNED) !== 0;
  if (u.assigned) r.parts.assign4K(r, u);
  else r.parts.unassign4K(r, u);
  // UNASSIGN_ZEROES_ENTRY = false: only until the next 4K update of the region (rmp.md 0.5).
  if ((words[0]! & ASSIGNED) === 0) words[0]! &= ~SIZE_2M;
  r.parts.countAssigned(r, u.page, before, u.assigned);
}

const flagsOf = (u: UpdateRequest): number => (u.assigned ? ASSIGNED : 0) | (u.immutable ? IMMUTABLE : 0);

/** Entry of one page, assigned; the sub count of a base page stays. */
const assign4K: UpdateParts['assign4K'] = (r, u) => {
  const { words } = r.writableRegion(u.page);
  const at = slotOf(u.page);
  const keeps = r.parts.keepsRights(r, u);
  words[at] = (words[at]! & SUB_BITS) | flagsOf(u);
  r.parts.storeOwner(words, at, r.parts.storedGpa(r, u), u.asid);
  if (!keeps) r.parts.resetRights(r, u.page, u.asid);
  r.parts.storeLock(r, u.page);
};

const assign2M: UpdateParts['assign2M'] = (r, u) => {
  const { words } = r.writableRegion(u.page);
  const keeps = r.parts.keepsRights(r, u);
  words[0] = flagsOf(u) | SIZE_2M;
  r.parts.storeOwner(words, 0, r.parts.storedGpa(r, u), u.asid);
  if (!keeps) r.parts.resetRights(r, u.page, u.asid);
  r.parts.storeLock(r, u.page);
  r.parts.writeStubs(r, u.page);
};

/** All zero, but for what a switch lets through: Immutable by RMPUPDATE_HVFIXED_TUPLE, the GPA by UNASSIGN_ZEROES_ENTRY. */
function clearEntry(r: InBoxRmp, u: UpdateRequest, at: number, keptBits: number, gpa: number): void {
  const { words } = r.writableRegion(u.page);
  const kept = words[at]! & keptBits;
  words.fill(0, at, at + 4);
  words[at] = kept | flagsOf(u);
  // Who is not assigned has no ASID, whatever was asked (RMP-010).
  r.parts.storeOwner(words, at, gpa, 0);
}

const unassign4K: UpdateParts['unassign4K'] = (r, u) => {
  clearEntry(r, u, slotOf(u.page), SUB_BITS, r.assume.UNASSIGN_ZEROES_ENTRY ? 0 : u.gpa);
};

const unassign2M: UpdateParts['unassign2M'] = (r, u) => {
  const { words } = r.writableRegion(u.page);
  words.fill(0);
  clearEntry(r, u, 0, 0, r.assume.UNASSIGN_ZEROES_ENTRY ? 0 : u.gpa);
  if (!r.assume.UNASSIGN_ZEROES_ENTRY) words[0]! |= SIZE_2M;
  if (u.immutable) for (let at = slotOf(1); at < REGION_WORDS; at += 4) words[at] = IMMUTABLE;
};

/** RMPUPDATE_SAME_KEEPS_VALIDATED: Assigned, ASID, GPA and Page_Size all stay. */
const keepsRights: UpdateParts['keepsRights'] = (r, u) => {
  if (!r.assume.RMPUPDATE_SAME_KEEPS_VALIDATED) return false;
  const { words } = r.regionOf(u.page);
  const at = slotOf(u.page);
  return (
    (words[at]! & ASSIGNED) !== 0 &&
    r.parts.isLarge(r, u.page) === (u.size === 1) &&
    r.parts.asidOf(words, at) === u.asid &&
    r.parts.gpaOf(words, at) === r.parts.storedGpa(r, u)
  );
};

/** VMPL0 gets everything, the others nothing; no masks without a guest. */
const resetRights: UpdateParts['resetRights'] = (r, page, asid) => {
  const { words } = r.writableRegion(page);
  const at = slotOf(page);
  words[at + 1] = words[at + 1]! & ~(VALIDATED | VMSA);
  words[at + 2] = 0;
  words[at + 3] = 0;
  if (asid !== 0) r.parts.storeMask(words, at, 0, r.parts.fullMask(r));
};

const storedGpa: UpdateParts['storedGpa'] = (r, u) =>
  u.asid === 0 && u.immutable && r.assume.RMPUPDATE_FIRMWARE_GPA === 'zeroed' ? 0 : u.gpa;

export const updateParts: Omit<UpdateParts, keyof UpdateCheckParts | 'updateOrder' | 'isAligned' | 'isLegalTuple'> = {
  applyUpdate,
  assign4K,
  assign2M,
  unassign4K,
  unassign2M,
  keepsRights,
  resetRights,
  storedGpa,
};
