/** Single bits of 64-bit values held as two halves, and of page numbers. */
import type { OaPage } from '../../vocabulary';
import { hiOf, loOf, pageOf, pagesOf } from '../../vocabulary/units';
import type { Field, Raw } from './format';

const ADDRESS_HI = 0x000f_ffff;
const NOTHING: Raw = { lo: 0, hi: 0 };

/** Bit `at` as halves; zero for null. */
export const bitOf = (at: number | null): Raw =>
  at === null ? NOTHING : at < 32 ? { lo: (1 << at) >>> 0, hi: 0 } : { lo: 0, hi: (1 << (at - 32)) >>> 0 };

/** True if bit `at` (null: no) of `hi:lo` is set. */
export const hasBit = (lo: number, hi: number, at: number | null): boolean =>
  at !== null && ((at < 32 ? lo >>> at : hi >>> (at - 32)) & 1) === 1;

/** Page number in the address field 51:12, common to both formats. */
export const pageOfAddressField = (lo: number, hi: number): OaPage => pageOf(lo, hi & ADDRESS_HI);

/** True if the byte address of `page` has bit `at`, 12 … 63; null: no. */
export const pageHasBit = (page: OaPage, at: number | null): boolean =>
  at !== null && hasBit(loOf(page), hiOf(page), at);

/** `page` without bit `at` of its byte address. */
export const withoutBit = (page: OaPage, at: number | null): OaPage =>
  pageHasBit(page, at) ? page - pagesOf(at!) : page;

export const bitText = (lo: number, hi: number, at: number): string => (hasBit(lo, hi, at) ? '1' : '0');

/** The C-bit as a field of its own; no field without encryption. */
export const cBitField = (lo: number, hi: number, smeBit: number | null): Field[] =>
  smeBit === null ? [] : [{ name: 'C-bit', bits: `${smeBit}`, value: bitText(lo, hi, smeBit) }];
