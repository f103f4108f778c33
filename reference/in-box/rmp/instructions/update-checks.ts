import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { ASSIGNED, IMMUTABLE, slotOf } from '../entry-bits';
import type { UpdateCheckParts, UpdateParts } from '../parts/instructions';

/** rmp.md 2.1 line 1. */
const updateFromGuest: UpdateParts['updateFromGuest'] = (_r, u) =>
  u.callerAsid !== 0 ? RmpCode.failPermission : RmpCode.success;

/** rmp.md 2.1 line 2. */
const updateInput: UpdateParts['updateInput'] = (r, u) =>
  !u.pageAligned ||
  !r.parts.covered(r, u.page) ||
  u.reserved ||
  u.asid > r.config.maxAsid ||
  !r.parts.isAligned(r, u) ||
  !r.parts.isLegalTuple(r, u)
    ? RmpCode.failInput
    : RmpCode.success;

const isAligned: UpdateParts['isAligned'] = (r, u) => {
  if (!u.gpaAligned) return false;
  if (u.size === 0) return true;
  return u.page % 512 === 0 && (u.gpa % 512 === 0 || r.assume.RMPUPDATE_GPA_ALIGN_2M === 'ignore');
};

/** rmp.md 2.1: the four tuples that software may ask for. */
const isLegalTuple: UpdateParts['isLegalTuple'] = (r, u) => {
  if (!u.assigned) return (u.asid === 0 && !u.immutable) || r.assume.RMPUPDATE_HVFIXED_TUPLE === 'accept';
  if (u.asid !== 0) return true;
  if (!u.immutable) return r.assume.RMPUPDATE_RECLAIM_TUPLE === 'accept';
  return (u.gpa === 0 && u.gpaAligned) || r.assume.RMPUPDATE_FIRMWARE_GPA !== 'FAIL_INPUT';
};

/** rmp.md 2.1 line 3: of a page below a 2M entry that entry is meant, and what uses any page of it. */
const updateBusy: UpdateParts['updateBusy'] = (r, u) =>
  r.parts.isBusy(r, u.page, u.size === 1 || r.parts.isLarge(r, u.page)) ? RmpCode.failInUse : RmpCode.success;

/** rmp.md 2.1 line 4: eff(p) for 4K, any entry of the region for 2M. */
const updateImmutable: UpdateParts['updateImmutable'] = (r, u) => {
  const { words } = r.regionOf(u.page);
  if (u.size === 1) {
    for (let at = 0; at < words.length; at += 4) if ((words[at]! & IMMUTABLE) !== 0) return RmpCode.failPermission;
    return RmpCode.success;
  }
  if ((words[slotOf(r.parts.authority(r, u.page))]! & IMMUTABLE) !== 0) return RmpCode.failPermission;
  const isBlocked = r.assume.RMPUPDATE_IMMUTABLE_BASE_BLOCKS_SUB && (words[0]! & IMMUTABLE) !== 0;
  return isBlocked ? RmpCode.failPermission : RmpCode.success;
};

/** rmp.md 2.1 line 5. */
const updateOverlap: UpdateParts['updateOverlap'] = (r, u) => {
  const isLarge = r.parts.isLarge(r, u.page);
  if (u.size === 0) {
    if (!isLarge) return RmpCode.success;
    const mayResize = u.page % 512 === 0 && r.assume.RMPUPDATE_BASE_2M_TO_4K === 'resize';
    return mayResize ? RmpCode.success : RmpCode.failOverlap;
  }
  const { words } = r.regionOf(u.page);
  if (r.parts.subOf(words, 0) > 0) return RmpCode.failOverlap;
  const isBase4K = !isLarge && (words[0]! & ASSIGNED) !== 0;
  return isBase4K && r.assume.RMPUPDATE_4K_BASE_TO_2M === 'overlap' ? RmpCode.failOverlap : RmpCode.success;
};

/** The order of rmp.md 2.1; where the sources leave it open, any of the codes is right (RMPUPDATE_ERR_ORDER). */
const updateOrder: readonly (keyof UpdateCheckParts)[] = [
  'updateFromGuest',
  'updateInput',
  'updateBusy',
  'updateImmutable',
  'updateOverlap',
];

export const updateCheckParts: UpdateCheckParts & Pick<UpdateParts, 'updateOrder' | 'isAligned' | 'isLegalTuple'> = {
  updateOrder,
  updateFromGuest,
  updateInput,
  updateBusy,
  updateImmutable,
  updateOverlap,
  isAligned,
  isLegalTuple,
};
