import { Errno, OpFlag, OpKind, Prot, Status, makeOp, type Leaf, type Op } from '../../../model/vocabulary';
import type { Step } from '../step';
import { doctored, event, lastStep, v1, v2, withLeaf } from '../testing/steps';
import { describeRules } from '../testing/verdicts';
import * as attributes from './map-attributes';
import * as collisions from './map-collisions';
import * as growth from './map-growth';
import * as layout from './map-layout';
import * as memory from './map-memory';
import * as refusals from './map-refusals';
import * as results from './map-results';
import * as tables from './map-tables';

const RW = Prot.READ | Prot.WRITE;
const map = (iova: number, oa: number, len: number, prot: number = RW): Op =>
  makeOp(OpKind.map, { iova, oa, len, prot });
const iommuMap = (iova: number, oa: number, len: number, lenOffset = 0): Op =>
  makeOp(OpKind.iommuMap, { iova, oa, len, lenOffset, prot: RW });
const unmap = (iova: number, len: number): Op => makeOp(OpKind.unmap, { iova, len });
const budget = (len: number): Op => makeOp(OpKind.budget, { len });
const sync = makeOp(OpKind.sync);

const outcome = (s: Step, changes: Partial<Step['outcome']>): Step => doctored(s, { outcome: changes });
const leafOf = (s: Step, i = 0): Leaf => ({ ...s.outcome.added[i]! });
/** The leaf that covers `page` before the op, as if the op had removed it. */
const losing = (s: Step, page: number): Step => outcome(s, { removed: [s.leafBefore(page)!] });

const small = (): Step => lastStep(v1(), map(0x10, 0x40, 1));
const several = (): Step => lastStep(v1(), map(0x11, 0x41, 15));
const colliding = (): Step => lastStep(v2(), map(0x14, 0x999, 1), map(0x10, 0x100, 8));

describeRules('map: results', [
  {
    rule: results.PT_050,
    bug: 'the output address is not advanced',
    held: several,
    broken: (s) => {
      const added = s.outcome.added.map((l) => ({ ...l, oa: 0x41 }));
      return doctored(s, {
        outcome: { added },
        leafAt: (p) => added.find((l) => p >= l.page && p < l.page + l.items) ?? null,
      });
    },
  },
  {
    rule: results.PT_051,
    bug: 'maps past the end',
    held: several,
    broken: (s) => outcome(s, { added: [...s.outcome.added, { ...leafOf(s), page: 0x20 }] }),
  },
  {
    rule: results.PT_052,
    bug: 'pages are counted',
    held: small,
    broken: (s) => outcome(s, { value: 7, valueOffset: 1 }),
  },
  { rule: results.PT_053, bug: 'the counter is overwritten', held: colliding, broken: (s) => outcome(s, { value: 4 }) },
  {
    rule: results.PT_058,
    bug: 'a neighbour is promoted',
    held: () => lastStep(v1(), map(0x10, 0x40, 1), map(0x11, 0x41, 1)),
    broken: (s) => losing(s, 0x10),
  },
  {
    rule: results.PT_062,
    bug: 'address 0 is a failure',
    held: () => lastStep(v1(), map(0, 0, 1)),
    broken: (s) => outcome(s, { ret: Errno.EINVAL }),
  },
  {
    rule: results.PT_062,
    bug: 'the last page is out of range',
    held: () => lastStep(v1(), map(2 ** 52 - 1, 5, 1)),
    broken: (s) => outcome(s, { ret: Errno.EOVERFLOW }),
  },
]);

describeRules('map: layout and attributes', [
  {
    rule: layout.PT_054,
    bug: 'smaller leaves at the end',
    held: several,
    broken: (s) => withLeaf(s, () => ({ lg: 13 })),
  },
  {
    rule: layout.PT_055,
    bug: 'a leaf is too small',
    held: several,
    broken: (s) => outcome(s, { added: [{ ...leafOf(s, 1), lg: 12 }] }),
  },
  {
    rule: layout.PT_056,
    bug: 'one leaf more than needed',
    held: several,
    broken: (s) => outcome(s, { added: [...s.outcome.added, leafOf(s)] }),
  },
  {
    rule: layout.PT_057,
    bug: 'only the IOVA is aligned',
    held: () => lastStep(v1(), map(0, 1, 4)),
    broken: (s) => withLeaf(s, () => ({ lg: 13 })),
  },
  {
    rule: layout.PT_163,
    bug: 'the split stays with 4 KiB',
    held: () => lastStep(v1({ contract: 'io-pgtable' }), iommuMap(0x200, 0x200, 512)),
    broken: (s) => withLeaf(s, () => ({ lg: 12 })),
  },
  {
    rule: attributes.PT_060,
    bug: 'the first leaf is read-only',
    held: several,
    broken: (s) => withLeaf(s, ({ hi }) => ({ hi: hi & ~(1 << 30) })),
  },
  {
    rule: attributes.PT_061,
    bug: 'FC is missing',
    held: small,
    broken: (s) => withLeaf(s, ({ hi }) => ({ hi: hi & ~(1 << 28) })),
  },
]);

