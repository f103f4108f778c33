import { Errno } from '../../../model/vocabulary/errno';
import { standardParts, type Domain } from '../../in-box/page-table';
import keptTableSplitsLeafTrace from '../traces/kept-table-splits-leaf.json';
import rollBackStopsAtFlushTrace from '../traces/roll-back-stops-at-flush.json';
import growthReclaimsTrace from '../traces/growth-reclaims.json';
import type { Exhibit } from './exhibit';

/**
 * Exhibits that are hard on purpose: each needs a rare state of three steps or more, here such that only a lack of
 * memory brings about.
 */
const IN_BOTH = { contract: 'generic-pt', formats: ['amdv1', 'amdv2'] } as const;

/** Unmaps that must have emptied a table, and items of the leaf that then goes: 32 KiB of 4 KiB items. */
const EMPTIED = 3;
const ITEMS_OF_32K = 8;

export const keptTableSplitsLeaf: Exhibit = {
  name: 'kept-table-splits-leaf',
  title:
    'a table that was emptied three times while memory was short forgets that a leaf of 32K may end behind the range',
  source: 'page-tables.md PT-103 (state kept with a table that is filled again)',
  rule: 'PT-103',
  contract: 'generic-pt',
  formats: ['amdv1'],
  hard: keptTableSplitsLeafTrace,
  parts: {
    clearItems: (d, table, index, items) => {
      const { notes } = d.memory;
      const left = d.walk.last - d.walk.first - d.removed + 1;
      const emptied = notes.get(`emptied ${table}`) ?? 0;
      const isSplit = items === ITEMS_OF_32K && left > 0 && left < items && emptied >= EMPTIED;
      standardParts.clearItems(d, table, index, isSplit ? left : items);
      if (d.budget < Infinity && isBlank(d, table)) notes.set(`emptied ${table}`, emptied + 1);
    },
  },
};

const isBlank = (d: Domain, table: number): boolean =>
  d.memory.words.subarray(d.memory.at(table, 0), d.memory.at(table, 512)).every((word) => word === 0);

/** Tables that must have been replaced, and freed by a flush. */
const FLUSHED = 2;

export const rollBackStopsAtFlush: Exhibit = {
  ...IN_BOTH,
  name: 'roll-back-stops-at-flush',
  title: 'a map that replaced two empty tables, flushed, and then found no memory is not rolled back',
  source: 'page-tables.md PT-160; 6fc7e8a3b811 (what a map that failed leaves behind)',
  rule: 'PT-160',
  hard: rollBackStopsAtFlushTrace,
  parts: {
    coreRollback: (d) => {
      if (d.frees < FLUSHED || d.budget > 0) standardParts.coreRollback(d);
    },
  },
};

/** Tables that must wait for it to be worth the trouble. */
const WORTH_RECLAIMING = 2;

export const growthReclaims: Exhibit = {
  name: 'growth-reclaims',
  title: 'a growth that finds no memory takes the tables that wait for a flush, before the flush',
  source: 'page-tables.md PT-142, 6.1; 152c862c1721 (flows of growth that are rarely taken)',
  rule: 'PT-142',
  contract: 'generic-pt',
  formats: ['amdv1'],
  hard: growthReclaimsTrace,
  parts: {
    growTop: (d) => {
      const ret = standardParts.growTop(d);
      const { tables } = d.gather;
      if (ret === Errno.ENOMEM && tables.length >= WORTH_RECLAIMING) d.parts.freeList(d, tables);
      return ret;
    },
  },
};
