import { RmpCode } from '../../../../model/vocabulary/rmp/outcome';
import { IMMUTABLE, REGION_WORDS, SIZE_2M } from '../entry-bits';
import type { BusyParts, PsmashParts } from '../parts/instructions';

/** rmp.md 2.2, in its order. */
const psmashCheck: PsmashParts['psmashCheck'] = (r, page, isAligned, asid) => {
  if (asid !== 0) return RmpCode.failPermission;
  if (!isAligned || page % 512 !== 0 || !r.parts.covered(r, page)) return RmpCode.failInput;
  if (r.parts.isBusy(r, page, true)) return RmpCode.failInUse;
  if (!r.parts.isLarge(r, page)) return r.assume.PSMASH_NOT_2M_CODE;
  const isImmutable = (r.regionOf(page).words[0]! & IMMUTABLE) !== 0;
  return isImmutable && r.assume.PSMASH_IMMUTABLE === 'fail' ? RmpCode.failPermission : RmpCode.success;
};

/** 512 entries of 4K; all but size and GPA is copied. */
const smash: PsmashParts['smash'] = (r, base) => {
  const { words } = r.writableRegion(base);
  const gpa = r.parts.gpaOf(words, 0);
  const asid = r.parts.asidOf(words, 0);
  words[0]! &= ~SIZE_2M;
  for (let at = 4, page = 1; at < REGION_WORDS; at += 4, page++) {
    words.copyWithin(at, 0, 4);
    r.parts.storeOwner(words, at, gpa + page, asid);
  }
  r.parts.storeSub(words, 0, 511);
};

const isBusy: BusyParts['isBusy'] = (r, page, whole) => {
  if (r.regionOf(page).isBusy) return true;
  for (const used of r.inUse) if (whole ? used - (used & 511) === page - (page & 511) : used === page) return true;
  return false;
};

export const psmashParts: PsmashParts & BusyParts = { psmashCheck, smash, isBusy };
