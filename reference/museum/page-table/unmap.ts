import type { IovaPage } from '../../../model/vocabulary';
import { standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits whose unmaps leave or take the wrong leaves and tables (page-tables.md 3.8, 8.8). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const lastPageNotUnmapped: Exhibit = {
  ...IN_BOTH,
  name: 'last-page-not-unmapped',
  title: 'the end of the range is taken for exclusive: the leaf that starts at its last page stays',
  source: 'page-tables.md PT-100',
  rule: 'PT-100',
  parts: { mayRemoveLeaf: (d, page, lg) => page !== d.walk.last && standardParts.mayRemoveLeaf(d, page, lg) },
};

export const leafIsSplit: Exhibit = {
  name: 'leaf-is-split',
  title: 'of a leaf that goes on behind the range only the items inside are cleared',
  source: 'page-tables.md PT-103',
  rule: 'PT-103',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    clearItems: (d, table, index, items) => {
      const left = d.walk.last - d.walk.first - d.removed + 1;
      standardParts.clearItems(d, table, index, items > 1 && left > 0 ? Math.min(items, left) : items);
    },
  },
};

export const unmapFromInsideLeaf: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-from-inside-leaf',
  title: 'an unmap that starts inside a 2 MiB or 1 GiB leaf removes all of it, as the old code does',
  source: 'page-tables.md PT-104, 5.3 row 20',
  rule: 'PT-104',
  parts: {
    mayRemoveLeaf: (d, page, lg) => (lg > 12 && (lg - 12) % 9 === 0) || standardParts.mayRemoveLeaf(d, page, lg),
  },
};

/** Items of a table page. */
const ITEMS = 512;

/**
 * What a walk finds that takes the page of data behind a leaf for a table. The data are the guest's: here it wrote
 * present 4 KiB entries all over them, so that the walk finds, clears and counts one for each item it comes to.
 */
const itemsFoundInData = (page: IovaPage, last: IovaPage): number => Math.min(last - page + 1, ITEMS - (page % ITEMS));

export const dataWalkedAsTable: Exhibit = {
  ...IN_BOTH,
  name: 'data-walked-as-table',
  title: 'an unmap of 4 KiB inside a 2 MiB leaf walks on into its data as if they were a table',
  source: 'intel-staging/pKVM-IA #104; page-tables.md PT-104, 3.8',
  rule: 'PT-104',
  parts: {
    mayRemoveLeaf: (d, page, lg) => {
      if (lg !== 21 || page % ITEMS === 0) return standardParts.mayRemoveLeaf(d, page, lg);
      d.removed += itemsFoundInData(page, d.walk.last);
      return false;
    },
  },
};

export const dirtyBitLeftBehind: Exhibit = {
  name: 'dirty-bit-left-behind',
  title: 'clearing an item keeps its dirty bit',
  source: 'page-tables.md PT-109, 1.8',
  rule: 'PT-109',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    clearItems: (d, table, index, items) => {
      const { words } = d.memory;
      const first = d.memory.at(table, index);
      const kept = d.isV1 ? Array.from({ length: items }, (_, i) => words[first + i * 2]! & 0x40) : [];
      standardParts.clearItems(d, table, index, items);
      kept.forEach((dirty, i) => (words[first + i * 2] = dirty));
    },
  },
};

export const unmapNeverFreesTables: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-never-frees-tables',
  title: 'tables that an unmap emptied and covered stay',
  source: 'page-tables.md PT-110',
  rule: 'PT-110',
  parts: { isFullyCovered: () => false },
};

export const topShrinks: Exhibit = {
  name: 'top-shrinks',
  title: 'an unmap that leaves only item 0 of a grown top makes the table below it the top again',
  source: 'page-tables.md PT-111',
  rule: 'PT-111',
  contract: 'generic-pt',
  formats: ['amdv1'],
  parts: {
    unmapRange: (d, gather) => {
      const removed = standardParts.unmapRange(d, gather);
      const words = d.memory.words.subarray(d.memory.at(d.root, 0), d.memory.at(d.root, 512));
      const isNeedless = d.top > d.config.topLevel && words[0] !== 0 && words.every((word, i) => i < 2 || word === 0);
      if (removed === 0 || !isNeedless) return removed;
      gather.tables.push(d.root);
      d.root = d.parts.childOf(d, words[0]!, words[1]!);
      d.top--;
      return removed;
    },
  },
};

export const unmapAllocates: Exhibit = {
  ...IN_BOTH,
  name: 'unmap-allocates',
  title: 'an unmap allocates a table in case it has to split a leaf',
  source: 'page-tables.md PT-112',
  rule: 'PT-112',
  parts: {
    unmapRange: (d, gather) => {
      const spare = d.parts.allocTable(d);
      const removed = standardParts.unmapRange(d, gather);
      if (spare !== 0) d.parts.freeTable(d, spare);
      return removed;
    },
  },
};

export const emptyTableIsNoHole: Exhibit = {
  ...IN_BOTH,
  name: 'empty-table-is-no-hole',
  title: 'an unmap goes on behind a table that was empty before, and unlinks it',
  source: 'page-tables.md PT-114',
  rule: 'PT-114',
  parts: {
    unmapWalk: (d, table, level, page) => {
      const { removed } = d;
      if (standardParts.unmapWalk(d, table, level, page)) return true;
      return level === 0 && removed > 0 && d.removed === removed && d.parts.isSubtreeEmpty(d, table, level);
    },
  },
};
