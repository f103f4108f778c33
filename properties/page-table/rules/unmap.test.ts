import { Errno, EventKind, OpFlag, OpKind, Prot, makeOp, type Leaf, type Op } from '../../../model/vocabulary';
import { BROKEN, HELD } from '../rule';
import type { Step } from '../step';
import { doctored, event, lastStep, v1, v2 } from '../testing/steps';
import { describeRules } from '../testing/verdicts';
import * as core from './core';
import * as dirty from './dirty';
import * as intervals from './dirty-intervals';
import * as lookup from './lookup';
import * as leaves from './unmap-leaves';
import * as results from './unmap-results';
import * as tables from './unmap-tables';

const RW = Prot.READ | Prot.WRITE;
const map = (iova: number, oa: number, len: number): Op => makeOp(OpKind.map, { iova, oa, len, prot: RW });
const iommuMap = (iova: number, oa: number, len: number, flags = 0): Op =>
  makeOp(OpKind.iommuMap, { iova, oa, len, prot: RW, flags });
const unmap = (iova: number, len: number, lenOffset = 0): Op => makeOp(OpKind.unmap, { iova, len, lenOffset });
const lookupAt = (iova: number, iovaOffset = 0): Op => makeOp(OpKind.iovaToPhys, { iova, iovaOffset });
const read = (iova: number, len: number, flags = 0): Op => makeOp(OpKind.readAndClearDirty, { iova, len, flags });
const setDirty = (iova: number): Op => makeOp(OpKind.setDirty, { iova });

const outcome = (s: Step, changes: Partial<Step['outcome']>): Step => doctored(s, { outcome: changes });
const removed = (s: Step): Leaf => ({ ...s.outcome.removed[0]! });

const exact = (): Step => lastStep(v1(), map(0x10, 0x40, 16), unmap(0x10, 16));
const hole = (): Step => lastStep(v1(), map(1, 1, 1), map(3, 3, 1), unmap(1, 3));
const inside = (): Step => lastStep(v1(), map(0x200, 0x200, 512), unmap(0x205, 1));
const overshoot = (): Step => lastStep(v1(), map(0x200, 0x400, 512), map(0x400, 0x800, 512), unmap(0x200, 0x100));
const nothing = (): Step => lastStep(v1(), map(0x10, 0x40, 1), unmap(0x10, 1), unmap(0x10, 1));
/** E9: a table that the request covers. */
const freeing = (): Step => lastStep(v1(), map(0x200, 0x800, 511), map(0x3ff, 0, 1), unmap(0x200, 512));

