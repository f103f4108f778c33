import { OpKind, Prot, makeOp, type Leaf, type Op } from '../../../model/vocabulary';
import { doctored, lastStep, v1, v2, withLeaf, withTable } from '../testing/steps';
import { describeRules } from '../testing/verdicts';
import * as bits from './entry-v1-bits';
import * as decode from './entry-v1-decode';
import * as size from './entry-v1-size';
import * as x86 from './entry-v2';

const RW = Prot.READ | Prot.WRITE;

/** Maps `len` pages at page `iova` to page `oa`. */
const map = (iova: number, oa: number, len: number, prot: number = RW): Op =>
  makeOp(OpKind.map, { iova, oa, len, prot });
const unmap = (iova: number, len: number): Op => makeOp(OpKind.unmap, { iova, len });
const lookUp = (iova: number): Op => makeOp(OpKind.iovaToPhys, { iova });

/** One 4 KiB leaf with new tables; one 64 KiB leaf of 16 items. */
const small = (): ReturnType<typeof lastStep> => lastStep(v1(), map(0x10, 0x40, 1));
const group = (): ReturnType<typeof lastStep> => lastStep(v1(), map(0x10, 0x40, 16));
const smallV2 = (): ReturnType<typeof lastStep> => lastStep(v2(), map(0x10, 0x40, 1));
const largeV2 = (): ReturnType<typeof lastStep> => lastStep(v2(), map(0x200, 0x400, 512));

const setLo =
  (mask: number) =>
  ({ lo }: Leaf): Partial<Leaf> => ({ lo: (lo | mask) >>> 0 });
const clearLo =
  (mask: number) =>
  ({ lo }: Leaf): Partial<Leaf> => ({ lo: (lo & ~mask) >>> 0 });
const setHi =
  (mask: number) =>
  ({ hi }: Leaf): Partial<Leaf> => ({ hi: (hi | mask) >>> 0 });
const clearHi =
  (mask: number) =>
  ({ hi }: Leaf): Partial<Leaf> => ({ hi: (hi & ~mask) >>> 0 });

describeRules('AMD v1: bits', [
  {
    rule: bits.PT_001,
    bug: 'only bit 0 is cleared',
    held: () => lastStep(v1(), map(0x10, 0x40, 1), unmap(0x10, 1)),
    broken: (s) =>
      doctored(s, { anomalies: [{ kind: 'garbage', level: 0, page: 0x10, lo: 0x40000, hi: 0x7000_0000 }] }),
  },
  { rule: bits.PT_002, bug: 'bit 52 leaks into a leaf', held: small, broken: (s) => withLeaf(s, setHi(1 << 20)) },
  {
    rule: bits.PT_002,
    bug: 'FC in a pointer',
    held: small,
    broken: (s) => withTable(s, ({ hi }) => ({ hi: hi | (1 << 28) })),
  },
  { rule: bits.PT_003, bug: 'NL 7 for a natural size', held: small, broken: (s) => withLeaf(s, setLo(7 << 9)) },
  { rule: bits.PT_003, bug: 'NL 0 for a group', held: group, broken: (s) => withLeaf(s, clearLo(7 << 9)) },
  {
    rule: bits.PT_004,
    bug: 'NL one too low',
    held: small,
    broken: (s) => withTable(s, ({ lo }) => ({ lo: lo - (1 << 9) })),
  },
  { rule: bits.PT_011, bug: 'no FC', held: small, broken: (s) => withLeaf(s, clearHi(1 << 28)) },
  {
    rule: bits.PT_012,
    bug: 'WRITE implies READ',
    held: () => lastStep(v1(), map(0x10, 0x40, 1, Prot.WRITE)),
    broken: (s) => withLeaf(s, setHi(1 << 29)),
  },
  {
    rule: bits.PT_013,
    bug: 'a read-only pointer',
    held: small,
    broken: (s) => withTable(s, ({ hi }) => ({ hi: hi & ~(1 << 30) })),
  },
  { rule: bits.PT_014, bug: 'neither IR nor IW', held: small, broken: (s) => withLeaf(s, clearHi(3 << 29)) },
  { rule: bits.PT_015, bug: 'a stale dirty bit', held: small, broken: (s) => withLeaf(s, () => ({ dirty: 1 })) },
  { rule: bits.PT_016, bug: 'A is set', held: small, broken: (s) => withLeaf(s, setLo(1 << 5)) },
]);

/** The group's leaf as it is decoded when `found` of `items` items hold it: item by item. */
const damaged =
  (found: number, items: number) =>
  (leaf: Leaf): Partial<Leaf> => ({ lg: 12, found, items, page: leaf.page });

