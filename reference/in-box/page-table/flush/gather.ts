import { EventKind } from '../../../../model/vocabulary/outcome';
import { ALL_PAGES } from '../../../../model/vocabulary/units';
import type { FlushParts } from '../parts';

/** page-tables.md 3.8, 6.2: queued gathers take no range; without gaps, a range that lies apart syncs what is there. */
const gatherRange: FlushParts['gatherRange'] = (d, gather, start, startOffset, end, endOffset) => {
  if (!gather.queued) {
    if (d.config.flush === 'no-gaps' && gather.isDisjoint(start, startOffset, end, endOffset)) {
      d.parts.gatherSync(d, gather);
    }
    gather.widen(start, startOffset, end, endOffset);
  }
  // After the sync, which frees what the gather held: these tables are covered by the new range only.
  for (let i = 0; i < d.pending.length; i++) gather.tables.push(d.pending[i]!);
  d.pending.length = 0;
};

/** page-tables.md 3.11. The core of old kernels calls the driver of a paging domain for an empty gather too. */
const gatherSync: FlushParts['gatherSync'] = (d, gather) => {
  const isAlways = d.config.contract === 'io-pgtable' && d.config.domainType === 'paging';
  if (gather.hasRange || isAlways) d.parts.driverSync(d, gather);
  else d.parts.freeList(d, gather.tables);
  gather.clear();
};

/** page-tables.md 6.1, 6.3: invalidate, then free. */
const driverSync: FlushParts['driverSync'] = (d, gather) => {
  const { start, startOffset, end, endOffset } = gather;
  d.recorder.event(EventKind.sync, gather.tables.length, start, startOffset, end, endOffset);
  d.parts.flushPages(d, start, startOffset, end, endOffset, d.parts.syncWalkCaches(d, gather));
  d.parts.freeList(d, gather.tables);
};

const flushQueue: FlushParts['flushQueue'] = (d, gather) => {
  d.recorder.event(EventKind.sync, gather.tables.length, 0, 0, ALL_PAGES - 1, 4095);
  d.parts.flushPages(d, 0, 0, ALL_PAGES - 1, 4095, true);
  d.parts.freeList(d, gather.tables);
  gather.clear();
};

const freeList: FlushParts['freeList'] = (d, tables) => {
  for (let i = 0; i < tables.length; i++) d.parts.freeTable(d, tables[i]!);
  tables.length = 0;
};

/** Since 7.2 only if tables are freed; the old driver always (page-tables.md 6.3). */
const syncWalkCaches: FlushParts['syncWalkCaches'] = (d, gather) =>
  d.config.contract === 'io-pgtable' || gather.tables.length > 0;

export const gatherParts: Pick<
  FlushParts,
  'gatherRange' | 'gatherSync' | 'driverSync' | 'flushQueue' | 'freeList' | 'syncWalkCaches'
> = { gatherRange, gatherSync, driverSync, flushQueue, freeList, syncWalkCaches };
