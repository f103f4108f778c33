import { formatOf } from '../../../model/page-table/formats';
import { Prot } from '../../../model/vocabulary';
import { v1 } from '../testing/steps';
import type { Run } from './records';
import { ObservedTree } from './tree';

const config = v1({ topLevel: 1, smeBit: 47 });
const format = formatOf('amdv1');
const RW = Prot.READ | Prot.WRITE;
const DIRTY = 0x40;

const leafRun = (level: number, index: number, count: number, lg: number, oa: number, dirty = 0): Run => {
  const { lo, hi } = format.encodeLeaf(lg, oa, RW, 47);
  return { level, index, count, lo: (lo | dirty) >>> 0, hi };
};
const pointerRun = (level: number, index: number, child: number): Run => ({
  level,
  index,
  count: 1,
  ...format.encodePointer(level, child, 47),
});
const tree = (runs: Run[]): ObservedTree => new ObservedTree(config, format, 1, 3, runs);

describe('a whole-tree dump decodes to', () => {
  it('leaves of every group, in ascending order, with the tables between', () => {
    const t = tree([pointerRun(1, 0, 0x100), leafRun(0, 8, 8, 15, 0x40), leafRun(1, 3, 1, 21, 0x200)]);
    expect([...t.leaves()].map((l) => [l.page, l.lg, l.oa, l.items, l.found])).toEqual([
      [8, 15, 0x40, 8, 8],
      [3 * 512, 21, 0x200, 1, 1],
    ]);
    expect([...t.tables()].map((r) => [r.level, r.page])).toEqual([[0, 0]]);
    expect(t.anomalies).toEqual([]);
    expect(t.leafAt(15)?.page).toBe(8);
    expect(t.leafAt(16)).toBeNull();
    expect(t.anyLeafIn(16, 3 * 512 - 1)).toBe(false);
    expect(t.anyLeafIn(0, 8)).toBe(true);
  });

  it('two leaves where equal neighbours form one run (PT-019)', () => {
    const t = tree([pointerRun(1, 0, 0x100), leafRun(0, 0, 4, 13, 0x40)]);
    expect([...t.leaves()].map((l) => l.page)).toEqual([0, 2]);
  });

  it('one leaf whose replicas differ in the dirty bit only (PT-130)', () => {
    const t = tree([
      pointerRun(1, 0, 0x100),
      leafRun(0, 0, 1, 14, 0x40),
      leafRun(0, 1, 1, 14, 0x40, DIRTY),
      leafRun(0, 2, 2, 14, 0x40),
    ]);
    expect([...t.leaves()].map((l) => [l.page, l.lg, l.found, l.dirty])).toEqual([[0, 14, 4, 1]]);
    expect(t.anomalies).toEqual([]);
  });

  it.each<[string, Run[], string]>([
    ['a missing replica', [pointerRun(1, 0, 0x100), leafRun(0, 0, 3, 14, 0x40)], 'partial-group'],
    ['a group that starts in its middle', [pointerRun(1, 0, 0x100), leafRun(0, 1, 3, 14, 0x40)], 'partial-group'],
    [
      'bits without presence',
      [pointerRun(1, 0, 0x100), { level: 0, index: 5, count: 1, lo: 0x1000, hi: 0 }],
      'garbage',
    ],
    ['one table under two pointers', [pointerRun(1, 0, 0x100), pointerRun(1, 1, 0x100)], 'shared-table'],
    ['a pointer among replicas', [leafRun(1, 0, 1, 22, 0x400), pointerRun(1, 1, 0x100)], 'mixed-group'],
  ])('an anomaly for %s', (_, runs, kind) => {
    expect(tree(runs).anomalies.map((a) => a.kind)).toContain(kind);
  });

  it('an item beyond vasz as out of bounds (PT-041)', () => {
    const narrow = new ObservedTree({ ...config, vasz: 32 }, format, 2, 2, [leafRun(2, 4, 1, 30, 0)]);
    expect(narrow.anomalies.map((a) => a.kind)).toEqual(['out-of-bounds']);
  });
});