describeRules('AMD v1: sizes', [
  {
    rule: size.PT_005,
    bug: 'another address beside the code',
    held: group,
    broken: (s) => withLeaf(s, () => ({ oa: 0x50 })),
  },
  { rule: size.PT_005, bug: 'one bit too many', held: group, broken: (s) => withLeaf(s, damaged(16, 32)) },
  {
    rule: size.PT_006,
    bug: 'the address is incremented per item',
    held: group,
    broken: (s) => {
      const bad = withLeaf(s, damaged(1, 16));
      const other: Leaf = { ...bad.outcome.added[0]!, lo: 0x41e01 };
      return doctored(bad, { leafAt: () => other });
    },
  },
  {
    rule: size.PT_007,
    bug: 'an item is missing',
    held: group,
    broken: (s) => {
      const bad = withLeaf(s, damaged(15, 16));
      return doctored(bad, { leafAt: (page) => (page === 0x1f ? null : bad.outcome.added[0]!) });
    },
  },
  {
    rule: size.PT_007,
    bug: 'twice as many items',
    held: group,
    broken: (s) => {
      const [leaf] = s.outcome.added;
      return doctored(s, { outcome: { added: [leaf!, { ...leaf!, page: 0x20 }] } });
    },
  },
  {
    rule: size.PT_008,
    bug: 'only the IOVA is aligned',
    held: group,
    broken: (s) => ({ ...doctored(s, {}), op: { ...s.op, oa: 0x48 } }),
  },
  { rule: size.PT_009, bug: 'rounded up', held: group, broken: (s) => withLeaf(s, () => ({ level: 1 })) },
  { rule: size.PT_010, bug: '512 GiB', held: group, broken: (s) => withLeaf(s, () => ({ lg: 39, level: 3 })) },
]);

describeRules('AMD v1: reading back', [
  {
    rule: decode.PT_017,
    bug: 'the C-bit counts as address',
    held: () => lastStep(v1({ smeBit: 47 }), map(0x10, 0x40, 16), lookUp(0x13)),
    broken: (s) => doctored(s, { outcome: { value: 0x43 + 2 ** 35 } }),
  },
  {
    rule: decode.PT_017,
    bug: 'the last item reads as the first',
    held: group,
    broken: (s) => doctored(s, { outcome: { lastPhys: 0x40 } }),
  },
  {
    rule: decode.PT_018,
    bug: 'a live entry reads as absent',
    held: () => lastStep(v1(), map(0x10, 0x40, 1), lookUp(0x10)),
    broken: (s) => doctored(s, { outcome: { value: 0, valueOffset: 0 } }),
  },
  {
    rule: decode.PT_019,
    bug: 'equal values are one group',
    held: () => lastStep(v1(), map(0x10, 0x40, 2), map(0x12, 0x40, 2), unmap(0x10, 2)),
    broken: (s) => doctored(s, { leafAt: () => null }),
  },
]);

describeRules('AMD v2', [
  { rule: x86.PT_020, bug: 'D is missing', held: smallV2, broken: (s) => withLeaf(s, clearLo(1 << 6)) },
  { rule: x86.PT_021, bug: 'PS at level 0', held: smallV2, broken: (s) => withLeaf(s, setLo(1 << 7)) },
  {
    rule: x86.PT_022,
    bug: 'D in a read-only leaf',
    held: () => lastStep(v2(), map(0x10, 0x40, 1, Prot.READ)),
    broken: (s) => withLeaf(s, setLo(1 << 6)),
  },
  {
    rule: x86.PT_022,
    bug: 'io-pgtable without D',
    held: () =>
      lastStep(
        v2({ contract: 'io-pgtable' }),
        makeOp(OpKind.mapPages, { iova: 0x10, oa: 0x40, len: 1, pageLg: 12, prot: Prot.READ }),
      ),
    broken: (s) => withLeaf(s, clearLo(1 << 6)),
  },
  { rule: x86.PT_023, bug: 'no U', held: smallV2, broken: (s) => withLeaf(s, clearLo(1 << 2)) },
  {
    rule: x86.PT_024,
    bug: 'PS in a pointer',
    held: smallV2,
    broken: (s) => withTable(s, ({ lo }) => ({ lo: lo | 0x80 })),
  },
  { rule: x86.PT_025, bug: 'XD', held: smallV2, broken: (s) => withLeaf(s, setHi(0x8000_0000)) },
  { rule: x86.PT_026, bug: 'a size of v1', held: largeV2, broken: (s) => withLeaf(s, () => ({ lg: 22, items: 2 })) },
  {
    rule: x86.PT_026,
    bug: 'a leaf at level 3',
    held: smallV2,
    broken: (s) => withTable(s, ({ lo }) => ({ level: 2, lo: lo | 0x80 })),
  },
]);
