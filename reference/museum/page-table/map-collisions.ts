import { Errno } from '../../../model/vocabulary/errno';
import { Status } from '../../../model/vocabulary/outcome';
import { Trap, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that go wrong where a live leaf is in the way, or memory runs out (page-tables.md 3.4, 3.7, 8.6). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const mapOverwrites: Exhibit = {
  ...IN_BOTH,
  name: 'map-overwrites',
  title: 'a live leaf in the way is replaced, as the old code does',
  source: 'page-tables.md PT-073, 5.3 rows 1 to 8',
  rule: 'PT-073',
  parts: {
    refuseOverlap: (d, table, level, index) => {
      const at = d.memory.at(table, index);
      const lg = d.format.leafLg(d, level, d.memory.words[at]!, d.memory.words[at + 1]!);
      const items = d.parts.itemsOf(lg, level);
      d.parts.clearItems(d, table, index & ~(items - 1), items);
      return 0;
    },
  },
};

export const tableForSplitAllocated: Exhibit = {
  ...IN_BOTH,
  name: 'table-for-split-allocated',
  title: 'a table to split a large leaf is allocated before it is known that leaves are never split',
  source: 'page-tables.md PT-075',
  rule: 'PT-075',
  parts: {
    refuseOverlap: (d, _table, level) => {
      const spare = level > 0 ? d.parts.allocTable(d) : 0;
      if (spare !== 0) d.parts.freeTable(d, spare);
      return Errno.EADDRINUSE;
    },
  },
};

export const mapGoesOnBehindCollision: Exhibit = {
  ...IN_BOTH,
  name: 'map-goes-on-behind-collision',
  title: 'a map that meets a live leaf goes on behind it, and fails in the end',
  source: 'page-tables.md PT-076',
  rule: 'PT-076',
  parts: {
    placeLeaves: (d) => {
      const { first, oa, len } = d.request;
      let ret = 0;
      for (let done = 0; done < len;) {
        d.tick();
        const lg = d.parts.bestSize(d, first + done, oa + done, len - done);
        const failed = d.parts.placeLeaf(d, first + done, oa + done, lg);
        if (failed !== 0 && failed !== Errno.EADDRINUSE) return failed;
        if (failed === 0) d.parts.accountMapped(d, 2 ** (lg - 12));
        ret ||= failed;
        done += 2 ** (lg - 12);
      }
      return ret;
    },
  },
};

export const missingTableDereferenced: Exhibit = {
  ...IN_BOTH,
  name: 'missing-table-dereferenced',
  title: 'the table that could not be allocated is used all the same',
  source: 'first generic_pt (page-tables.md PT-077)',
  rule: 'PT-077',
  parts: {
    installTable: (d, table, level, index) => {
      const child = standardParts.installTable(d, table, level, index);
      if (child < 0) throw new Trap(Status.fault, 'the table at address 0 is written');
      return child;
    },
  },
};

export const lastAllocationRefused: Exhibit = {
  ...IN_BOTH,
  name: 'last-allocation-refused',
  title: 'a table is kept in reserve: a map for which memory just suffices fails',
  source: 'page-tables.md PT-078',
  rule: 'PT-078',
  parts: { allocTable: (d) => (d.budget <= 1 ? 0 : standardParts.allocTable(d)) },
};

export const restartSignalEscapes: Exhibit = {
  ...IN_BOTH,
  name: 'restart-signal-escapes',
  title: '−EAGAIN, by which a walk tells itself that the page size went up a level, reaches the caller',
  source: 'page-tables.md PT-079',
  rule: 'PT-079',
  parts: {
    placeLeaf: (d, iova, oa, lg) =>
      d.pathLevel >= 0 && d.parts.levelOf(lg) > d.pathLevel ? Errno.EAGAIN : standardParts.placeLeaf(d, iova, oa, lg),
  },
};
