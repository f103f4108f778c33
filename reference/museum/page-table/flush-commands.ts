import { EventKind } from '../../../model/vocabulary/outcome';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that flush what need not be, or by wrong commands (page-tables.md 6.3, 8.11). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const everyMapFlushes: Exhibit = {
  ...IN_BOTH,
  name: 'every-map-flushes',
  title: 'a map flushes its range even if it unlinked nothing',
  source: 'page-tables.md PT-143',
  rule: 'PT-143',
  parts: {
    finishMap: (d) => {
      const { first, firstOffset, last, lastOffset } = d.request;
      if (d.mapGather.tables.length === 0) d.mapGather.widen(first, firstOffset, last, lastOffset);
      d.parts.gatherSync(d, d.mapGather);
    },
  },
};

export const blockAsLongAsRange: Exhibit = {
  ...IN_BOTH,
  name: 'block-as-long-as-range',
  title: 'the block of a command is as long as its range, which need not be aligned to that length',
  source: 'page-tables.md PT-148, 6.3',
  rule: 'PT-148',
  parts: {
    commandBlock: (d, start, _startOffset, end, _endOffset, walkCaches) => {
      let pages = 1;
      while (pages < end - start + 1) pages *= 2;
      const first = Math.floor(start / pages) * pages;
      d.recorder.event(EventKind.command, walkCaches ? 1 : 0, first, 0, first + pages - 1, 4095);
    },
  },
};

export const npCacheNotSplit: Exhibit = {
  ...IN_BOTH,
  name: 'np-cache-not-split',
  title: 'under NpCache a range is flushed by one command around it',
  source: 'page-tables.md PT-149, 6.3',
  rule: 'PT-149',
  parts: { splitForNpCache: standardParts.commandBlock },
};

export const syncMapWithoutNpCache: Exhibit = {
  ...IN_BOTH,
  name: 'sync-map-without-np-cache',
  title: 'iommu_map flushes its range whether the IOMMU caches absent entries or not',
  source: 'page-tables.md PT-150',
  rule: 'PT-150',
  parts: {
    syncMap: (d, start, startOffset, end, endOffset) => {
      d.recorder.event(EventKind.syncMap, 0, start, startOffset, end, endOffset);
      d.parts.flushPages(d, start, startOffset, end, endOffset, true);
    },
  },
};

export const walkCachesNeverFlushed: Exhibit = {
  ...IN_BOTH,
  name: 'walk-caches-never-flushed',
  title: 'a sync never flushes the walk caches',
  source: 'page-tables.md PT-152',
  rule: 'PT-152',
  parts: { syncWalkCaches: () => false },
};
