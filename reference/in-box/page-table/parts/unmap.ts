import type { ByteOffset, IovaPage, Level, Log2Size, OaPage, PageCount } from '../../../../model/vocabulary';
import type { Domain } from '../domain';
import type { Gather } from '../gather';
import type { Errno } from './map';

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
