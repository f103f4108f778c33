import { Errno } from '../../../model/vocabulary/errno';
import { EMPTY, LEAF, TABLE, standardParts } from '../../in-box/page-table';
import type { Exhibit } from './exhibit';

/** Exhibits that lose or forget tables, or make too many (page-tables.md 3.4, 8.4, 8.7). */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

export const lowerTablesForgotten: Exhibit = {
  ...IN_BOTH,
  name: 'lower-tables-forgotten',
  title: 'of a subtree that a large leaf replaces only the topmost table is freed',
  source: 'page-tables.md PT-044',
  rule: 'PT-044',
  parts: { collectSubtree: (d, table) => d.pending.push(table) },
};

export const recycledTableNotZeroed: Exhibit = {
  name: 'recycled-table-not-zeroed',
  title: 'a table page that was used before is not zeroed',
  source: 'page-tables.md PT-046',
  rule: 'PT-046',
  contract: 'io-pgtable',
  formats: ['amdv1', 'amdv2'],
  parts: {
    zeroTable: (d, table) => {
      const key = `used ${table}`;
      if (!d.memory.notes.has(key)) standardParts.zeroTable(d, table);
      d.memory.notes.set(key, 1);
    },
  },
};

export const leftoverTableRefuses: Exhibit = {
  ...IN_BOTH,
  name: 'leftover-table-refuses',
  title: 'an empty table that an earlier unmap left behind counts as a collision',
  source: 'page-tables.md PT-085',
  rule: 'PT-085',
  parts: { isSubtreeEmpty: () => false },
};

export const onlyOneLevelLookedAt: Exhibit = {
  ...IN_BOTH,
  name: 'only-one-level-looked-at',
  title: 'a subtree counts as empty if its topmost table has no leaf',
  source: 'page-tables.md PT-086',
  rule: 'PT-086',
  parts: {
    isSubtreeEmpty: (d, table, level) => {
      for (let index = 0; index < 512; index++) {
        const at = d.memory.at(table, index);
        if (d.format.classify(d, level, d.memory.words[at]!, d.memory.words[at + 1]!) === LEAF) return false;
      }
      return true;
    },
  },
};

export const collisionKeepsEmptyTables: Exhibit = {
  ...IN_BOTH,
  name: 'collision-keeps-empty-tables',
  title: 'empty tables are unlinked only when no item of the group collides',
  source: 'page-tables.md PT-087, 9.3 E12',
  rule: 'PT-087',
  parts: {
    clearGroup: (d, table, level, index, items, iova) => {
      for (let i = 0; i < items; i++) {
        const at = d.memory.at(table, index + i);
        const [lo, hi] = [d.memory.words[at]!, d.memory.words[at + 1]!];
        const kind = d.format.classify(d, level, lo, hi);
        if (kind === EMPTY) continue;
        const isFree = kind === TABLE && d.parts.isSubtreeEmpty(d, d.parts.childOf(d, lo, hi), level - 1);
        if (!isFree) return Errno.EADDRINUSE;
      }
      return standardParts.clearGroup(d, table, level, index, items, iova);
    },
  },
};

export const nextTablePopulated: Exhibit = {
  ...IN_BOTH,
  name: 'next-table-populated',
  title: 'with each new table the one next to it is made too',
  source: 'page-tables.md PT-093',
  rule: 'PT-093',
  parts: {
    installTable: (d, table, level, index) => {
      const child = standardParts.installTable(d, table, level, index);
      const isFree = index < 128 && d.memory.words[d.memory.at(table, index + 1)] === 0;
      if (child > 0 && isFree) standardParts.installTable(d, table, level, index + 1);
      return child;
    },
  },
};

export const tableForEachLeaf: Exhibit = {
  ...IN_BOTH,
  name: 'table-for-each-leaf',
  title: 'a table is allocated for each leaf before it is known that one is needed',
  source: 'page-tables.md PT-175',
  rule: 'PT-175',
  parts: {
    placeLeaf: (d, iova, oa, lg) => {
      const spare = d.parts.allocTable(d);
      if (spare === 0) return Errno.ENOMEM;
      const ret = standardParts.placeLeaf(d, iova, oa, lg);
      d.parts.freeTable(d, spare);
      return ret;
    },
  },
};
