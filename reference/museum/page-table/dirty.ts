import { Errno } from '../../../model/vocabulary/errno';
import { EventKind } from '../../../model/vocabulary/outcome';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that lose track of what was written (page-tables.md 3.10, 8.10). */
const IN_V1 = { contract: 'generic-pt', formats: ['amdv1'] } as const;

export const onlyFirstReplicaIsRead: Exhibit = {
  ...IN_V1,
  name: 'only-first-replica-is-read',
  title: 'only the first item of a leaf is looked at for its dirty bit',
  source: 'page-tables.md PT-130',
  rule: 'PT-130',
  parts: { isDirty: (d, table, index) => standardParts.isDirty(d, table, index, 1) },
};

export const onlyFirstReplicaIsCleaned: Exhibit = {
  ...IN_V1,
  name: 'only-first-replica-is-cleaned',
  title: 'a clearing read cleans the first item of a leaf only',
  source: 'page-tables.md PT-131',
  rule: 'PT-131',
  parts: { cleanItems: (d, table, index) => standardParts.cleanItems(d, table, index, 1) },
};

export const noClearClears: Exhibit = {
  ...IN_V1,
  name: 'no-clear-clears',
  title: 'NO_CLEAR is ignored',
  source: 'page-tables.md PT-132',
  rule: 'PT-132',
  parts: { readAndClearDirty: (d, _flags, gather) => standardParts.readAndClearDirty(d, 0, gather) },
};

export const holeFailsDirtyRead: Exhibit = {
  ...IN_V1,
  name: 'hole-fails-dirty-read',
  title: 'a dirty read that starts at a hole returns −ENOENT',
  source: 'page-tables.md PT-133',
  rule: 'PT-133',
  parts: {
    readAndClearDirty: (d, flags, gather) => {
      const ret = standardParts.readAndClearDirty(d, flags, gather);
      return ret === 0 && d.parts.lookup(d, d.walk.first) < 0 ? Errno.ENOENT : ret;
    },
  },
};

export const onePageIsReported: Exhibit = {
  ...IN_V1,
  name: 'one-page-is-reported',
  title: 'of a dirty leaf only the first page is reported',
  source: 'page-tables.md PT-134',
  rule: 'PT-134',
  parts: {
    reportDirty: (d, start, startOffset, _end, endOffset, flags, gather) =>
      standardParts.reportDirty(d, start, startOffset, start, endOffset, flags, gather),
  },
};

export const cleaningTakesWrite: Exhibit = {
  ...IN_V1,
  name: 'cleaning-takes-write',
  title: 'the entry is written back without its write permission when it is cleaned',
  source: 'page-tables.md PT-135',
  rule: 'PT-135',
  parts: {
    cleanItems: (d, table, index, items) => {
      standardParts.cleanItems(d, table, index, items);
      for (let i = 0; i < items; i++) d.memory.words[d.memory.at(table, index + i) + 1]! &= ~(1 << 30);
    },
  },
};

export const emptyRangeBeforeFormat: Exhibit = {
  name: 'empty-range-before-format',
  title: 'a dirty read of v2 looks at its arguments before it says that v2 tracks nothing',
  source: 'page-tables.md PT-136, 2.6',
  rule: 'PT-136',
  contract: 'generic-pt',
  formats: ['amdv2'],
  parts: { checkDirty: (d) => (d.walk.isEmpty ? Errno.EINVAL : standardParts.checkDirty(d)) },
};

export const cleanedNotGathered: Exhibit = {
  ...IN_V1,
  name: 'cleaned-not-gathered',
  title: 'what was cleaned is reported, but not added to the gather',
  source: 'page-tables.md PT-137',
  rule: 'PT-137',
  parts: {
    reportDirty: (d, start, startOffset, end, endOffset) =>
      d.recorder.event(EventKind.dirty, 0, start, startOffset, end, endOffset),
  },
};
