import type { IovaPage, Level, Log2Size, OaPage, PageCount } from '../../../../model/vocabulary';
import type { Domain } from '../domain';

/** 0 or a negative errno. */
export type Errno = number;
/** Page number of a table (positive), or a negative errno. */
export type TableOrErrno = number;

/** Parts that own table memory. */
export interface TableParts {
  /** A zeroed table, or 0 when the budget is used up. */
  readonly allocTable: (d: Domain) => OaPage;
  readonly zeroTable: (d: Domain, table: OaPage) => void;
  /** Back to the allocator at once. */
  readonly freeTable: (d: Domain, table: OaPage) => void;
  /** Frees the table and all below it, whatever they hold (end of the domain's life). */
  readonly freeSubtree: (d: Domain, table: OaPage, level: Level) => void;
  /** End of a domain: the trace gather's tables, then the whole tree. */
  readonly teardown: (d: Domain) => void;
}

/** The checks of map_range, steps 1 to 7 of 3.3. Each looks at `d.request`. */
export interface MapCheckParts {
  readonly checkProt: (d: Domain) => Errno;
  readonly checkOaStart: (d: Domain) => Errno;
  readonly checkZeroLength: (d: Domain) => Errno;
  readonly checkOaEnd: (d: Domain) => Errno;
  readonly checkOverflow: (d: Domain) => Errno;
  readonly checkAlignment: (d: Domain) => Errno;
  readonly checkLength: (d: Domain) => Errno;
  /** Step 7: within reach, or grown so that it is. */
  readonly ensureReach: (d: Domain) => Errno;
}

export interface MapParts extends MapCheckParts {
  /** Order in which the checks run; the first that fails decides. */
  readonly mapOrder: readonly (keyof MapCheckParts)[];
  /** map_range of `d.request`; adds to `d.mapped`. */
  readonly mapRange: (d: Domain) => Errno;
  /** Step 8: all leaves, in greedy sizes. */
  readonly placeLeaves: (d: Domain) => Errno;
  /** 3.4: one leaf, its path and its items. */
  readonly placeLeaf: (d: Domain, iova: IovaPage, oa: OaPage, lg: Log2Size) => Errno;
  /** The level-`level` table on the path of `iova`, created where missing. */
  readonly descend: (d: Domain, iova: IovaPage, level: Level) => TableOrErrno;
  /** Puts a new table below the empty item. */
  readonly installTable: (d: Domain, table: OaPage, level: Level, index: number) => TableOrErrno;
  /** A live leaf is in the way. 0 would mean: dealt with, look again. */
  readonly refuseOverlap: (d: Domain, table: OaPage, level: Level, index: number) => Errno;
  /** Makes room: every item of the group must be empty or lead to an empty subtree. `iova` is the group's first page. */
  readonly clearGroup: (d: Domain, table: OaPage, level: Level, index: number, items: number, iova: IovaPage) => Errno;
  /** True if no leaf is anywhere below. */
  readonly isSubtreeEmpty: (d: Domain, table: OaPage, level: Level) => boolean;
  /** Clears the pointer at `index`, then queues its subtree and the span `iova` … for invalidation. */
  readonly unlinkTable: (d: Domain, table: OaPage, level: Level, index: number, iova: IovaPage) => void;
  /** Appends the table and all below it to `d.pending`. */
  readonly collectSubtree: (d: Domain, table: OaPage, level: Level) => void;
  /** Writes `d.rawLo`, `d.rawHi` into `items` items. */
  readonly writeLeaf: (d: Domain, table: OaPage, index: number, items: number) => void;
  /** `pages` more have been mapped. */
  readonly accountMapped: (d: Domain, pages: PageCount) => void;
  /** Step 9: if tables were unlinked, invalidate and free them; on failure too. */
  readonly finishMap: (d: Domain) => void;
}

/** The growing top of v1 (3.5). */
export interface GrowParts {
  readonly growTop: (d: Domain) => Errno;
  /** Is a top of `level` too low for `d.request`? */
  readonly needsTop: (d: Domain, level: Level) => boolean;
  /** Highest level that the top may have. */
  readonly maxTop: (d: Domain) => Level;
  /** Item 0 of the new top leads to the old one. */
  readonly linkOldTop: (d: Domain, newTop: OaPage, level: Level, oldTop: OaPage) => void;
  /** Device tables first, then the software top. */
  readonly publishTop: (d: Domain, table: OaPage, level: Level) => void;
  readonly flushDeviceTable: (d: Domain) => void;
}
