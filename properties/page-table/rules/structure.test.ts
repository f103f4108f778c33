import {
  EventKind,
  OpFlag,
  OpKind,
  Prot,
  makeOp,
  type Leaf,
  type Op,
  type PageTableConfig,
} from '../../../model/vocabulary';
import type { Step } from '../step';
import { doctored, event, lastStep, v1, v2, withLeaf, withTable } from '../testing/steps';
import { describeRules } from '../testing/verdicts';
import * as cBit from './c-bit';
import * as commands from './flush-commands';
import * as gather from './flush-gather';
import { PT_175 } from './lifecycle';
import * as old from './old-versus-new';
import * as structure from './structure';

const RW = Prot.READ | Prot.WRITE;

const map = (iova: number, oa: number, len: number, prot: number = RW): Op =>
  makeOp(OpKind.map, { iova, oa, len, prot });
const mapPages = (iova: number, oa: number, len: number, pageLg = 12): Op =>
  makeOp(OpKind.mapPages, { iova, oa, len, pageLg, prot: RW });
const iommuMap = (iova: number, len: number, flags = 0): Op =>
  makeOp(OpKind.iommuMap, { iova, oa: 0x400, len, prot: RW, flags });
const unmap = (iova: number, len: number): Op => makeOp(OpKind.unmap, { iova, len });
const unmapPages = (iova: number, len: number): Op => makeOp(OpKind.unmap, { iova, len, pageLg: 12 });
const iommuUnmap = (iova: number, len: number): Op => makeOp(OpKind.iommuUnmap, { iova, len });

const sme = (changes: Partial<PageTableConfig> = {}): PageTableConfig => v1({ smeBit: 47, ...changes });
const noGaps = v1({ flush: 'no-gaps' });
const old1 = v1({ contract: 'io-pgtable' });

const small = (): Step => lastStep(v1(), map(0x10, 0x40, 1));
/** A 2 MiB leaf in the place of an emptied level-0 table. */
const unlinking = (config = v1()): Step =>
  lastStep(config, map(0x200, 0x40, 1), unmap(0x200, 1), makeOp(OpKind.sync), map(0x200, 0x400, 512));
const withEvents = (s: Step, ...events: Step['outcome']['events']): Step => doctored(s, { outcome: { events } });

const C_BIT_HI = 1 << 15;
const toggleC = ({ hi }: { hi: number }): { hi: number } => ({ hi: (hi ^ C_BIT_HI) >>> 0 });

describeRules('C-bit', [
  {
    rule: cBit.PT_029,
    bug: 'the bit is removed',
    held: () => lastStep(sme(), map(0x10, 2 ** 35, 1, RW | Prot.MMIO)),
    broken: (s) => withLeaf(s, toggleC),
  },
  {
    rule: cBit.PT_029,
    bug: 'strict, and yet mapped',
    held: () => {
      const assumptions = { ...sme().assumptions, 'AMB-PA-HAS-C': 'strict' } as const;
      return lastStep(sme({ assumptions }), map(0x10, 2 ** 35, 1));
    },
    broken: (s) => doctored(s, { outcome: { ret: 0 } }),
  },
  { rule: cBit.PT_030, bug: 'clear', held: () => lastStep(sme(), map(0, 0, 1)), broken: (s) => withTable(s, toggleC) },
  { rule: cBit.PT_031, bug: 'clear', held: () => lastStep(sme(), map(0, 0, 1)), broken: (s) => withLeaf(s, toggleC) },
  {
    rule: cBit.PT_032,
    bug: 'set',
    held: () => lastStep(sme(), map(0, 0, 1, RW | Prot.MMIO)),
    broken: (s) => withLeaf(s, toggleC),
  },
  {
    rule: cBit.PT_034,
    bug: 'the attributes of the leaf',
    held: () => lastStep(sme(), map(0, 0, 1, RW | Prot.MMIO)),
    broken: (s) => withTable(s, toggleC),
  },
  {
    rule: cBit.PT_035,
    bug: 'not masked',
    held: () => lastStep(sme(), map(0x10, 0x40, 1), makeOp(OpKind.iovaToPhys, { iova: 0x10 })),
    broken: (s) => doctored(s, { outcome: { value: 0x40 + 2 ** 35 } }),
  },
  { rule: cBit.PT_036, bug: 'a fixed bit', held: small, broken: (s) => withLeaf(s, () => ({ oa: 0x40 + 2 ** 35 })) },
  {
    rule: cBit.PT_038,
    bug: 'NOEXEC sets bit 63',
    held: () => lastStep(v2(), map(0x10, 0x40, 1, RW | Prot.NOEXEC)),
    broken: (s) => withLeaf(s, ({ hi }) => ({ hi: (hi | 0x8000_0000) >>> 0 })),
  },
  {
    rule: cBit.PT_038,
    bug: 'FC follows CACHE',
    held: () => lastStep(v1(), map(0x10, 0x40, 1, RW | Prot.PRIV)),
    broken: (s) => withLeaf(s, ({ hi }) => ({ hi: hi & ~(1 << 28) })),
  },
]);