describeRules('unmap', [
  { rule: results.PT_100, bug: 'replicas stay', held: exact, broken: (s) => outcome(s, { added: [removed(s)] }) },
  {
    rule: results.PT_100,
    bug: 'nothing is removed',
    held: exact,
    broken: (s) => outcome(s, { removed: [], value: 0 }),
  },
  {
    rule: results.PT_101,
    bug: 'goes on behind a hole',
    held: hole,
    broken: (s) => outcome(s, { removed: [removed(s), { ...removed(s), page: 3 }], value: 2 }),
  },
  { rule: results.PT_102, bug: 'stops too early', held: hole, broken: (s) => outcome(s, { removed: [], value: 0 }) },
  {
    rule: results.PT_107,
    bug: 'an errno as size',
    held: () => lastStep(v1(), unmap(0, 0)),
    broken: (s) => outcome(s, { value: 2 ** 52 - 1 }),
  },
  {
    rule: results.PT_107,
    bug: 'the gather grows',
    held: () => lastStep(v1(), unmap(2 ** 30, 1)),
    broken: (s) => outcome(s, { events: [event(EventKind.gather, 2 ** 30, 2 ** 30)] }),
  },
  {
    rule: results.PT_108,
    bug: 'a table is freed again',
    held: nothing,
    broken: (s) => outcome(s, { tablesRemoved: [{ level: 0, page: 0, lo: 0, hi: 0 }] }),
  },
  {
    rule: results.PT_113,
    bug: 'the length is returned',
    held: () => lastStep(v1(), map(1, 1, 1), unmap(1, 0, 1)),
    broken: (s) => outcome(s, { value: 0, valueOffset: 1 }),
  },
  {
    rule: leaves.PT_103,
    bug: 'splits',
    held: overshoot,
    broken: (s) => outcome(s, { added: [{ ...removed(s), page: 0x300, lg: 12 }] }),
  },
  {
    rule: leaves.PT_104,
    bug: 'removes the leaf',
    held: inside,
    broken: (s) => outcome(s, { removed: [s.leafBefore(0x205)!], value: 512 }),
  },
  { rule: leaves.PT_105, bug: 'returns the length', held: overshoot, broken: (s) => outcome(s, { value: 0x100 }) },
  {
    rule: leaves.PT_105,
    bug: 'goes on',
    held: overshoot,
    broken: (s) => outcome(s, { removed: [removed(s), s.leafBefore(0x400)!], value: 1024 }),
  },
  {
    rule: leaves.PT_106,
    bug: 'rejects the length',
    held: overshoot,
    broken: (s) => outcome(s, { removed: [], value: 0 }),
  },
  {
    rule: leaves.PT_109,
    bug: 'one item is cleared',
    held: exact,
    broken: (s) => doctored(s, { anomalies: [{ kind: 'partial-group', level: 0, page: 0x11, lo: 0, hi: 0 }] }),
  },
  {
    rule: tables.PT_110,
    bug: 'never frees',
    held: freeing,
    broken: (s) => ({
      ...doctored(s, { outcome: { tablesRemoved: [] } }),
      state: { ...doctored(s, {}).state, tableAt: (level, page) => ({ level, page, lo: 0, hi: 0 }) },
    }),
  },
  {
    rule: tables.PT_110,
    bug: 'frees a table at the edge',
    held: exact,
    broken: (s) => outcome(s, { tablesRemoved: [{ level: 0, page: 0, lo: 0, hi: 0 }] }),
  },
  { rule: tables.PT_111, bug: 'shrinks', held: exact, broken: (s) => outcome(s, { topLevel: 1 }) },
  { rule: tables.PT_112, bug: 'allocates', held: inside, broken: (s) => outcome(s, { allocations: 1 }) },
  {
    rule: tables.PT_114,
    bug: 'counts the span of the table',
    held: nothing,
    broken: (s) => outcome(s, { value: 512 }),
  },
]);

describeRules('lookup', [
  {
    rule: lookup.PT_120,
    bug: 'grows',
    held: () => lastStep(v1(), lookupAt(2 ** 30)),
    broken: (s) => outcome(s, { topLevel: 3 }),
  },
  {
    rule: lookup.PT_121,
    bug: 'offset within the item',
    held: () => lastStep(v1(), map(0x200, 0x400, 512), lookupAt(0x205, 7)),
    broken: (s) => outcome(s, { value: 0x400 }),
  },
  {
    rule: lookup.PT_122,
    bug: 'errno as address',
    held: () => lastStep(v1(), lookupAt(2 ** 30)),
    broken: (s) => outcome(s, { value: 2 ** 52 - 1, valueOffset: 0xfde }),
  },
  {
    rule: lookup.PT_123,
    bug: 'stale size',
    held: () => lastStep(v1(), map(0x10, 0x40, 16)),
    broken: (s) => outcome(s, { lastPhys: 0x40 }),
  },
  {
    rule: lookup.PT_168,
    bug: 'walks',
    held: () => lastStep(v1({ domainType: 'identity' }), lookupAt(9, 1)),
    broken: (s) => outcome(s, { value: 0, valueOffset: 0 }),
  },
  {
    rule: lookup.PT_168,
    bug: 'answers',
    held: () => lastStep(v1({ domainType: 'blocked' }), lookupAt(9)),
    broken: (s) => outcome(s, { value: 9 }),
  },
]);

/** A 64 KiB leaf with one dirty replica, read in its middle. */
const reading = (flags = 0): Step => lastStep(v1(), map(0x10, 0x40, 16), setDirty(0x13), read(0x12, 4, flags));
const withEvents = (s: Step, ...events: Step['outcome']['events']): Step => outcome(s, { events });

