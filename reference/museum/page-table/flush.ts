import { EventKind } from '../../../model/vocabulary/outcome';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that gather too little, too much or too late (page-tables.md 6, 8.11). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const requestedLengthFlushed: Exhibit = {
  ...IN_BOTH,
  name: 'requested-length-flushed',
  title: 'the length that was asked for is flushed where the leaf that was removed is longer',
  source: 'CVE-2026-31735, fixed by ee6e69d03255 (page-tables.md 3.8)',
  rule: 'PT-140',
  parts: {
    gatherUnmapped: (d, gather) => {
      const { first, last, lastOffset } = d.walk;
      if (d.removed > 0) d.parts.gatherRange(d, gather, first, 0, last, lastOffset);
    },
  },
};

export const tableFreedAtOnce: Exhibit = {
  ...IN_BOTH,
  name: 'table-freed-at-once',
  title: 'a table that unmap emptied is freed at once, before the flush',
  source: 'page-tables.md PT-141, 5.2 (OLD v2)',
  rule: 'PT-141',
  parts: {
    dropTable: (d, table, _level, index, child) => {
      d.parts.clearItems(d, table, index, 1);
      d.parts.freeTable(d, child);
    },
  },
};

export const freedBeforeFlush: Exhibit = {
  ...IN_BOTH,
  name: 'freed-before-flush',
  title: 'a sync frees the tables on its list before it flushes',
  source: 'page-tables.md PT-142, 6.1',
  rule: 'PT-142',
  parts: {
    driverSync: (d, gather) => {
      const waiting = gather.tables.length;
      const { start, startOffset, end, endOffset } = gather;
      const walkCaches = d.parts.syncWalkCaches(d, gather);
      d.parts.freeList(d, gather.tables);
      d.recorder.event(EventKind.sync, waiting, start, startOffset, end, endOffset);
      d.parts.flushPages(d, start, startOffset, end, endOffset, walkCaches);
    },
  },
};

export const failedMapSkipsSync: Exhibit = {
  ...IN_BOTH,
  name: 'failed-map-skips-sync',
  title: 'a map that fails leaves out the sync for the tables that it unlinked',
  source: 'page-tables.md PT-144',
  rule: 'PT-144',
  parts: {
    placeLeaves: (d) => {
      const ret = standardParts.placeLeaves(d);
      if (ret !== 0) d.parts.freeList(d, d.mapGather.tables);
      return ret;
    },
  },
};

export const gapsAreFlushed: Exhibit = {
  ...IN_BOTH,
  name: 'gaps-are-flushed',
  title: 'under NpCache ranges that lie apart are gathered into one hull',
  source: 'page-tables.md PT-145, 6.2',
  rule: 'PT-145',
  parts: {
    gatherRange: (d, gather, start, startOffset, end, endOffset) => {
      if (!gather.queued) gather.widen(start, startOffset, end, endOffset);
      gather.tables.push(...d.pending);
      d.pending.length = 0;
    },
  },
};

export const gatherEmptyUnderNpCache: Exhibit = {
  ...IN_BOTH,
  name: 'gather-empty-under-np-cache',
  title: 'under NpCache the range of an unmap is not added to the gather',
  source: 'b48ca9206138: unmap forgot the range in NO_GAPS mode (page-tables.md 3.8)',
  rule: 'PT-145',
  parts: {
    gatherUnmapped: (d, gather) => {
      const isLost = d.config.flush === 'no-gaps' && d.pending.length === 0;
      if (!isLost) standardParts.gatherUnmapped(d, gather);
    },
  },
};

export const emptyGatherReachesDriver: Exhibit = {
  ...IN_BOTH,
  name: 'empty-gather-reaches-driver',
  title: 'the driver is called for a gather without a range',
  source: 'page-tables.md PT-146',
  rule: 'PT-146',
  parts: {
    gatherSync: (d, gather) => {
      d.parts.driverSync(d, gather);
      gather.clear();
    },
  },
};

export const gatherEndIsExclusive: Exhibit = {
  ...IN_BOTH,
  name: 'gather-end-is-exclusive',
  title: 'the gather of an unmap ends at the first byte behind what was removed',
  source: 'page-tables.md PT-147',
  rule: 'PT-147',
  parts: {
    gatherUnmapped: (d, gather) => {
      const end = d.walk.first + d.removed;
      if (end >= 2 ** 52) standardParts.gatherUnmapped(d, gather);
      else if (d.removed > 0) d.parts.gatherRange(d, gather, d.walk.first, 0, end, 0);
    },
  },
};
