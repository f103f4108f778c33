import { Errno } from '../../../model/vocabulary/errno';
import { Prot } from '../../../model/vocabulary/prot';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits of the old driver code: what an adapter or a port of it gets wrong (page-tables.md 5, 8.14). */
const OLD = { contract: 'io-pgtable', formats: ['amdv1', 'amdv2'] } as const;

export const splitStaysSmall: Exhibit = {
  ...OLD,
  name: 'split-stays-small',
  title: 'the first run of the classic core goes one page past the place where the next larger size becomes usable',
  source: 'page-tables.md PT-163',
  rule: 'PT-163',
  parts: {
    classicSplit: (d, iova, oa, pages) => {
      const lg = standardParts.classicSplit(d, iova, oa, pages);
      const size = 2 ** (lg - 12);
      if (d.mapped === 0 && d.runPages + size <= pages) d.runPages += size;
      return lg;
    },
  },
};

export const adapterAddsRead: Exhibit = {
  ...OLD,
  name: 'adapter-adds-read',
  title: 'the wrapper turns WRITE into READ | WRITE',
  source: 'page-tables.md PT-180',
  rule: 'PT-180',
  parts: {
    oldMapPages: (d, lg) => {
      if ((d.request.prot & Prot.WRITE) !== 0) d.request.prot |= Prot.READ;
      return standardParts.oldMapPages(d, lg);
    },
  },
};

export const oldCodeRefusesOverlap: Exhibit = {
  ...OLD,
  name: 'old-code-refuses-overlap',
  title: 'a map onto a live leaf is refused, as generic_pt does',
  source: 'page-tables.md PT-181',
  rule: 'PT-181',
  parts: {
    oldMapPages: (d, lg) =>
      d.parts.oldLookup(d, d.request.first) >= 0 ? Errno.EADDRINUSE : standardParts.oldMapPages(d, lg),
  },
};

export const missingTableCounted: Exhibit = {
  ...OLD,
  formats: ['amdv1'],
  name: 'missing-table-counted',
  title: 'an unmap counts the span of a table that is not there',
  source: 'page-tables.md PT-182',
  rule: 'PT-182',
  parts: {
    oldUnmapOne: (d, page) => {
      const gone = standardParts.oldUnmapOne(d, page);
      return gone === 0 && d.isV1 && d.fetched.lg > 0 ? 2 ** (d.fetched.lg - 12) : gone;
    },
  },
};

export const oldUnmapFreesTables: Exhibit = {
  ...OLD,
  name: 'old-unmap-frees-tables',
  title: 'an unmap frees the level-0 table that it emptied',
  source: 'page-tables.md PT-183',
  rule: 'PT-183',
  parts: {
    oldUnmapOne: (d, page) => {
      const gone = standardParts.oldUnmapOne(d, page);
      const child = d.fetched.table;
      if (gone !== 1 || child === d.root || !d.parts.isSubtreeEmpty(d, child, 0)) return gone;
      const parent = d.parts.descend(d, page, 1);
      d.parts.clearItems(d, parent, Math.floor(page / 512) % 512, 1);
      d.parts.freeTable(d, child);
      return gone;
    },
  },
};

export const plainMapFlushes: Exhibit = {
  ...OLD,
  name: 'plain-map-flushes',
  title: 'every map flushes, whether it replaced anything or not',
  source: 'page-tables.md PT-184',
  rule: 'PT-184',
  parts: {
    oldFinishMap: (d) => {
      d.updated = true;
      standardParts.oldFinishMap(d);
    },
  },
};
