import type { GhostTag, RmpEntry, RmpState, SpaPage } from './entry';

/** The RMP at one moment, whoever holds it. */
export interface RmpView {
  readonly cpuSnpEnabled: boolean;
  readonly iommuSnpEnabled: boolean;
  covered(page: SpaPage): boolean;
  /** Byte address of the page's entry; null where not covered. */
  entryAddress(page: SpaPage): number | null;
  /** The entry as stored, stub or not; null where not covered. rmp.md 1.4. */
  own(page: SpaPage): RmpEntry | null;
  /** eff(p) of rmp.md 1.4; null where not covered. */
  effective(page: SpaPage): RmpEntry | null;
  /** sub(b): assigned 4K pages among sub-pages 1 … 511, as stored in the entry of the 2M-aligned page. */
  subCount(base: SpaPage): number;
  state(page: SpaPage): RmpState;
  /** Raw qwords 0 and 1 of the stored entry (Zen 3/4 layout); null where not covered. */
  raw(page: SpaPage): readonly [bigint, bigint] | null;
  ghost(page: SpaPage): GhostTag;
  /** Pages that any op so far has touched, by 2M region: bases, ascending. What is not named is as at the start. */
  touchedRegions(): readonly SpaPage[];
  /**
   * A number of the 2M region of `base` that grows with every write to its entries or its ghost tags: while it stays, so
   * does all that this view says of its pages. It saves whoever compares states from looking twice; other views, and
   * other regions, count otherwise.
   */
  revision(base: SpaPage): number;
}
