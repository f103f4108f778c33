/**
 * The rules' own walk: reads raw words of simulated memory and asks nobody. Entries as page-tables.md 1 and 2 give them,
 * device table and GCR3 table as rmp.md 4.9.
 */
import { itemIndex, itemLg, pagesOf } from '../../model/vocabulary/units';

/** Raw word `index` of the 4K page `spa`. */
export type ReadWord = (spa: number, index: number) => bigint;

/** The leaf that a walk ended at. */
export interface Leaf {
  /** Page that the address asked for leads to. */
  readonly page: number;
  /** log2 of the bytes of the whole leaf. */
  readonly lg: number;
  /** Permissions of all levels together. */
  readonly read: boolean;
  readonly write: boolean;
  /** The leaf's own raw word. */
  readonly raw: bigint;
  /** The word means nothing that the documents define: an address or a size that no table of this level can hold. */
  readonly odd: boolean;
}

const ADDRESS = 0x000f_ffff_ffff_f000n;
const PRESENT = 1n;
const IR = 1n << 61n;
const IW = 1n << 62n;
const RW = 1n << 1n;
const PS = 1n << 7n;

/** 4K page number in bits 51:12, without the C-bit. */
export const pageIn = (raw: bigint, cBit: number | null): number =>
  Number((raw & ADDRESS & ~(cBit === null ? 0n : 1n << BigInt(cBit))) >> 12n);

/** NL of a v1 entry. */
const nextLevel = (raw: bigint): number => Number((raw >> 9n) & 7n);

/** log2 size of a v1 leaf in a level-`level` table: NL = 7 adds the run of ones that ends below the address. */
export function leafLgV1(raw: bigint, level: number): number {
  const item = itemLg(level);
  if (nextLevel(raw) !== 7) return item;
  let lg = item;
  for (let bits = raw >> BigInt(item - 1); (bits & 1n) === 1n && lg < 52; bits >>= 1n) lg++;
  return lg;
}

/** First page of a leaf of 2^lg bytes whose address field is `page`: below its size are code bits and zeros. */
const alignTo = (page: number, lg: number): number => Math.floor(page / pagesOf(lg)) * pagesOf(lg);

/** True if a table of `levels` levels has a place for the page. */
const isInReach = (page: number, levels: number): boolean => levels === 6 || page < 512 ** levels;

/**
 * Walks an AMD v1 table from its root at `root`; `read` is called with each table page before it is read. Null: nothing
 * there.
 */
export function walkV1(
  word: ReadWord,
  root: number,
  levels: number,
  page: number,
  cBit: number | null,
  visit: (table: number) => void = () => undefined,
): Leaf | null {
  if (!isInReach(page, levels)) return null;
  let table = root;
  let read = true;
  let write = true;
  for (let level = levels - 1; ; level--) {
    visit(table);
    const raw = word(table, itemIndex(page, level));
    if ((raw & PRESENT) === 0n) return null;
    read &&= (raw & IR) !== 0n;
    write &&= (raw & IW) !== 0n;
    const next = nextLevel(raw);
    if (level === 0 || next === 0 || next === 7) {
      const lg = leafLgV1(raw, level);
      const first = alignTo(pageIn(raw, cBit), lg);
      const odd = level === 5 || lg >= itemLg(level + 1) || (level === 0 && next !== 0 && next !== 7);
      return { page: first + (page - alignTo(page, lg)), lg, read, write, raw, odd };
    }
    table = pageIn(raw, cBit);
  }
}

/**
 * Walks an AMD v2 table; `fetch` says at which system page a page of the table is to be read, null where it cannot be:
 * its caller knows why. Presence is read permission.
 */
export function walkV2(
  word: ReadWord,
  root: number,
  levels: number,
  page: number,
  fetch: (table: number) => number | null,
): Leaf | null {
  if (!isInReach(page, levels)) return null;
  let table = root;
  let write = true;
  for (let level = levels - 1; ; level--) {
    const spa = fetch(table);
    if (spa === null) return null;
    const raw = word(spa, itemIndex(page, level));
    if ((raw & PRESENT) === 0n) return null;
    write &&= (raw & RW) !== 0n;
    if (level === 0 || (level <= 2 && (raw & PS) !== 0n)) {
      const lg = itemLg(level);
      // A guest's table holds GPAs: no bit of theirs is a key.
      const first = alignTo(pageIn(raw, null), lg);
      return { page: first + (page - alignTo(page, lg)), lg, read: true, write, raw, odd: false };
    }
    table = pageIn(raw, null);
  }
}

/** Root of the S1 table of `pasid`, from a GCR3 table of `levels` levels; null: none. */
export function walkGcr3(
  word: ReadWord,
  root: number,
  levels: number,
  pasid: number,
  fetch: (table: number) => number | null,
): number | null {
  let table = root;
  for (let level = levels - 1; level >= 0; level--) {
    const spa = fetch(table);
    if (spa === null) return null;
    const raw = word(spa, itemIndex(pasid, level));
    if ((raw & PRESENT) === 0n) return null;
    table = pageIn(raw, null);
  }
  return table;
}
