import { EventKind, makeOp, OpKind } from '../../../model/vocabulary';
import { iommuMap, map, sync, unmap, V1, V2, type GoldenStep } from '../../../tests/golden/build';
import { recordsOf } from './testing/runs';
import type { DecodedRecord } from './testing/records';

const M2 = 0x20_0000n;
const NO_GAPS = { ...V1, flush: 'no-gaps' } as const;
const LAST = 0xffff_ffff_ffff_ffffn;

const listed = (record: DecodedRecord): (bigint | number | string)[][] => {
  const names = Object.entries(EventKind);
  return record.events.map((e) => [names.find(([, kind]) => kind === e.kind)![0], e.start, e.end, e.count]);
};

/** An empty level-0 table at each address. */
const emptyTables = (...at: bigint[]): GoldenStep[] =>
  at.flatMap((iova) => [map(iova, 0n, 0x1000n, 0, 0n), unmap(iova, 0x1000n, 0n)]);

test('unmap gathers; sync flushes the least aligned block, then frees', () => {
  const records = recordsOf(V1, [
    map(M2, 0n, M2, 0, 0n),
    map(2n * M2, M2, 0x1000n, 0, 0n),
    unmap(0x20_0000n, 0x20_1000n, 0n),
    sync(),
  ]);
  expect(listed(records[2]!)).toEqual([['gather', M2, 0x40_0fffn, 0]]);
  expect(listed(records[3]!)).toEqual([
    ['sync', M2, 0x40_0fffn, 0],
    ['command', 0n, 0x7f_ffffn, 0],
  ]);
});

test('6.2: two unlinked tables with a gap between them', () => {
  const steps = [...emptyTables(4n * M2, 6n * M2), sync(), map(0x80_0000n, 0x80_0000n, 0x80_0000n, 0, 0n)];
  expect(listed(recordsOf(V1, steps)[5]!)).toEqual([
    ['sync', 0x80_0000n, 0xdf_ffffn, 2],
    ['command', 0x80_0000n, 0xff_ffffn, 1],
    ['freed', 0n, 0n, 2],
  ]);
  expect(listed(recordsOf(NO_GAPS, steps)[5]!)).toEqual([
    ['sync', 0x80_0000n, 0x9f_ffffn, 1],
    ['command', 0x80_0000n, 0x9f_ffffn, 1],
    ['freed', 0n, 0n, 1],
    ['sync', 0xc0_0000n, 0xdf_ffffn, 1],
    ['command', 0xc0_0000n, 0xdf_ffffn, 1],
    ['freed', 0n, 0n, 1],
  ]);
});

test('NpCache: aligned pieces, and sync_map over the whole call', () => {
  const [mapped] = recordsOf(NO_GAPS, [iommuMap(0x3000n, 0n, 0x6000n, 0)]);
  expect(listed(mapped!)).toEqual([
    ['syncMap', 0x3000n, 0x8fffn, 0],
    ['command', 0x3000n, 0x3fffn, 1],
    ['command', 0x4000n, 0x7fffn, 1],
    ['command', 0x8000n, 0x8fffn, 1],
  ]);
});

test('NpCache: ranges at both ends of the space', () => {
  const top = 0xffff_ffff_ffff_0000n;
  const records = recordsOf(NO_GAPS, [
    map(0n, 0n, 0x1_0000n, 0, 0n),
    map(top, 0n, 0x1_0000n, 0, 0n),
    unmap(0n, 0x1_0000n, 0n),
    unmap(top, 0x1_0000n, 0n),
    sync(),
  ]);
  expect(listed(records[3]!)).toEqual([
    ['sync', 0n, 0xffffn, 0],
    ['command', 0n, 0xffffn, 0],
    ['gather', top, LAST, 0],
  ]);
  expect(listed(records[4]!).at(-1)).toEqual(['command', top, LAST, 0]);
});

test('a queued gather takes no range; its sync flushes everything and frees', () => {
  const config = { ...V2, queued: true } as const;
  const records = recordsOf(config, [map(M2, 0x5000n, M2, 0, 0n), unmap(M2, M2, 0n), sync()]);
  expect(listed(records[1]!)).toEqual([['gather', LAST, 0n, 1]]);
  expect(listed(records[2]!)).toEqual([
    ['sync', 0n, LAST, 1],
    ['command', 0n, LAST, 1],
    ['freed', 0n, 0n, 1],
  ]);
});

test('a gather without a range does not reach the driver', () => {
  const records = recordsOf(V1, [unmap(0n, 0x1000n, 0n), sync()]);
  expect(listed(records[0]!)).toEqual([['gather', LAST, 0n, 0]]);
  expect(listed(records[1]!)).toEqual([]);
});

test('growth: device tables before the top, once', () => {
  const [grown] = recordsOf(V1, [map(LAST - 0xfffn, 0n, 0x1000n, 0, 0n)]);
  expect(listed(grown!)).toEqual([
    ['dteFlush', 0n, 0n, 0],
    ['top', 0n, 0n, 5],
  ]);
  const old = { ...V1, contract: 'io-pgtable' } as const;
  const [perLevel] = recordsOf(old, [makeOp(OpKind.mapPages, { iova: 2 ** 52 - 1, len: 1, pageLg: 12, prot: 3 })]);
  expect(perLevel!.events.filter((e) => e.kind === EventKind.top).map((e) => e.count)).toEqual([3, 4, 5]);
});
