import type { ByteOffset, IovaPage, OaPage } from '../../../../model/vocabulary';
import type { Domain } from '../domain';
import type { Gather } from '../gather';

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
