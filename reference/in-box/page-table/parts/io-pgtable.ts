import type { IovaPage, Level, Log2Size, OaPage, PageCount } from '../../../../model/vocabulary';
import type { Domain } from '../domain';
import type { Gather } from '../gather';
import type { Errno, TableOrErrno } from './map';

/** The old driver code (5.1, 5.2). */
export interface OldParts {
  /** The driver's map_pages wrapper, of `d.request` in pages of `lg` bits. */
  readonly oldMapPages: (d: Domain, lg: Log2Size) => Errno;
  readonly oldMapV1: (d: Domain, lg: Log2Size) => Errno;
  readonly oldMapV2: (d: Domain, lg: Log2Size) => Errno;
  /** False: no memory. Each level is published for itself, before the device table is flushed. */
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
  /** Empties `items` items of a group, and the tables below them; no table goes. */
  readonly oldClearGroup: (d: Domain, table: OaPage, level: Level, index: number, items: number) => void;
  /** Finds the item that translates `page` and leaves it in `d.fetched`; false where the walk ends without one. */
  readonly oldFetchV1: (d: Domain, page: IovaPage) => boolean;
  readonly oldFetchV2: (d: Domain, page: IovaPage) => boolean;
  readonly oldLookup: (d: Domain, page: IovaPage) => OaPage;
  readonly oldReadAndClearDirty: (d: Domain, flags: number, gather: Gather) => Errno;
}
