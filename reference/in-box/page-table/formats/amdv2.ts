import { Prot } from '../../../../model/vocabulary/prot';
import { ITEM_PAGES, itemLg } from '../../../../model/vocabulary/units';
import { within } from '../arithmetic';
import { EMPTY, LEAF, TABLE } from '../item-class';
import type { EntryParts, FormatParts } from '../parts';
import { addressField } from './common';

/** Bits of the low half (page-tables.md 2.1). */
const P = 1 << 0;
const RW = 1 << 1;
const U = 1 << 2;
const A = 1 << 5;
const D = 1 << 6;
const PS = 1 << 7;
const ADDRESS_HI = 0x000f_ffff;

/** page-tables.md 2.3. */
const storesSizeV2: FormatParts['storesSize'] = (lg) => lg === 12 || lg === 21 || lg === 30;

/** page-tables.md 2.2. */
const classifyV2: FormatParts['classify'] = (_d, level, lo) => {
  if ((lo & P) === 0) return EMPTY;
  return level === 0 || (level <= 2 && (lo & PS) !== 0) ? LEAF : TABLE;
};

const leafLgV2: FormatParts['leafLg'] = (_d, level) => itemLg(level);

const leafOaV2: FormatParts['leafOa'] = (d, level, lo, hi) => {
  const page = addressField(d, lo, hi);
  return level === 0 ? page : page - within(page, ITEM_PAGES[level]!);
};

/** page-tables.md 2.1, 2.5. */
const encodeLeafV2: FormatParts['encodeLeaf'] = (d, lg, oa, prot) => {
  const cbit = d.parts.leafCBit(d, prot);
  d.rawLo =
    ((within(oa, 2 ** 20) << 12) |
      (P | U | A) |
      ((prot & Prot.WRITE) !== 0 ? RW | D : 0) |
      (lg > 12 ? PS : 0) |
      (cbit ? d.sme.lo : 0)) >>>
    0;
  d.rawHi = ((Math.floor(oa / 2 ** 20) & ADDRESS_HI) | (cbit ? d.sme.hi : 0)) >>> 0;
};

/** page-tables.md 5.2: D always. */
const encodeLeafOldV2: FormatParts['encodeLeaf'] = (d, lg, oa, prot) => {
  encodeLeafV2(d, lg, oa, prot);
  d.rawLo = (d.rawLo | D) >>> 0;
};

const encodePointerV2: FormatParts['encodePointer'] = (d, _level, child) => {
  d.rawLo = ((within(child, 2 ** 20) << 12) | (P | RW | U | A) | d.sme.lo) >>> 0;
  d.rawHi = ((Math.floor(child / 2 ** 20) & ADDRESS_HI) | d.sme.hi) >>> 0;
};

export const amdV2Parts: Pick<
  EntryParts,
  'storesSizeV2' | 'classifyV2' | 'leafLgV2' | 'leafOaV2' | 'encodeLeafV2' | 'encodePointerV2' | 'encodeLeafOldV2'
> = { storesSizeV2, classifyV2, leafLgV2, leafOaV2, encodeLeafV2, encodePointerV2, encodeLeafOldV2 };
