import type {
  ByteOffset,
  IovaPage,
  Level,
  Log2Size,
  OaPage,
  Op,
  PageCount,
  PageTableConfig,
} from '../../../model/vocabulary';
import type { Domain } from './domain';
import type { Gather } from './gather';

/** What an item is (page-tables.md 1.2, 2.2). */
export const EMPTY = 0;
export const LEAF = 1;
export const TABLE = 2;
export type ItemClass = 0 | 1 | 2;

/** 0 or a negative errno. */
export type Errno = number;
/** Page number of a table (positive), or a negative errno. */
export type TableOrErrno = number;

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

export interface UnmapParts {
  /** unmap_range of `d.walk`; pages removed (a fraction would be bytes). */
  readonly unmapRange: (d: Domain, gather: Gather) => PageCount;
  /** True where nothing is to be done at all: empty, wrapping or out of range. */
  readonly refuseUnmap: (d: Domain) => boolean;
  /** One table of the walk, entered at `page`; false: stop. Adds to `d.removed`. */
  readonly unmapWalk: (d: Domain, table: OaPage, level: Level, page: IovaPage) => boolean;
  /** May the leaf of `lg` bits go, when the walk is at `page`? */
  readonly mayRemoveLeaf: (d: Domain, page: IovaPage, lg: Log2Size) => boolean;
  /** Clears the `items` items of a leaf. */
  readonly clearItems: (d: Domain, table: OaPage, index: number, items: number) => void;
  /** Does the request cover the whole item that starts at `start`? */
  readonly isFullyCovered: (d: Domain, start: IovaPage, level: Level) => boolean;
  /** Clears the pointer of a table that was emptied and covered; queues the table on `d.pending`. */
  readonly dropTable: (d: Domain, table: OaPage, level: Level, index: number, child: OaPage) => void;
  /** `d.removed` pages from the start of `d.walk` went: range and tables to the gather. */
  readonly gatherUnmapped: (d: Domain, gather: Gather) => void;
}

export interface LookupParts {
  /** Output page of `page`, or −1 where nothing is mapped. */
  readonly lookup: (d: Domain, page: IovaPage) => OaPage;
  /** iova_to_phys of the domain's contract: the page, or −1. */
  readonly iovaToPhys: (d: Domain, page: IovaPage) => OaPage;
}

/** Dirty tracking (3.10); v1 only. `d.walk` is the range. */
export interface DirtyParts {
  readonly readAndClearDirty: (d: Domain, flags: number, gather: Gather) => Errno;
  readonly checkDirty: (d: Domain) => Errno;
  /** One table, entered at byte (page, offset). */
  readonly dirtyWalk: (
    d: Domain,
    table: OaPage,
    level: Level,
    page: IovaPage,
    offset: ByteOffset,
    flags: number,
    gather: Gather,
  ) => void;
  readonly isDirty: (d: Domain, table: OaPage, index: number, items: number) => boolean;
  readonly cleanItems: (d: Domain, table: OaPage, index: number, items: number) => void;
  /** Reports [start, end] and, if cleaned, gathers it. */
  readonly reportDirty: (
    d: Domain,
    start: IovaPage,
    startOffset: ByteOffset,
    end: IovaPage,
    endOffset: ByteOffset,
    flags: number,
    gather: Gather,
  ) => void;
  /** The hardware writes through the page: sets D in its one item. */
  readonly setDirty: (d: Domain, page: IovaPage) => Errno;
}

/** Gathers and the driver's invalidation (6). */
export interface FlushParts {
  /** Range of a pending unmap or unlink to a gather, then `d.pending` to its list. */
  readonly gatherRange: (
    d: Domain,
    gather: Gather,
    start: IovaPage,
    startOffset: ByteOffset,
    end: IovaPage,
    endOffset: ByteOffset,
  ) => void;
  /** iommu_iotlb_sync: calls the driver if there is a range; then tables are freed and the gather is empty. */
  readonly gatherSync: (d: Domain, gather: Gather) => void;
  /** The driver's iotlb_sync: invalidate, then free the gather's tables. */
  readonly driverSync: (d: Domain, gather: Gather) => void;
  /** The flush queue's turn: everything, then free. */
  readonly flushQueue: (d: Domain, gather: Gather) => void;
  /** Frees the tables of the list and empties it. */
  readonly freeList: (d: Domain, tables: OaPage[]) => void;
  /** Must the sync of this gather invalidate walk caches too? (6.3) */
  readonly syncWalkCaches: (d: Domain, gather: Gather) => boolean;
  /** flush_pages: one command, or under NpCache one for each aligned piece. */
  readonly flushPages: (
    d: Domain,
    start: IovaPage,
    startOffset: ByteOffset,
    end: IovaPage,
    endOffset: ByteOffset,
    walkCaches: boolean,
  ) => void;
  /** NpCache: naturally aligned pieces, one command each. */
  readonly splitForNpCache: (
    d: Domain,
    start: IovaPage,
    startOffset: ByteOffset,
    end: IovaPage,
    endOffset: ByteOffset,
    walkCaches: boolean,
  ) => void;
  /** One invalidation command: the least aligned block around both ends. */
  readonly commandBlock: (
    d: Domain,
    start: IovaPage,
    startOffset: ByteOffset,
    end: IovaPage,
    endOffset: ByteOffset,
    walkCaches: boolean,
  ) => void;
  /** The driver's iotlb_sync_map over the whole range of the call, [start, end]. */
  readonly syncMap: (d: Domain, start: IovaPage, startOffset: ByteOffset, end: IovaPage, endOffset: ByteOffset) => void;
}

