import { Errno } from '../../../model/vocabulary/errno';
import { isMap, isUnmap, OpKind } from '../../../model/vocabulary/op';
import { EventKind, MAPPED_SEED } from '../../../model/vocabulary/outcome';
import { ALL_PAGES, ITEM_PAGES } from '../../../model/vocabulary/units';
import { Fact } from '../facts';
import type { PageTableGoal } from './goal';

const MAPS = ['map', 'mapPages', 'iommuMap', 'iommuMapSg'] as const;
const UNMAPS = ['unmap', 'iommuUnmap'] as const;

/** log2 of 2 MiB. */
const LG_2M = 21;

/** Goals about tables that come and go, and memory that runs out (page-tables.md 3.4, 3.5, 3.11). */
export const GROWTH_GOALS: readonly PageTableGoal[] = [
  {
    name: 'grown-and-emptied',
    statement: 'The top has grown, and an unmap leaves nothing mapped.',
    formats: ['amdv1'],
    ops: UNMAPS,
    when: Fact.removed,
    reached: ({ op, config, state }) =>
      isUnmap(op.kind) && state.topLevel > config.topLevel && !state.anyLeafIn(0, ALL_PAGES - 1),
  },
  {
    name: 'grown-by-two',
    statement: 'One map lets the top grow by two levels or more.',
    formats: ['amdv1'],
    ops: MAPS,
    when: Fact.grew,
    reached: ({ op, outcome, topBefore }) => isMap(op.kind) && outcome.topLevel > topBefore + 1,
  },
  {
    name: 'growth-starved',
    statement: 'Memory runs out in the middle of a growth: one level could be allocated, the next could not.',
    formats: ['amdv1'],
    contracts: ['generic-pt'],
    ops: ['budget'],
    when: Fact.starved,
    reached: ({ op, outcome, topBefore, last }) =>
      isMap(op.kind) &&
      outcome.ret === Errno.ENOMEM &&
      outcome.allocations > 0 &&
      outcome.topLevel === topBefore &&
      last >= ITEM_PAGES[Math.min(topBefore + 1, 6)]!,
  },
  {
    name: 'starved-behind-leaves',
    statement: 'A map runs out of memory after it has placed leaves.',
    ops: ['budget'],
    when: Fact.starved,
    reached: ({ op, outcome }) =>
      (op.kind === OpKind.map || op.kind === OpKind.mapPages) &&
      outcome.ret === Errno.ENOMEM &&
      outcome.value > MAPPED_SEED,
  },
  {
    name: 'roll-back-flushes',
    statement: 'A call of iommu_map fails behind its first leaf, and flushes what it takes back.',
    ops: ['iommuMap', 'iommuMapSg'],
    when: Fact.failed,
    reached: ({ op, outcome: { ret, events } }) =>
      (op.kind === OpKind.iommuMap || op.kind === OpKind.iommuMapSg) &&
      (ret === Errno.ENOMEM || ret === Errno.EADDRINUSE) &&
      events.some(({ kind, count }) => kind === EventKind.sync && count === 0),
  },
  {
    name: 'leaf-over-empty-tables',
    statement: 'A leaf larger than 2M takes the place of tables on two levels that hold nothing any more.',
    ops: MAPS,
    when: Fact.tablesRemoved,
    reached: ({ op, outcome: { added, tablesRemoved } }) =>
      isMap(op.kind) &&
      added.some(({ lg }) => lg > LG_2M) &&
      tablesRemoved.some(({ level }) => level !== tablesRemoved[0]!.level),
  },
];
