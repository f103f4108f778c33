/** AMD v2, the guest (GCR3) format: the x86-64 page table. page-tables.md 2. */
import type { Level, Log2Size, OaPage } from '../../vocabulary';
import { Prot } from '../../vocabulary/prot';
import { hexAddress, hiOf, itemLg, loOf, pagesOf } from '../../vocabulary/units';
import { bitOf, bitText, cBitField, pageOfAddressField, withoutBit } from './bits';
import { ItemClass, type Field, type PageFormat, type Raw } from './format';

const P = 1 << 0;
const RW = 1 << 1;
const U = 1 << 2;
const A = 1 << 5;
const D = 1 << 6;
const PS = 1 << 7;
const ADDRESS_HI = 0x000f_ffff;
const MAX_TOP_LEVEL = 4;
/** 4 KiB, 2 MiB, 1 GiB: one item each (2.3). */
const SIZES = 0x4020_1000n;
const MAX_LEAF_LEVEL = 2;

function classify(level: Level, lo: number, _hi: number): ItemClass {
  // 2.2: bit 7 is not looked at above level 2.
  if ((lo & P) === 0) return ItemClass.empty;
  if (level === 0 || (level <= MAX_LEAF_LEVEL && (lo & PS) !== 0)) return ItemClass.leaf;
  return ItemClass.table;
}

const leafLg = (level: Level): Log2Size => itemLg(level);

function leafOa(level: Level, lo: number, hi: number, smeBit: number | null): OaPage {
  const page = withoutBit(pageOfAddressField(lo, hi), smeBit);
  const pages = pagesOf(leafLg(level));
  return Math.floor(page / pages) * pages;
}

function encodeLeaf(lg: Log2Size, oa: OaPage, prot: number, smeBit: number | null): Raw {
  // 2.1, 2.5: presence implies readable; D is pre-set on writable leaves so that hardware need not write it.
  let lo = loOf(oa) | P | U | A;
  let hi = hiOf(oa) & ADDRESS_HI;
  if ((prot & Prot.WRITE) !== 0) lo |= RW | D;
  if (lg > 12) lo |= PS;
  // 4.2
  if (smeBit !== null && (prot & Prot.MMIO) === 0) {
    if (smeBit < 32) lo |= 1 << smeBit;
    else hi |= 1 << (smeBit - 32);
  }
  return { lo: lo >>> 0, hi };
}

function encodePointer(_level: Level, child: OaPage, smeBit: number | null): Raw {
  const c = bitOf(smeBit);
  return { lo: (loOf(child) | P | RW | U | A | c.lo) >>> 0, hi: (hiOf(child) & ADDRESS_HI) | c.hi };
}

/** The fields of 2.1, from bit 63 down. */
function describe(level: Level, lo: number, hi: number, smeBit: number | null): readonly Field[] {
  const kind = classify(level, lo, hi);
  const bit = (name: string, at: number): Field => ({ name, bits: `${at}`, value: bitText(lo, hi, at) });
  const leaf = kind === ItemClass.leaf;
  const page = leaf ? leafOa(level, lo, hi, smeBit) : withoutBit(pageOfAddressField(lo, hi), smeBit);
  const name = leaf ? 'OA' : kind === ItemClass.table ? 'table' : 'address';
  return [
    bit('XD', 63),
    { name: 'ignored', bits: '62:52', value: `0x${((hi >>> 20) & 0x7ff).toString(16)}` },
    { name, bits: leaf ? `51:${leafLg(level)}` : '51:12', value: hexAddress(page) },
    ...cBitField(lo, hi, smeBit),
    { name: 'ignored', bits: '11:8', value: `${(lo >>> 8) & 15}` },
    bit(level === 0 ? 'PAT' : 'PS', 7),
    bit('D', 6),
    bit('A', 5),
    bit('PCD', 4),
    bit('PWT', 3),
    bit('U', 2),
    bit('RW', 1),
    bit('P', 0),
  ];
}

export const AMDV2: PageFormat = {
  name: 'amdv2',
  maxTopLevel: MAX_TOP_LEVEL,
  tracksDirty: false,
  grows: false,
  sizes: SIZES,
  classify,
  leafLg,
  leafOa,
  encodeLeaf,
  encodePointer,
  describe,
};
