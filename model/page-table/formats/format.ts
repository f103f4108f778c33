import type { Format, Level, Log2Size, OaPage } from '../../vocabulary';

/** What an item is (page-tables.md 1.2, 2.2). */
export const ItemClass = { empty: 0, leaf: 1, table: 2 } as const;
export type ItemClass = (typeof ItemClass)[keyof typeof ItemClass];

/** A raw 64-bit entry as two unsigned halves. */
export interface Raw {
  readonly lo: number;
  readonly hi: number;
}

/** One named field of an entry, for reports. `bits` is like `11:9` or `60`. */
export interface Field {
  readonly name: string;
  readonly bits: string;
  readonly value: string;
}

/** Everything format-specific about entries, bit for bit. Pure functions; page-tables.md 1 and 2. */
export interface PageFormat {
  readonly name: Format;
  readonly maxTopLevel: Level;
  /** True if the format has a dirty bit that software reads (v1). */
  readonly tracksDirty: boolean;
  /** True if a new top can be put above the old one (v1). */
  readonly grows: boolean;
  /** Sizes that the format can store, as a bitmap. */
  readonly sizes: bigint;
  /** Class of the raw item `hi:lo` in a table of `level`. */
  classify(level: Level, lo: number, hi: number): ItemClass;
  /** Size of the leaf `hi:lo` in a table of `level` (1.5, 2.3). */
  leafLg(level: Level, lo: number, hi: number): Log2Size;
  /** Output page of the leaf: C-bit and size code removed. `smeBit` null: no C-bit. */
  leafOa(level: Level, lo: number, hi: number, smeBit: number | null): OaPage;
  /** Raw value of a leaf of `lg` bits at `oa` with the bits of `prot` (1.4, 2.5, 4.2). */
  encodeLeaf(lg: Log2Size, oa: OaPage, prot: number, smeBit: number | null): Raw;
  /** Raw pointer stored in a table of `level` to a child table at `child` (1.6, 2.1). */
  encodePointer(level: Level, child: OaPage, smeBit: number | null): Raw;
  /** The fields of an entry, from bit 63 down, for reports. */
  describe(level: Level, lo: number, hi: number, smeBit: number | null): readonly Field[];
}