const EINVAL = { ret: Errno.EINVAL };
const OK = { ret: 0 };

describeRules('map: refusals', [
  {
    rule: refusals.PT_064,
    bug: 'runs without end',
    held: () => lastStep(v1(), iommuMap(0, 0, 1, 0x800)),
    broken: (s) => outcome(s, { status: Status.hang }),
  },
  {
    rule: refusals.PT_064,
    bug: 'another errno',
    held: () => lastStep(v1(), iommuMap(0, 0, 1, 0x800)),
    broken: (s) => outcome(s, EINVAL),
  },
  {
    rule: refusals.PT_065,
    bug: 'no warning',
    held: () => lastStep(v1(), map(0, 0, 1, Prot.CACHE)),
    broken: (s) => outcome(s, { status: 0 }),
  },
  {
    rule: refusals.PT_066,
    bug: 'truncated',
    held: () => lastStep(v1(), map(0, 2 ** 40, 1)),
    broken: (s) => outcome(s, OK),
  },
  {
    rule: refusals.PT_067,
    bug: 'wraps to 0',
    held: () => lastStep(v1(), map(0, 2 ** 40 - 1, 2)),
    broken: (s) => outcome(s, OK),
  },
  { rule: refusals.PT_068, bug: 'success', held: () => lastStep(v1(), map(0, 0, 0)), broken: (s) => outcome(s, OK) },
  {
    rule: refusals.PT_069,
    bug: 'wraps to IOVA 0',
    held: () => lastStep(v1(), map(2 ** 52 - 1, 1, 2)),
    broken: (s) => outcome(s, OK),
  },
  {
    rule: refusals.PT_070,
    bug: 'the top grew first',
    held: () => lastStep(v1(), makeOp(OpKind.map, { iova: 2 ** 40, iovaOffset: 1, len: 1, prot: RW })),
    broken: (s) => outcome(s, { topLevel: 4 }),
  },
  {
    rule: refusals.PT_071,
    bug: 'a table is leaked',
    held: () => lastStep(v1({ vasz: 48 }), map(2 ** 36, 0, 1)),
    broken: (s) => outcome(s, { liveTables: 2 }),
  },
  {
    rule: refusals.PT_072,
    bug: 'zero before physical start',
    held: () => lastStep(v1(), map(0, 2 ** 40, 0)),
    broken: (s) => outcome(s, EINVAL),
  },
]);

describeRules('map: collisions and memory', [
  { rule: collisions.PT_073, bug: 'replaced', held: colliding, broken: (s) => outcome(losing(s, 0x14), OK) },
  {
    rule: collisions.PT_074,
    bug: 'taken for done',
    held: () => lastStep(v1(), map(1, 1, 1), map(1, 1, 1)),
    broken: (s) => outcome(s, OK),
  },
  {
    rule: collisions.PT_075,
    bug: 'a table is allocated',
    held: () => lastStep(v1(), map(0x200, 0x200, 512), map(0x205, 9, 1)),
    broken: (s) => outcome(s, { allocations: 1 }),
  },
  {
    rule: collisions.PT_076,
    bug: 'checked beforehand',
    held: colliding,
    broken: (s) => outcome(s, { added: [], value: 7 }),
  },
  {
    rule: collisions.PT_080,
    bug: 'a table in use is unlinked',
    held: colliding,
    broken: (s) => doctored(losing(s, 0x14), { leafAt: () => null }),
  },
  {
    rule: memory.PT_077,
    bug: 'a prefix that `mapped` does not tell',
    held: () => lastStep(v1(), map(0x1fe, 0, 1), budget(0), map(0x1ff, 0x203, 3)),
    broken: (s) => outcome(s, { value: 7 }),
  },
  {
    rule: memory.PT_077,
    bug: 'dies',
    held: () => lastStep(v1(), map(0x1fe, 0, 1), budget(0), map(0x1ff, 0x203, 3)),
    broken: (s) => outcome(s, { status: Status.fault }),
  },
  {
    rule: memory.PT_078,
    bug: 'allocates ahead',
    held: () => lastStep(v1(), budget(9), map(1, 1, 1)),
    broken: (s) => outcome(s, { allocations: 3 }),
  },
  {
    rule: memory.PT_078,
    bug: 'gives up early',
    held: () => lastStep(v1(), budget(1), map(1, 1, 1)),
    broken: (s) => outcome(s, { allocations: 0 }),
  },
  { rule: memory.PT_079, bug: '−EAGAIN', held: small, broken: (s) => outcome(s, { ret: Errno.EAGAIN }) },
]);