const stale: Leaf = { page: 0x80, lg: 12, level: 0, items: 1, found: 1, oa: 1, lo: 0x1001, hi: 0x7000_0000, dirty: 0 };
const at = { level: 0, page: 0x10, lo: 1, hi: 0 };

describeRules('structure', [
  {
    rule: structure.PT_040,
    bug: 'two pointers to one table',
    held: small,
    broken: (s) => doctored(s, { anomalies: [{ kind: 'shared-table', ...at }] }),
  },
  {
    rule: structure.PT_040,
    bug: 'no parent',
    held: small,
    broken: (s) => ({
      ...s,
      ...doctored(s, {}),
      state: { ...doctored(s, {}).state, tableAt: (l) => (l === 0 ? at : null) },
    }),
  },
  {
    rule: structure.PT_041,
    bug: 'masked instead of refused',
    held: () => lastStep(v2(), map(2 ** 35, 0x40, 1)),
    broken: (s) => doctored(s, { outcome: { ret: 0 } }),
  },
  {
    rule: structure.PT_041,
    bug: 'an item beyond',
    held: small,
    broken: (s) => doctored(s, { anomalies: [{ kind: 'out-of-bounds', ...at }] }),
  },
  {
    rule: structure.PT_042,
    bug: 'a size of the format',
    held: () => lastStep(v1({ pageSizes: 0x1000n }), map(0x10, 0x40, 1)),
    broken: (s) => withLeaf(s, () => ({ lg: 13 })),
  },
  {
    rule: structure.PT_043,
    bug: 'a pointer in a group',
    held: small,
    broken: (s) => doctored(s, { anomalies: [{ kind: 'mixed-group', ...at }] }),
  },
  {
    rule: structure.PT_044,
    bug: 'a page too many',
    held: small,
    broken: (s) => doctored(s, { outcome: { liveTables: s.outcome.liveTables + 1 } }),
  },
  {
    rule: structure.PT_044,
    bug: 'unlinked and forgotten',
    held: () => unlinking(),
    broken: (s) => doctored(s, { outcome: { frees: 0, liveTables: s.outcome.liveTables + 1 } }),
  },
  {
    rule: structure.PT_044,
    bug: 'a data page is freed',
    held: small,
    broken: (s) => withEvents(s, event(EventKind.strayFree, 0, 0, 1)),
  },
  {
    rule: structure.PT_045,
    bug: 'grows',
    held: () => lastStep(v2(), map(0x10, 0x40, 1)),
    broken: (s) => doctored(s, { outcome: { topLevel: 4 } }),
  },
  {
    rule: structure.PT_046,
    bug: 'not zeroed',
    held: small,
    broken: (s) => doctored(s, { outcome: { added: [...s.outcome.added, stale] } }),
  },
  {
    rule: PT_175,
    bug: 'one table for nothing',
    held: small,
    broken: (s) => doctored(s, { outcome: { allocations: s.outcome.allocations + 1 } }),
  },
]);