describeRules('dirty', [
  { rule: dirty.PT_130, bug: 'looks at the first item', held: () => reading(), broken: (s) => withEvents(s) },
  {
    rule: dirty.PT_131,
    bug: 'clears what is in range',
    held: () => reading(),
    broken: (s) =>
      outcome(s, {
        dirtied: s.outcome.dirtied.map(({ before, after }) => ({ before, after: { ...after, dirty: 1 } })),
      }),
  },
  {
    rule: dirty.PT_132,
    bug: 'clears anyway',
    held: () => reading(OpFlag.noClear),
    broken: (s) =>
      outcome(s, {
        dirtied: [{ before: { ...s.state.leafAt(0x10)! }, after: { ...s.state.leafAt(0x10)!, dirty: 0 } }],
      }),
  },
  {
    rule: dirty.PT_133,
    bug: '−ENOENT for a hole',
    held: () => reading(),
    broken: (s) => outcome(s, { ret: Errno.ENOENT }),
  },
  {
    rule: dirty.PT_133,
    bug: 'reports a clean leaf',
    held: () => lastStep(v1(), map(0x10, 0x40, 16), read(0x10, 16)),
    broken: (s) => withEvents(s, event(EventKind.dirty, 0x10, 0x1f)),
  },
  {
    rule: dirty.PT_135,
    bug: 'drops a permission',
    held: () => reading(),
    broken: (s) =>
      outcome(s, { dirtied: s.outcome.dirtied.map(({ before, after }) => ({ before, after: { ...after, hi: 0 } })) }),
  },
  {
    rule: dirty.PT_136,
    bug: 'length before format',
    held: () => lastStep(v2(), read(0, 0)),
    broken: (s) => outcome(s, { ret: Errno.EINVAL }),
  },
  {
    rule: dirty.PT_136,
    bug: 'silent out of range',
    held: () => lastStep(v1(), read(2 ** 30, 1)),
    broken: (s) => outcome(s, { ret: 0 }),
  },
  {
    rule: intervals.PT_134,
    bug: 'the whole entry',
    held: () => reading(OpFlag.noClear),
    broken: (s) => withEvents(s, event(EventKind.dirty, 0x10, 0x1f)),
  },
  {
    rule: intervals.PT_137,
    bug: 'nothing is gathered',
    held: () => reading(),
    broken: (s) =>
      withEvents(s, event(EventKind.dirty, 0x12, 0x15), {
        ...event(EventKind.gather, 2 ** 52 - 1, 0),
        startOffset: 4095,
        endOffset: 0,
      }),
  },
]);

const failed = (): Step => lastStep(v2(), map(0x14, 0x999, 1), iommuMap(0x10, 0x100, 8));
const added = (): Leaf => ({ ...lastStep(v2(), map(0x10, 0x100, 1)).outcome.added[0]! });

describeRules('core', [
  { rule: core.PT_160, bug: 'a prefix stays', held: failed, broken: (s) => outcome(s, { added: [added()] }) },
  {
    rule: core.PT_161,
    bug: 'unmaps the whole size',
    held: failed,
    broken: (s) => outcome(s, { removed: [s.leafBefore(0x14)!] }),
  },
  {
    rule: core.PT_162,
    bug: 'mapped, but reported failed',
    held: () => lastStep(v2(), iommuMap(0x10, 0x100, 1, OpFlag.syncMapFails)),
    broken: (s) => outcome(s, { added: [added()] }),
  },
  {
    rule: core.PT_164,
    bug: 'a success',
    held: () => lastStep(v1(), iommuMap(0, 0, 0)),
    broken: (s) => outcome(s, { ret: 0 }),
  },
  {
    rule: core.PT_164,
    bug: 'an error',
    held: () => lastStep(v1({ contract: 'io-pgtable' }), iommuMap(0, 0, 0)),
    broken: (s) => outcome(s, { ret: Errno.EINVAL }),
  },
  {
    rule: core.PT_165,
    bug: 'gfp is not checked',
    held: () => lastStep(v1(), iommuMap(0, 0, 1, OpFlag.badGfp)),
    broken: (s) => outcome(s, { ret: 0 }),
  },
  { rule: core.PT_166, bug: 'the errno is lost', held: failed, broken: (s) => outcome(s, { ret: 0 }) },
  {
    rule: core.PT_167,
    bug: 'clamped to the size',
    held: () => lastStep(v1(), map(0x200, 0x400, 512), makeOp(OpKind.iommuUnmap, { iova: 0x200, len: 1 })),
    broken: (s) => outcome(s, { value: 1 }),
  },
]);

test('AMB-UNMAP-LARGER refuse: an unmap that ends inside a larger leaf must do nothing', () => {
  const assumptions = { ...v1().assumptions, 'AMB-UNMAP-LARGER': 'refuse' } as const;
  const refusing = lastStep(v1({ assumptions }), map(0x200, 0x400, 512), unmap(0x200, 0x100));
  expect(leaves.PT_105.check(refusing)).toBe(HELD);
  expect(leaves.PT_105.check(outcome(refusing, { removed: [refusing.leafBefore(0x200)!], value: 512 }))).toBe(BROKEN);
});
