import { isUnmap, OpKind } from '../../../model/vocabulary/op';
import { EventKind } from '../../../model/vocabulary/outcome';
import { Fact } from '../facts';
import type { PageTableGoal } from './goal';

/** Goals about what hardware wrote (page-tables.md 3.10). */
export const DIRTY_GOALS: readonly PageTableGoal[] = [
  {
    name: 'one-dirty-item-cleaned',
    statement: 'A clearing read cleans a leaf of several items of which one is dirty.',
    formats: ['amdv1'],
    ops: ['readAndClearDirty'],
    when: Fact.events,
    reached: ({ op, outcome: { dirtied } }) =>
      op.kind === OpKind.readAndClearDirty &&
      dirtied.some(({ before, after }) => before.items > 1 && before.dirty === 1 && after.dirty === 0),
  },
  {
    name: 'dirty-leaf-removed',
    statement: 'An unmap removes a leaf of several items that is dirty.',
    formats: ['amdv1'],
    ops: ['setDirty'],
    when: Fact.removed,
    reached: ({ op, outcome: { removed } }) =>
      isUnmap(op.kind) && removed.some(({ items, dirty }) => items > 1 && dirty > 0),
  },
  {
    name: 'dirty-after-growth',
    statement: 'A read finds dirty pages in a table whose top has grown.',
    formats: ['amdv1'],
    ops: ['readAndClearDirty'],
    when: Fact.events,
    reached: ({ op, config, state, outcome: { events } }) =>
      op.kind === OpKind.readAndClearDirty &&
      state.topLevel > config.topLevel &&
      events.some(({ kind }) => kind === EventKind.dirty),
  },
  {
    name: 'two-dirty-ranges',
    statement: 'One read reports two ranges that do not touch.',
    formats: ['amdv1'],
    ops: ['readAndClearDirty'],
    when: Fact.events,
    reached({ op, outcome: { events } }) {
      if (op.kind !== OpKind.readAndClearDirty) return false;
      const dirty = events.filter(({ kind }) => kind === EventKind.dirty);
      return dirty.some(({ start }, i) => i > 0 && start > dirty[i - 1]!.end + 1);
    },
  },
];