describeRules('flush', [
  {
    rule: gather.PT_140,
    bug: 'the length that was asked for',
    held: () => lastStep(v1(), map(0x200, 0x400, 512), iommuUnmap(0x200, 1)),
    broken: (s) => withEvents(s, event(EventKind.sync, 0x200, 0x200)),
  },
  {
    rule: gather.PT_141,
    bug: 'freed first',
    held: () => unlinking(),
    broken: (s) => withEvents(s, event(EventKind.freed, 0, 0, 1), event(EventKind.sync, 0x200, 0x3ff, 0)),
  },
  {
    rule: gather.PT_142,
    bug: 'freed directly',
    held: () => unlinking(),
    broken: (s) => withEvents(s, event(EventKind.freed, 0, 0, 1)),
  },
  {
    rule: gather.PT_143,
    bug: 'a flush per map',
    held: small,
    broken: (s) => withEvents(s, event(EventKind.sync, 0x10, 0x10)),
  },
  { rule: gather.PT_144, bug: 'no sync', held: () => unlinking(), broken: (s) => withEvents(s) },
  {
    rule: gather.PT_144,
    bug: 'not the hull',
    held: () => unlinking(),
    broken: (s) => withEvents(s, event(EventKind.sync, 0x200, 0x2ff, 1)),
  },
  {
    rule: gather.PT_145,
    bug: 'the hull over a gap',
    held: () => lastStep(noGaps, map(0x10, 0x40, 1), map(0x20, 0x40, 1), unmap(0x10, 1), unmap(0x20, 1)),
    broken: (s) => withEvents(s, event(EventKind.gather, 0x10, 0x20)),
  },
  {
    rule: gather.PT_145,
    bug: 'a map flushes more than it unlinked',
    held: () => unlinking(noGaps),
    broken: (s) => withEvents(s, event(EventKind.sync, 0, 0x3ff, 1)),
  },
  {
    rule: gather.PT_145,
    bug: 'the range is dropped',
    held: () => lastStep(noGaps, map(0x10, 0x40, 1), iommuUnmap(0x10, 1)),
    broken: (s) => withEvents(s),
  },
  {
    rule: gather.PT_146,
    bug: '[~0, 0] is flushed',
    held: () => lastStep(v1(), makeOp(OpKind.sync)),
    broken: (s) => withEvents(s, { ...event(EventKind.sync, 2 ** 52 - 1, 0), startOffset: 4095, endOffset: 0 }),
  },
  {
    rule: gather.PT_147,
    bug: 'the end is exclusive',
    held: () => lastStep(v1(), map(0x10, 0x40, 1), unmap(0x10, 1)),
    broken: (s) => withEvents(s, { ...event(EventKind.gather, 0x10, 0x11), endOffset: 0 }),
  },
  {
    rule: commands.PT_148,
    bug: 'the length instead of the block',
    held: () => lastStep(v1(), map(0x3ff, 0x40, 1), map(0x400, 0x80, 1), iommuUnmap(0x3ff, 2)),
    broken: (s) => withEvents(s, event(EventKind.sync, 0x3ff, 0x400), event(EventKind.command, 0x3fe, 0x3ff)),
  },
  {
    rule: commands.PT_149,
    bug: 'the last piece is missing',
    held: () => lastStep(noGaps, map(0x10, 0x40, 3), iommuUnmap(0x10, 3)),
    broken: (s) => withEvents(s, event(EventKind.sync, 0x10, 0x12), event(EventKind.command, 0x10, 0x11)),
  },
  {
    rule: commands.PT_150,
    bug: 'without NpCache',
    held: () => lastStep(v1(), iommuMap(0x10, 2)),
    broken: (s) => withEvents(s, event(EventKind.syncMap, 0x10, 0x11)),
  },
  {
    rule: commands.PT_150,
    bug: 'once per leaf',
    held: () => lastStep(noGaps, iommuMap(0x10, 3)),
    broken: (s) => withEvents(s, event(EventKind.syncMap, 0x10, 0x11), event(EventKind.syncMap, 0x12, 0x12)),
  },
  {
    rule: commands.PT_150,
    bug: 'after a failure',
    held: () => lastStep(noGaps, iommuMap(0x10, 3, OpFlag.syncMapFails)),
    broken: (s) => withEvents(s, event(EventKind.syncMap, 0x10, 0x12)),
  },
  {
    rule: commands.PT_151,
    bug: 'published first',
    held: () => lastStep(v1(), map(2 ** 27, 0x40, 1)),
    broken: (s) => withEvents(s, event(EventKind.top, 0, 0, 3), event(EventKind.dteFlush, 0, 0)),
  },
  {
    rule: commands.PT_152,
    bug: 'always off',
    held: () => unlinking(),
    broken: (s) => withEvents(s, event(EventKind.sync, 0x200, 0x3ff, 1), event(EventKind.command, 0x200, 0x3ff, 0)),
  },
]);

describeRules('io-pgtable', [
  {
    rule: old.PT_180,
    bug: 'prot is mapped wrongly',
    held: () => lastStep(old1, mapPages(0x10, 0x51, 1)),
    broken: (s) => withLeaf(s, ({ hi }) => ({ hi: hi & ~(1 << 30) })),
  },
  {
    rule: old.PT_180,
    bug: 'an exact unmap counts otherwise',
    held: () => lastStep(old1, mapPages(0x10, 0x51, 2), unmapPages(0x10, 2)),
    broken: (s) => doctored(s, { outcome: { value: 1 } }),
  },
  {
    rule: old.PT_181,
    bug: 'refused',
    held: () => lastStep(old1, mapPages(0x10, 0x51, 1), mapPages(0x10, 0x99, 1)),
    broken: (s) => doctored(s, { outcome: { ret: -98 } }),
  },
  {
    rule: old.PT_182,
    bug: 'missing tables are counted',
    held: () => lastStep(old1, unmapPages(0x10, 1)),
    broken: (s) => doctored(s, { outcome: { value: 1 } }),
  },
  {
    rule: old.PT_182,
    bug: 'holes are not counted',
    held: () => lastStep(old1, mapPages(0x10, 0x51, 1), unmapPages(0x11, 1)),
    broken: (s) => doctored(s, { outcome: { value: 0 } }),
  },
  {
    rule: old.PT_183,
    bug: 'freed in unmap',
    held: () => lastStep(old1, mapPages(0x10, 0x51, 1), unmapPages(0x10, 1)),
    broken: (s) => doctored(s, { outcome: { frees: 1 } }),
  },
  {
    rule: old.PT_184,
    bug: 'a plain map flushes',
    held: () => lastStep(old1, mapPages(0x10, 0x51, 1), mapPages(0x11, 0x61, 1)),
    broken: (s) => withEvents(s, event(EventKind.flush, 0x11, 0x11)),
  },
  {
    rule: old.PT_184,
    bug: 'a replaced table is not flushed',
    held: () => lastStep(old1, mapPages(0x200, 0x51, 1), mapPages(0x200, 0x400, 512, 21)),
    broken: (s) => withEvents(s),
  },
]);