/** A 2 MiB leaf in the place of an emptied level-0 table. */
const unlinking = (): Step => lastStep(v1(), map(0x200, 0x40, 1), unmap(0x200, 1), sync, map(0x200, 0x400, 512));
/** E12 of page-tables.md 9.3. */
const partial = (): Step =>
  lastStep(
    v1(),
    map(0x800, 0, 1),
    map(0xa00, 0, 1),
    map(0xe00, 0x400, 1),
    unmap(0x800, 1),
    unmap(0xa00, 1),
    map(0x800, 0x800, 0x800),
  );

describeRules('map: tables', [
  {
    rule: tables.PT_085,
    bug: 'refused for a leftover table',
    held: unlinking,
    broken: (s) => outcome(s, { ret: Errno.EADDRINUSE, tablesRemoved: [] }),
  },
  {
    rule: tables.PT_086,
    bug: 'a table in use is unlinked',
    held: partial,
    broken: (s) => outcome(s, { tablesRemoved: [{ level: 0, page: 0xe00, lo: 0, hi: 0 }] }),
  },
  {
    rule: tables.PT_087,
    bug: 'one further',
    held: partial,
    broken: (s) => outcome(s, { tablesRemoved: [{ level: 0, page: 0xe00, lo: 0, hi: 0 }] }),
  },
  {
    rule: tables.PT_093,
    bug: 'the neighbour is populated',
    held: small,
    broken: (s) => outcome(s, { tablesAdded: [{ level: 0, page: 0x200, lo: 0, hi: 0 }] }),
  },
]);

const grown = (): Step => lastStep(v1(), map(2 ** 27, 1, 1));
/** E14: the leaf takes the place of the old root. */
const replacing = (): Step => lastStep(v1(), map(1, 1, 1), unmap(1, 1), map(0, 0, 2 ** 28));
const failing = (): Step => lastStep(v1(), budget(0), map(2 ** 27, 1, 1));

describeRules('map: growth', [
  { rule: growth.PT_088, bug: 'six levels at once', held: grown, broken: (s) => outcome(s, { topLevel: 5 }) },
  {
    rule: growth.PT_089,
    bug: 'the old top is gone',
    held: grown,
    broken: (s) => ({ ...s, ...doctored(s, {}), state: { ...doctored(s, {}).state, tableAt: () => null } }),
  },
  { rule: growth.PT_090, bug: 'the top falls', held: grown, broken: (s) => outcome(s, { topLevel: 1 }) },
  {
    rule: growth.PT_090,
    bug: 'the top is taken back',
    held: grown,
    broken: (s) => outcome(s, { topLevel: 2, events: [event(2, 0, 0, 3)] }),
  },
  {
    rule: growth.PT_091,
    bug: 'a level is published',
    held: failing,
    broken: (s) => outcome(s, { topLevel: 3 - 1, liveTables: 2 }),
  },
  { rule: growth.PT_092, bug: 'the old root stays', held: replacing, broken: (s) => outcome(s, { liveTables: 2 }) },
  {
    rule: growth.PT_094,
    bug: 'a sixth level',
    held: grown,
    broken: (s) => ({ ...doctored(s, { outcome: { topLevel: 5 } }), config: { ...s.config, vasz: 48 } }),
  },
]);

test('rules about requests leave out what the wrapper refuses', () => {
  const refused = lastStep(v1(), { ...iommuMap(0, 2 ** 40, 1), flags: OpFlag.badGfp });
  expect(refusals.PT_066.check(refused)).toBe(0);
  expect(refusals.PT_072.check(refused)).toBe(0);
});
