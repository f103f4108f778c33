import type { Event } from '../../../model/vocabulary';
import { isMap, OpKind } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { Fact } from '../facts';
import type { Step } from '../step';
import type { PageTableGoal } from './goal';

const MAPS = ['map', 'mapPages', 'iommuMap', 'iommuMapSg'] as const;
const UNMAPS = ['unmap', 'iommuUnmap'] as const;

/** The first sync of the op that released `tables` or more, or null. */
function syncOf({ outcome: { events } }: Step, tables: number): Event | null {
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    if (event.kind === EventKind.sync && event.count >= tables) return event;
  }
  return null;
}

/** Goals about gathers, and tables that wait for a flush (page-tables.md 6). */
export const FLUSH_GOALS: readonly PageTableGoal[] = [
  {
    name: 'flush-forced-over-gap',
    statement: 'Under NpCache an unmap that frees a table forces the flush of a gather that holds another one.',
    contracts: ['generic-pt'],
    ops: UNMAPS,
    limits: { flush: 'no-gaps' },
    when: Fact.flushed,
    reached: (step) =>
      step.op.kind === OpKind.unmap &&
      step.gatherBefore.tables > 0 &&
      step.outcome.tablesRemoved.length > 0 &&
      syncOf(step, 1) !== null,
  },
  {
    name: 'three-tables-wait',
    statement: 'Three tables wait on one gather, and one sync releases them.',
    contracts: ['generic-pt'],
    ops: ['sync'],
    when: Fact.flushed,
    reached: (step) => step.op.kind === OpKind.sync && syncOf(step, 3) !== null,
  },
  {
    name: 'queue-releases-tables',
    statement: 'The turn of a flush queue releases two tables.',
    contracts: ['generic-pt'],
    ops: ['sync'],
    limits: { queued: true },
    when: Fact.flushed,
    reached: (step) => step.config.queued && step.op.kind === OpKind.sync && syncOf(step, 2) !== null,
  },
  {
    name: 'failed-map-flushes',
    statement: 'A map that fails has unlinked a table, and flushes it.',
    ops: MAPS,
    when: Fact.tablesRemoved,
    reached: (step) => isMap(step.op.kind) && step.outcome.ret !== 0 && step.outcome.tablesRemoved.length > 0,
  },
  {
    name: 'domains-flush-in-turn',
    statement: 'Two domains release tables one after the other.',
    contracts: ['generic-pt'],
    ops: ['sync', 'iommuUnmap'],
    limits: { domains: 2 },
    when: Fact.flushed,
    reached(step, past) {
      if (syncOf(step, 1) === null) return false;
      const isOther = past.flushedDomain === 1 - step.op.domain;
      past.flushedDomain = step.op.domain;
      return isOther;
    },
  },
  {
    name: 'gather-goes-on',
    statement: 'An unmap removes a leaf of several items while the gather holds an earlier range.',
    formats: ['amdv1'],
    ops: ['unmap'],
    when: Fact.removed,
    reached: ({ op, gatherBefore, outcome: { removed } }) =>
      op.kind === OpKind.unmap && !gatherBefore.empty && removed.some(({ items }) => items > 1),
  },
];
