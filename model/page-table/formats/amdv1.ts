/** AMD v1, the host format: page-tables.md 1. */
import type { Level, Log2Size, OaPage } from '../../vocabulary';
import { Prot } from '../../vocabulary/prot';
import { hexAddress, hiOf, itemLg, loOf, pagesOf } from '../../vocabulary/units';
import { bitOf, bitText, cBitField, pageOfAddressField, withoutBit } from './bits';
import { ItemClass, type Field, type PageFormat, type Raw } from './format';

const PR = 1;
const D = 1 << 6;
const NL_SHIFT = 9;
const NL_CODED = 7;
/** Halves above bit 31: FC is bit 60, IR 61, IW 62. */
const FC = 1 << 28;
const IR = 1 << 29;
const IW = 1 << 30;
const ADDRESS_HI = 0x000f_ffff;
const MAX_TOP_LEVEL = 5;
/** All powers of two from 2^12 to 2^51 but 2^39, which hardware gets wrong (1.3). */
const SIZES = 0x000f_ff7f_ffff_f000n;

const nlOf = (lo: number): number => (lo >>> NL_SHIFT) & 7;

/** NL = 7 and the ones at bits 12 … lg − 2, for each lg; zero where lg is the item size (1.4). */
const SIZE_CODES: readonly Raw[] = Array.from({ length: 64 }, (_, lg): Raw => {
  if (lg < 13 || (lg - 12) % 9 === 0) return { lo: 0, hi: 0 };
  const ones = 2 ** (lg - 13) - 1;
  return { lo: (loOf(ones) | (NL_CODED << NL_SHIFT)) >>> 0, hi: hiOf(ones) };
});

function classify(level: Level, lo: number, _hi: number): ItemClass {
  // 1.2, step by step.
  if ((lo & PR) === 0) return ItemClass.empty;
  if (level === 0) return ItemClass.leaf;
  const nl = nlOf(lo);
  return nl === 0 || nl === NL_CODED ? ItemClass.leaf : ItemClass.table;
}

function leafLg(level: Level, lo: number, hi: number): Log2Size {
  // 1.5: the size is decoded from the raw value, C-bit included.
  const item = itemLg(level);
  if (nlOf(lo) === 0) return item;
  const from = item - 1;
  // The code ends with the address field, whatever a subject writes above it.
  const high = hi & ADDRESS_HI;
  const code = from < 32 ? (lo >>> from) | (high << (32 - from)) : high >>> (from - 32);
  const zeros = ~code;
  return item + (zeros === 0 ? 32 : 31 - Math.clz32(zeros & -zeros));
}

function leafOa(level: Level, lo: number, hi: number, smeBit: number | null): OaPage {
  // 1.5: the address is decoded without the C-bit and without the size code.
  const page = withoutBit(pageOfAddressField(lo, hi), smeBit);
  const pages = pagesOf(leafLg(level, lo, hi));
  return Math.floor(page / pages) * pages;
}

function encodeLeaf(lg: Log2Size, oa: OaPage, prot: number, smeBit: number | null): Raw {
  // 1.4, with the attributes of 1.7 and the C-bit of 4.2.
  const code = SIZE_CODES[lg]!;
  let lo = loOf(oa) | code.lo | PR;
  let hi = (hiOf(oa) & ADDRESS_HI) | code.hi | FC;
  if ((prot & Prot.READ) !== 0) hi |= IR;
  if ((prot & Prot.WRITE) !== 0) hi |= IW;
  if (smeBit !== null && (prot & Prot.MMIO) === 0) {
    if (smeBit < 32) lo |= 1 << smeBit;
    else hi |= 1 << (smeBit - 32);
  }
  return { lo: lo >>> 0, hi };
}

function encodePointer(level: Level, child: OaPage, smeBit: number | null): Raw {
  // 1.6: access control is in the leaf only, so a pointer always has both permissions.
  const c = bitOf(smeBit);
  return {
    lo: (loOf(child) | PR | (level << NL_SHIFT) | c.lo) >>> 0,
    hi: (hiOf(child) & ADDRESS_HI) | IR | IW | c.hi,
  };
}

/** Everything that a map call decides about the C-bit shows in these fields: 1.1, from bit 63 down. */
function describe(level: Level, lo: number, hi: number, smeBit: number | null): readonly Field[] {
  const kind = classify(level, lo, hi);
  const bit = (name: string, at: number): Field => ({ name, bits: `${at}`, value: bitText(lo, hi, at) });
  return [
    { name: 'ignored', bits: '63', value: bitText(lo, hi, 63) },
    bit('IW', 62),
    bit('IR', 61),
    bit('FC', 60),
    bit('U', 59),
    { name: 'reserved', bits: '58:52', value: `0x${((hi >>> 20) & 0x7f).toString(16)}` },
    ...addressFields(kind, level, lo, hi, smeBit),
    { name: 'NL', bits: '11:9', value: nlText(kind, level, nlOf(lo)) },
    { name: 'reserved', bits: '8:7', value: `${(lo >>> 7) & 3}` },
    bit('D', 6),
    bit('A', 5),
    { name: 'reserved', bits: '4:1', value: `${(lo >>> 1) & 15}` },
    bit('PR', 0),
  ];
}

function addressFields(kind: ItemClass, level: Level, lo: number, hi: number, smeBit: number | null): Field[] {
  const fields = cBitField(lo, hi, smeBit);
  if (kind !== ItemClass.leaf) {
    const page = withoutBit(pageOfAddressField(lo, hi), smeBit);
    return [
      { name: kind === ItemClass.table ? 'table' : 'address', bits: '51:12', value: hexAddress(page) },
      ...fields,
    ];
  }
  const lg = leafLg(level, lo, hi);
  fields.unshift({ name: 'OA', bits: `51:${lg}`, value: hexAddress(leafOa(level, lo, hi, smeBit)) });
  if (lg === itemLg(level)) return fields;
  const code = `2^${lg} bytes, ${2 ** (lg - itemLg(level))} items`;
  return [...fields, { name: 'size code', bits: `${lg - 1}:12`, value: code }];
}

function nlText(kind: ItemClass, level: Level, nl: number): string {
  if (kind === ItemClass.table)
    return `${nl} (table${nl === level ? '' : `; a pointer at level ${level} has ${level}`})`;
  if (kind === ItemClass.empty) return `${nl}`;
  return nl === NL_CODED ? `${nl} (leaf with size code)` : `${nl} (leaf of the item's size)`;
}

export const AMDV1: PageFormat = {
  name: 'amdv1',
  maxTopLevel: MAX_TOP_LEVEL,
  tracksDirty: true,
  grows: true,
  sizes: SIZES,
  classify,
  leafLg,
  leafOa,
  encodeLeaf,
  encodePointer,
  describe,
};

/** The dirty bit in the low half (1.8). */
export const DIRTY_LO = D;
