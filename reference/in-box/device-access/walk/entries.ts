import { itemLg, pageOf, pagesOf } from '../../../../model/vocabulary/units';
import type { EntryParts } from '../parts/walk';

/** Bits of an AMD v1 entry (page-tables.md 1.1): halves. */
const IR = 1 << 29;
const IW = 1 << 30;
const NEXT_LEVEL_SHIFT = 9;
const CODED = 7;
/** Bits of an AMD v2 entry (page-tables.md 2.1). */
const RW = 1 << 1;
const PS = 1 << 7;
const ADDRESS_HI = 0xf_ffff;
const LARGEST_LG = 51;
const FIRST_BIT_ABOVE_ADDRESS = 52;

const nextLevel = (lo: number): number => (lo >>> NEXT_LEVEL_SHIFT) & 7;

const v1IsPresent: EntryParts['v1IsPresent'] = (lo) => (lo & 1) !== 0;

/** page-tables.md 1.2. */
const v1IsLeaf: EntryParts['v1IsLeaf'] = (level, lo) => level === 0 || nextLevel(lo) === 0 || nextLevel(lo) === CODED;

/** page-tables.md 1.5: ones from the bit below the item size on, of the raw value. */
const v1LeafLg: EntryParts['v1LeafLg'] = (level, lo, hi) => {
  let lg = itemLg(level);
  if (nextLevel(lo) === 0) return lg;
  for (let bit = lg - 1; bit < FIRST_BIT_ABOVE_ADDRESS; bit++, lg++) {
    if ((bit < 32 ? (lo >>> bit) & 1 : (hi >>> (bit - 32)) & 1) === 0) break;
  }
  return lg;
};

/** page-tables.md 1.3: 2^51 is the largest leaf; a level-5 item is none. */
const v1HasSize: EntryParts['v1HasSize'] = (lg) => lg <= LARGEST_LG;

const v1Read: EntryParts['v1Read'] = (hi) => (hi & IR) !== 0;
const v1Write: EntryParts['v1Write'] = (hi) => (hi & IW) !== 0;
const v2IsPresent: EntryParts['v2IsPresent'] = (lo) => (lo & 1) !== 0;

/** page-tables.md 2.2. */
const v2IsLeaf: EntryParts['v2IsLeaf'] = (level, lo) => level === 0 || (level <= 2 && (lo & PS) !== 0);

const v2Write: EntryParts['v2Write'] = (lo) => (lo & RW) !== 0;

/** The C-bit is no address bit (rmp.md 4.6). */
const addressField: EntryParts['addressField'] = (d, lo, hi) =>
  d.rmp.parts.stripCBit(d.rmp, pageOf(lo, hi & ADDRESS_HI));

const leafStart: EntryParts['leafStart'] = (page, lg) => Math.floor(page / pagesOf(lg)) * pagesOf(lg);

export const entryParts: EntryParts = {
  v1IsPresent,
  v1IsLeaf,
  v1LeafLg,
  v1HasSize,
  v1Read,
  v1Write,
  v2IsPresent,
  v2IsLeaf,
  v2Write,
  addressField,
  leafStart,
};
