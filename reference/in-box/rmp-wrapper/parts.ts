import type { SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { PgLevel } from '../../../model/vocabulary/rmp-wrapper/op';
import type { WrapperOutcome } from '../../../model/vocabulary/rmp-wrapper/outcome';
import type { Conversion } from './conversion';
import type { InBoxWrapper } from './in-box';

/** The decisions of the kernel's RMP code. An exhibit replaces one; a replaced part may call `standardWrapperParts`. */
export interface WrapperParts {
  /** "Linux refuses SNP unless all RAM is covered." rmp.md 1.5. */
  isUsable(k: InBoxWrapper): boolean;
  /** Return value of every call where it is not. */
  readonly unused: number;
  /** A look-up's ownership, from the page's own entry; its level, from that of the 2M-aligned page. rmp.md 1.4. */
  isAssigned(k: InBoxWrapper, page: SpaPage): boolean;
  levelOf(k: InBoxWrapper, page: SpaPage): PgLevel;
  /** The page to be updated; −1 where there is no struct page, or the level does not fit it. rmp.md 6. */
  target(k: InBoxWrapper, page: SpaPage, level: PgLevel): SpaPage;
  /** One conversion of a target: what is done in which order. */
  convert(k: InBoxWrapper, conversion: Conversion): WrapperOutcome;
  /** The page changes hands alone, and the direct map has it in a larger leaf. */
  needsSplit(k: InBoxWrapper, conversion: Conversion): boolean;
  /** True if an RMPUPDATE that gave this code is to be repeated. rmp.md 2.1. */
  repeats(code: number): boolean;
  /** Return value of a conversion whose RMPUPDATE gave this code. */
  errnoOf(code: number): number;
  /** Pages of a leaked range that go on the list; compound ones by their head, where the range holds all of it. */
  listed(k: InBoxWrapper, first: SpaPage, pages: number): readonly SpaPage[];
}
