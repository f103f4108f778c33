import type { RuleId } from './rule';
import type { OaPage, IovaPage, Level, Log2Size, PageCount } from './units';
import type { Counterexample } from './verdict';

/** What memory is, as bands and regions are coloured. `firmware`: neither the host's nor a guest's. */
export type MemoryKind = 'ram' | 'mmio' | 'private' | 'unvalidated' | 'shared' | 'firmware';

/** In which states something is there: before the breaking op, after it as expected, after it as observed. */
export interface Moments {
  readonly before: boolean;
  readonly expected: boolean;
  readonly observed: boolean;
}

/** `count` neighbouring leaves of one size that map consecutive pages in the same way. */
export interface PictureLeaf extends Moments {
  readonly first: IovaPage;
  readonly target: OaPage;
  readonly lg: Log2Size;
  readonly count: number;
  readonly kind: MemoryKind;
  /** What its entry says besides, in one or two letters: `C` for the C-bit. */
  readonly mark: string;
  /** It is what should not be, or lacks where it should be. */
  readonly wrong: boolean;
}

/** One address space that is mapped to another: the bands of a picture. */
export interface AddressMap {
  readonly title: string;
  /** What the two spaces are called: `IOVA`, `physical`. */
  readonly from: string;
  readonly to: string;
  /** Ascending; at most MOST_LEAVES. */
  readonly leaves: readonly PictureLeaf[];
  /** Leaves, or runs of them, that are not shown. */
  readonly leftOut: number;
  /** What the breaking op is about. */
  readonly touched: { readonly first: IovaPage; readonly pages: PageCount } | null;
}

/** Runs of leaves that a map shows at most: a reader needs what is near the break. */
export const MOST_LEAVES = 14;

/** One item of a table on the way to what the breaking op touched. */
export interface TreeNode {
  readonly level: Level;
  readonly index: number;
  /** Items in the row: more than 1 where they are replicated, or continue each other. */
  readonly items: number;
  readonly first: IovaPage;
  readonly isTable: boolean;
  /** Decoded: `64 KiB to 0x10000`; null where there is no such item. */
  readonly expected: string | null;
  readonly observed: string | null;
  readonly wrong: boolean;
}

/** The walk to the touched part of one domain's tables, in pre-order, and what lies beside it. */
export interface PictureTree {
  readonly title: string;
  readonly topLevel: Level;
  readonly nodes: readonly TreeNode[];
  readonly leftOut: number;
}

/** A raw entry, expected beside observed. */
export type PictureEntry = Counterexample['entries'][number];

/** A range of addresses that the breaking op reported or invalidated: an effect, not a state. */
export interface PictureEffect {
  /** `dirty`, `sync`, `command`, … */
  readonly name: string;
  /** First and last byte; null: the range is empty. */
  readonly range: { readonly start: bigint; readonly end: bigint } | null;
  readonly expected: boolean;
  readonly observed: boolean;
}

/** Sub-pages of a 2M region that look the same. */
export interface SubPages {
  /** Of the first one, 0 … 511. */
  readonly from: number;
  readonly pages: number;
  readonly kind: MemoryKind;
  /** In words: `Guest-Valid ASID 5`. */
  readonly state: string;
}

/** One 2M region in one state. */
export interface RegionState {
  /** One 2M entry covers it all. */
  readonly large: boolean;
  /** All 512, in order. */
  readonly pages: readonly SubPages[];
}

/** One 2M region of the RMP. */
export interface PictureRegion {
  /** Its first 4K page. */
  readonly base: OaPage;
  readonly before: RegionState;
  /** Null where nothing is expected: the machine has no model. */
  readonly expected: RegionState | null;
  readonly observed: RegionState;
  /** Pages of the region that the breaking op names. */
  readonly touched: { readonly from: number; readonly pages: number } | null;
}

/** One station of a way: a leaf, a check, an instruction. */
export interface WayStation {
  readonly name: string;
  readonly text: string;
  readonly state: 'passed' | 'refused' | 'wrong';
}

/** What one request, or one call, went through, in order. */
export interface PictureWay {
  readonly title: string;
  readonly stations: readonly WayStation[];
}

/** One op in words. */
export interface PictureOp {
  readonly index: number;
  readonly text: string;
  /** The state that it left behind, in a few words; left out where nothing is said of it. */
  readonly state?: string;
}

/** What came of the breaking op. */
export interface PictureOutcome {
  readonly observed: string;
  /** Null where it is as observed, or nothing is expected. */
  readonly expected: string | null;
}

/**
 * Everything that a picture of a trace shows at its breaking op, decoded: a renderer needs no format and no model.
 * Addresses are page numbers; raw entries are text.
 */
export interface TracePicture {
  readonly machine: string;
  readonly subject: string;
  readonly rule: RuleId | null;
  /** The rule in a few words, or what happened. */
  readonly title: string;
  readonly reason: string;
  readonly config: string;
  /** False: there is no model to expect anything, only rules. */
  readonly hasExpected: boolean;
  readonly maps: readonly AddressMap[];
  readonly trees: readonly PictureTree[];
  readonly entries: readonly PictureEntry[];
  readonly regions: readonly PictureRegion[];
  readonly ways: readonly PictureWay[];
  /** All of the breaking op where they are not as expected; else none. */
  readonly effects: readonly PictureEffect[];
  /** All of the trace, in order. */
  readonly ops: readonly PictureOp[];
  /** Index of the breaking op; `ops.length` for the end of the trace. */
  readonly breaking: number;
  readonly outcome: PictureOutcome | null;
}

/** The parts of a picture that only the room of a machine can make. */
export type PictureParts = Pick<TracePicture, 'maps' | 'trees' | 'entries' | 'regions' | 'ways' | 'effects'>;
