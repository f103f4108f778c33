import { Prot } from '../../../../model/vocabulary/prot';
import { itemLg } from '../../../../model/vocabulary/units';
import { pagesOf, within } from '../arithmetic';
import { EMPTY, LEAF, TABLE } from '../item-class';
import type { EntryParts, FormatParts } from '../parts';
import { addressField } from './common';

/** Bits of the high half (page-tables.md 1.1). */
const FC = 1 << 28;
const IR = 1 << 29;
const IW = 1 << 30;
const ADDRESS_HI = 0x000f_ffff;
const NL_SHIFT = 9;
const NL_CODED = 7;

const nextLevel = (lo: number): number => (lo >>> NL_SHIFT) & 7;

/** page-tables.md 1.3: 2^12 … 2^51 without 512 GiB. */
const storesSizeV1: FormatParts['storesSize'] = (lg) => lg >= 12 && lg <= 51 && lg !== 39;

/** page-tables.md 1.2. */
const classifyV1: FormatParts['classify'] = (_d, level, lo) => {
  if ((lo & 1) === 0) return EMPTY;
  if (level === 0) return LEAF;
  const nl = nextLevel(lo);
  return nl === 0 || nl === NL_CODED ? LEAF : TABLE;
};

/** page-tables.md 1.5: ones from bit item − 1 on, of the raw value, the C-bit included. */
const leafLgV1: FormatParts['leafLg'] = (_d, level, lo, hi) => {
  let lg = itemLg(level);
  if (nextLevel(lo) === 0) return lg;
  // The lowest size code bit stands one below the item size; at level 0 that is bit 11 of NL = 7.
  for (let bit = lg - 1; bit < 52; bit++, lg++) {
    const set = bit < 32 ? (lo >>> bit) & 1 : (hi >>> (bit - 32)) & 1;
    if (set === 0) break;
  }
  return lg;
};

/** page-tables.md 1.5: the address without C-bit and size code. */
const leafOaV1: FormatParts['leafOa'] = (d, level, lo, hi) => {
  const page = addressField(d, lo, hi);
  return page - within(page, pagesOf(d.format.leafLg(d, level, lo, hi)));
};

/** Leaves the address field of `page` (bits 51:12), the size code of `lg` included, in d.rawLo and d.rawHi. */
function codeAddress(d: Parameters<FormatParts['encodeLeaf']>[0], lg: number, page: number): void {
  const isCoded = lg !== itemLg(Math.floor((lg - 12) / 9));
  // lg − 13 ones from bit 12 on; bit lg − 1 stays 0.
  const field = isCoded ? page + pagesOf(lg - 1) - 1 : page;
  d.rawLo = ((within(field, 2 ** 20) << 12) | (isCoded ? NL_CODED << NL_SHIFT : 0)) >>> 0;
  d.rawHi = Math.floor(field / 2 ** 20) & ADDRESS_HI;
}

/** page-tables.md 1.4, 1.7. */
const encodeLeafV1: FormatParts['encodeLeaf'] = (d, lg, oa, prot) => {
  codeAddress(d, lg, oa);
  const cbit = d.parts.leafCBit(d, prot);
  d.rawLo = (d.rawLo | 1 | (cbit ? d.sme.lo : 0)) >>> 0;
  d.rawHi =
    (d.rawHi |
      FC |
      ((prot & Prot.READ) !== 0 ? IR : 0) |
      ((prot & Prot.WRITE) !== 0 ? IW : 0) |
      (cbit ? d.sme.hi : 0)) >>>
    0;
};

/**
 * page-tables.md 5.1 step 3: as 1.4. Address bits above 51 are dropped: that the released code lets them into the
 * reserved bits of a leaf of one item (5.3 rows 14 and 15) breaks PT-002.
 */
const encodeLeafOldV1: FormatParts['encodeLeaf'] = encodeLeafV1;

/** page-tables.md 1.6. */
const encodePointerV1: FormatParts['encodePointer'] = (d, level, child) => {
  d.rawLo = ((within(child, 2 ** 20) << 12) | 1 | (level << NL_SHIFT) | d.sme.lo) >>> 0;
  d.rawHi = ((Math.floor(child / 2 ** 20) & ADDRESS_HI) | IR | IW | d.sme.hi) >>> 0;
};

export const amdV1Parts: Pick<
  EntryParts,
  'storesSizeV1' | 'classifyV1' | 'leafLgV1' | 'leafOaV1' | 'encodeLeafV1' | 'encodePointerV1' | 'encodeLeafOldV1'
> = { storesSizeV1, classifyV1, leafLgV1, leafOaV1, encodeLeafV1, encodePointerV1, encodeLeafOldV1 };
