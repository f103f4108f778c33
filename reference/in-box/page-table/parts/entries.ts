import type { IovaPage, Level, Log2Size, OaPage, PageCount, PageTableConfig } from '../../../../model/vocabulary';
import type { Domain } from '../domain';
import type { ItemClass } from '../item-class';

/** Everything that differs between v1 and v2 entries. Encoders leave the raw value in `d.rawLo`, `d.rawHi`. */
export interface FormatParts {
  /** Can the format store a leaf of `lg` bits? */
  readonly storesSize: (lg: Log2Size) => boolean;
  /** Class of a raw item of a level-`level` table. */
  readonly classify: (d: Domain, level: Level, lo: number, hi: number) => ItemClass;
  /** Size of the leaf that a raw item belongs to. */
  readonly leafLg: (d: Domain, level: Level, lo: number, hi: number) => Log2Size;
  /** Output page of that leaf, C-bit and size code removed. */
  readonly leafOa: (d: Domain, level: Level, lo: number, hi: number) => OaPage;
  readonly encodeLeaf: (d: Domain, lg: Log2Size, oa: OaPage, prot: number) => void;
  /** Pointer stored in a level-`level` table to the table at `child`. */
  readonly encodePointer: (d: Domain, level: Level, child: OaPage) => void;
}

/** Parts that know bits of entries (page-tables.md 1, 2, 4). */
export interface EntryParts {
  readonly storesSizeV1: FormatParts['storesSize'];
  readonly classifyV1: FormatParts['classify'];
  readonly leafLgV1: FormatParts['leafLg'];
  readonly leafOaV1: FormatParts['leafOa'];
  readonly encodeLeafV1: FormatParts['encodeLeaf'];
  readonly encodePointerV1: FormatParts['encodePointer'];
  readonly storesSizeV2: FormatParts['storesSize'];
  readonly classifyV2: FormatParts['classify'];
  readonly leafLgV2: FormatParts['leafLg'];
  readonly leafOaV2: FormatParts['leafOa'];
  readonly encodeLeafV2: FormatParts['encodeLeaf'];
  readonly encodePointerV2: FormatParts['encodePointer'];
  /** io-pgtable's own leaf encodings (5.1, 5.2). */
  readonly encodeLeafOldV1: FormatParts['encodeLeaf'];
  readonly encodeLeafOldV2: FormatParts['encodeLeaf'];
  /** Does a leaf with this `prot` carry the C-bit? (4.2) */
  readonly leafCBit: (d: Domain, prot: number) => boolean;
  /** Page of the table that a pointer points to. */
  readonly childOf: (d: Domain, lo: number, hi: number) => OaPage;
  /** Level of the table that holds leaves of `lg` bits. */
  readonly levelOf: (lg: Log2Size) => Level;
  /** Items that a leaf of `lg` bits takes in a level-`level` table. */
  readonly itemsOf: (lg: Log2Size, level: Level) => number;
}

/** Parts that choose page sizes (1.10, 2.3, 3.2). */
export interface SizeParts {
  /** Is `lg` in the bitmap of the domain? */
  readonly hasSize: (d: Domain, lg: Log2Size) => boolean;
  /** Largest size for the remaining range; −1 if none. */
  readonly bestSize: (d: Domain, iova: IovaPage, oa: OaPage, pages: PageCount) => number;
  /** Bits of the aperture: its last byte is 2^bits − 1. */
  readonly apertureBits: (config: PageTableConfig) => number;
}
