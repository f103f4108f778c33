import type { GpaPage, RmpState, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { RmpReadOut } from '../../../../model/vocabulary/rmp/outcome';
import type { InBoxRmp } from '../in-box';

/**
 * Where entries lie (rmp.md 1.5). A page given to these may still carry the C-bit, as the address on the bus does;
 * `page` elsewhere never does.
 */
export interface CoverageParts {
  /** The page without the C-bit. */
  readonly stripCBit: (r: InBoxRmp, page: number) => SpaPage;
  /** Byte address of the page's entry; −1 where the segment table leads nowhere. */
  readonly entryAddress: (r: InBoxRmp, page: SpaPage) => number;
  readonly entryAddressFlat: (r: InBoxRmp, page: SpaPage) => number;
  readonly entryAddressSegmented: (r: InBoxRmp, page: SpaPage) => number;
  readonly covered: (r: InBoxRmp, page: SpaPage) => boolean;
  readonly coveredFlat: (r: InBoxRmp, page: SpaPage) => boolean;
  readonly coveredSegmented: (r: InBoxRmp, page: SpaPage) => boolean;
  /** 4K pages that the segment with this raw table entry maps, at most `segmentPages`. */
  readonly pagesOfSegment: (lo: number, segmentPages: number) => number;
}

/**
 * Fields of a raw entry, the Zen 3/4 layout (rmp.md 1.2): four 32-bit words from `at`, qword 0 first. Flags are read in
 * place; what spans halves or is packed is here.
 */
export interface FieldParts {
  readonly gpaOf: (words: Uint32Array, at: number) => GpaPage;
  readonly asidOf: (words: Uint32Array, at: number) => number;
  /** Writes gpa and asid; what else qword 0 holds stays. */
  readonly storeOwner: (words: Uint32Array, at: number, gpa: GpaPage, asid: number) => void;
  readonly maskOf: (words: Uint32Array, at: number, vmpl: number) => number;
  readonly storeMask: (words: Uint32Array, at: number, vmpl: number, mask: number) => void;
  /** The sub-page count of a 2M-aligned page's entry. */
  readonly subOf: (words: Uint32Array, at: number) => number;
  readonly storeSub: (words: Uint32Array, at: number, count: number) => void;
  /** What RMPREAD shows of the stored entry of `page` (rmp.md 1.3). */
  readonly readOut: (r: InBoxRmp, page: SpaPage) => RmpReadOut;
}

/** The region as a whole (rmp.md 1.4, 1.6). `page` is covered. */
export interface RegionParts {
  /** Is the region of `page` one 2M entry? */
  readonly isLarge: (r: InBoxRmp, page: SpaPage) => boolean;
  /** The page whose stored entry decides for `page`: itself, or the base of its 2M entry. */
  readonly authority: (r: InBoxRmp, page: SpaPage) => SpaPage;
  /** eff(page).gpa. */
  readonly effectiveGpa: (r: InBoxRmp, page: SpaPage) => GpaPage;
  /** Sub-pages 1 … 511 below a new 2M entry. */
  readonly writeStubs: (r: InBoxRmp, base: SpaPage) => void;
  /** The Assigned bit of `page` went from `before` to `after` in a region of 4K entries. */
  readonly countAssigned: (r: InBoxRmp, page: SpaPage, before: boolean, after: boolean) => void;
  /** The state's name, of the tuple of a stored entry. */
  readonly classifyState: (r: InBoxRmp, page: SpaPage) => RmpState;
  /** Value of a mask that allows all. */
  readonly fullMask: (r: InBoxRmp) => number;
  /** Keeps the firmware's lock bit equal to Immutable where the firmware owns the page. rmp.md 1.2. */
  readonly storeLock: (r: InBoxRmp, page: SpaPage) => void;
}