/** The core's wrappers (3.11). */
export interface CoreParts {
  readonly coreMap: (d: Domain, flags: number) => Errno;
  /** Without sync_map: checks, map of `d.request`, roll-back. */
  readonly coreMapNosync: (d: Domain, flags: number) => Errno;
  /** May this call reach the op? Warns if not. */
  readonly coreAccepts: (d: Domain, flags: number) => boolean;
  /** `d.mapped` pages from the start of `d.request` go again. */
  readonly coreRollback: (d: Domain) => void;
  /** sync_map of the range after success, and what follows if it fails. */
  readonly coreSyncMap: (
    d: Domain,
    iova: IovaPage,
    iovaOffset: ByteOffset,
    len: PageCount,
    lenOffset: ByteOffset,
    flags: number,
  ) => Errno;
  /** iommu_unmap: own gather, synced. Pages removed. */
  readonly coreUnmap: (
    d: Domain,
    iova: IovaPage,
    iovaOffset: ByteOffset,
    len: PageCount,
    lenOffset: ByteOffset,
  ) => PageCount;
  /** iommu_map_sg. On success `d.mapped` is all of it; on failure 0. */
  readonly coreMapSg: (d: Domain, op: Op) => Errno;
  /** iommu_iova_to_phys: the page, or −1. */
  readonly coreIovaToPhys: (d: Domain, page: IovaPage) => OaPage;
  /** Classic core: checks and the loop over split runs. */
  readonly classicMap: (d: Domain) => Errno;
  readonly classicUnmap: (d: Domain, gather: Gather) => PageCount;
  /** Size of the next run (−1 none); its pages in `d.runPages`. */
  readonly classicSplit: (d: Domain, iova: IovaPage, oa: OaPage, pages: PageCount) => number;
}

/** The old driver code (5.1, 5.2). */
export interface OldParts {
  /** The driver's map_pages wrapper, of `d.request` in pages of `lg` bits. */
  readonly oldMapPages: (d: Domain, lg: Log2Size) => Errno;
  readonly oldMapV1: (d: Domain, lg: Log2Size) => Errno;
  readonly oldMapV2: (d: Domain, lg: Log2Size) => Errno;
  /** False: no memory. Each level is published at once. */
  readonly oldGrow: (d: Domain, lastPage: IovaPage, level: Level) => boolean;
  /** The table that holds leaves of `level`, replacing leaves on the way. */
  readonly oldDescendV1: (d: Domain, iova: IovaPage, level: Level) => TableOrErrno;
  readonly oldDescendV2: (d: Domain, iova: IovaPage, level: Level) => TableOrErrno;
  /** A replicated leaf is met above the target level: all of it goes. */
  readonly oldClearReplicas: (d: Domain, table: OaPage, level: Level, index: number) => void;
  /** v1: clears one item of the target; a table below it is queued on `d.pending`. */
  readonly oldReplaceItemV1: (d: Domain, table: OaPage, index: number) => void;
  /** v2: the same, but what was below is freed at once. */
  readonly oldReplaceItemV2: (d: Domain, table: OaPage, level: Level, index: number) => void;
  /** After a map: flush if something was replaced, then free. */
  readonly oldFinishMap: (d: Domain) => void;
  /** The driver's unmap_pages wrapper, of `d.walk` in pages of `lg` bits. Pages removed. */
  readonly oldUnmapPages: (d: Domain, lg: Log2Size, gather: Gather) => PageCount;
  /** Removes what covers `page`; pages of it, 0 to stop. */
  readonly oldUnmapOne: (d: Domain, page: IovaPage) => PageCount;
  /** Finds the item that translates `page` and leaves it in `d.fetched`; false where the walk ends without one. */
  readonly oldFetchV1: (d: Domain, page: IovaPage) => boolean;
  readonly oldFetchV2: (d: Domain, page: IovaPage) => boolean;
  readonly oldLookup: (d: Domain, page: IovaPage) => OaPage;
  readonly oldReadAndClearDirty: (d: Domain, flags: number, gather: Gather) => Errno;
}

/** All parts of the in-box implementation. An exhibit replaces one; a replaced part may call `standardParts`. */
export interface Parts
  extends
    EntryParts,
    SizeParts,
    TableParts,
    MapParts,
    GrowParts,
    UnmapParts,
    LookupParts,
    DirtyParts,
    FlushParts,
    CoreParts,
    OldParts {}

/** Parts with what depends on them, computed once per subject. */
export interface BoundParts {
  readonly parts: Parts;
  readonly v1: FormatParts;
  readonly v2: FormatParts;
  readonly mapChecks: readonly ((d: Domain) => Errno)[];
}

export function bindParts(parts: Parts): BoundParts {
  return {
    parts,
    v1: {
      storesSize: parts.storesSizeV1,
      classify: parts.classifyV1,
      leafLg: parts.leafLgV1,
      leafOa: parts.leafOaV1,
      encodeLeaf: parts.encodeLeafV1,
      encodePointer: parts.encodePointerV1,
    },
    v2: {
      storesSize: parts.storesSizeV2,
      classify: parts.classifyV2,
      leafLg: parts.leafLgV2,
      leafOa: parts.leafOaV2,
      encodeLeaf: parts.encodeLeafV2,
      encodePointer: parts.encodePointerV2,
    },
    mapChecks: parts.mapOrder.map((name) => parts[name]),
  };
}
