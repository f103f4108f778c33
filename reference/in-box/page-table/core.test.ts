import { Errno, makeOp, OpFlag, OpKind } from '../../../model/vocabulary';
import { iommuMap, iommuUnmap, map, phys, V1, V2 } from '../../../tests/golden/build';
import { recordsOf } from './testing/runs';

const sg = (iova: number, pages: readonly (readonly [oa: number, len: number])[], flags = 0) =>
  makeOp(OpKind.iommuMapSg, {
    iova,
    prot: 3,
    flags,
    segments: pages.map(([oa, len]) => ({ oa, oaOffset: 0, len, lenOffset: 0 })),
  });

test('a failing iommu_map takes back its own leaves only (PT-160, PT-161)', () => {
  const records = recordsOf(V2, [map(0x14000n, 0x99000n, 0x1000n, 0, 0n), iommuMap(0x10000n, 0x100000n, 0x8000n, 0)]);
  expect(records[1]!.ret).toBe(Errno.EADDRINUSE);
  const leaves = records[2]!.runs.filter((run) => run.level === 0);
  expect(leaves.map((run) => run.raw)).toEqual([0x99067n]);
});

test('a failing sync_map takes back all (PT-162)', () => {
  const op = { ...iommuMap(0x10000n, 0x100000n, 0x8000n, 0).op, flags: OpFlag.syncMapFails };
  const [record] = recordsOf(V1, [op]);
  expect(record).toMatchObject({ ret: Errno.ENOMEM, firstPhys: 0n });
});

test('what never reaches the op (PT-165, PT-168)', () => {
  const bad = { ...iommuMap(0n, 0n, 0x1000n, 0).op, flags: OpFlag.badGfp };
  expect(recordsOf(V1, [bad])[0]).toMatchObject({ ret: Errno.EINVAL, status: 1 });
  const identity = { ...V1, domainType: 'identity' } as const;
  const records = recordsOf(identity, [iommuMap(0n, 0n, 0x1000n, 0), iommuUnmap(0n, 0x1000n, 0n), phys(0x1234n, 0n)]);
  expect(records.slice(0, 3).map((record) => [record.ret, record.status])).toEqual([
    [Errno.EINVAL, 1],
    [0, 1],
    [0, 0],
  ]);
  expect(records[2]!.value).toBe(0x1234n);
  expect(recordsOf({ ...V1, domainType: 'blocked' }, [phys(0x1234n, 0n)])[0]!.value).toBe(0n);
});

test('unaligned lengths end (PT-064), small ones remove a page (3.13 row 31)', () => {
  const records = recordsOf(V1, [
    iommuMap(0n, 0n, 0x1800n, 0),
    iommuMap(0n, 0n, 0n, 0),
    iommuMap(0x1000n, 0n, 0x1000n, 0),
    iommuUnmap(0x1000n, 0x800n, 0n),
  ]);
  expect(records.slice(0, 3).map((record) => record.ret)).toEqual([Errno.ENXIO, Errno.EINVAL, 0]);
  expect(records[3]!.value).toBe(0x1000n);
});

describe('iommu_map_sg', () => {
  test('adjacent segments become one run', () => {
    const [record, end] = recordsOf(V1, [
      sg(0x100, [
        [0x200, 2],
        [0x202, 2],
        [0x300, 1],
      ]),
    ]);
    expect(record).toMatchObject({ ret: 0, value: 0x5000n });
    const leaves = end!.runs.filter((run) => run.level === 0);
    expect(leaves.map((run) => run.count)).toEqual([4, 1]);
  });

  test('an error takes back the runs before it', () => {
    const records = recordsOf(V1, [
      map(0x102000n, 0n, 0x1000n, 0, 0n),
      sg(0x100, [
        [0x200, 2],
        [0x300, 1],
      ]),
      sg(0x100, [[0x200, 2]], OpFlag.syncMapFails),
    ]);
    expect(records[1]).toMatchObject({ ret: Errno.EADDRINUSE, value: 0n, firstPhys: 0n });
    expect(records[2]).toMatchObject({ ret: Errno.ENOMEM, value: 0n, firstPhys: 0n });
  });
});
