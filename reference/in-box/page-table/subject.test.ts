import { DEFAULT_ASSUMPTIONS, Errno, makeOp, OpKind, Status, type Observation } from '../../../model/vocabulary';
import { iommuMap, map, phys, unmap, V1, V2 } from '../../../tests/golden/build';
import { createInBox } from './in-box';
import { inBoxFor, partsFor } from './positions';
import { standardParts } from './standard-parts';
import { inBoxSubject } from './subject';
import { decodeRecords } from './testing/records';
import { ALL_FLAGS, recordsOf, traceOf } from './testing/runs';

const PAGE = map(0x1000n, 0x1000n, 0x1000n, 0, 0n);

describe('a hostile part is a verdict', () => {
  test('one that throws: a casualty with the index of its op', () => {
    const inBox = createInBox({
      isDirty: () => {
        throw new RangeError('gone');
      },
    });
    const read = makeOp(OpKind.readAndClearDirty, { iova: 1, len: 1 });
    const observation = inBox.run(traceOf(V1, [PAGE, read]), ALL_FLAGS);
    expect(observation.casualty).toEqual({ kind: 'crashed', op: 1, message: 'gone' });
    expect(decodeRecords(observation)).toHaveLength(1);
    expect(inBox.run(traceOf(V1, [PAGE]), ALL_FLAGS).casualty).toBeNull();
  });

  test('one that loops: the work limit', () => {
    const records = recordsOf(V1, [PAGE, PAGE], {
      refuseOverlap: () => 0,
      clearGroup: (d) => standardParts.clearGroup(d, d.root, 0, 0, 0, 0),
    });
    expect(records[0]!.status).toBe(0);
    const looping = recordsOf(V1, [map(0n, 0n, 0x20_0000n, 0, 0n), PAGE, PAGE], { refuseOverlap: () => 0 });
    expect(looping).toHaveLength(3);
    expect(looping[1]!.status).toBe(Status.hang);
  });

  test('one that walks out of memory: a fault', () => {
    const records = recordsOf(V1, [PAGE, phys(0x1000n, 0n)], { childOf: () => 0x7777 });
    expect(records[0]!.status).toBe(Status.fault);
  });

  test('an op that the contract does not have', () => {
    const observation = createInBox().run(traceOf({ ...V1, contract: 'io-pgtable' }, [PAGE]), 0);
    expect(observation.casualty).toMatchObject({ kind: 'protocol', op: 0 });
  });
});

describe('two domains', () => {
  test('have the same configuration and nothing else in common', () => {
    const other = { ...PAGE.op, domain: 1, oa: 9 };
    const records = recordsOf({ ...V2, domains: 2 }, [PAGE, other, phys(0x1000n, 0n)]);
    expect(records.slice(0, 2).map((record) => record.ret)).toEqual([0, 0]);
    expect(records[2]!.value).toBe(0x1000n);
    expect(records[3]!.runs.filter((run) => run.level === 15).map((run) => run.index)).toEqual([0, 1]);
    expect(records[3]!).toMatchObject({ value: 8n, liveTables: 0 });
  });
});

test('get_info: bitmap and aperture (1.10, 2.3)', () => {
  const { getInfo } = inBoxSubject();
  expect(getInfo({ ...V1, vasz: 48 })).toEqual({ bitmap: 0x7f7f_ffff_f000n, apertureEnd: 2n ** 48n - 1n });
  expect(getInfo({ ...V1, vasz: 39 })).toEqual({ bitmap: 0x3f_ffff_f000n, apertureEnd: 2n ** 39n - 1n });
  expect(getInfo({ ...V1, vasz: 57 })!.bitmap).toBe(0xf_ff7f_ffff_f000n);
  expect(getInfo(V2)).toEqual({ bitmap: 0x4020_1000n, apertureEnd: 2n ** 47n - 1n });
});

test('native speed can be taken', () => {
  expect(inBoxSubject().timeNative([traceOf(V1, [PAGE])], 3)).toBeGreaterThan(0);
});

describe('positions', () => {
  const retsOf = (
    assumptions: Partial<typeof DEFAULT_ASSUMPTIONS>,
    ...steps: Parameters<typeof traceOf>[1][number][]
  ) => {
    const subject = inBoxFor({ ...DEFAULT_ASSUMPTIONS, ...assumptions });
    const records = decodeRecords(subject.run(traceOf({ ...V1, smeBit: 47 }, steps), ALL_FLAGS) as Observation);
    return records.slice(0, -1).map((record) => [record.ret, record.value]);
  };

  test('the defaults replace no part', () => {
    expect(partsFor(DEFAULT_ASSUMPTIONS)).toEqual({});
  });

  test('AMB-LEN', () => {
    const odd = iommuMap(0n, 0n, 0x1800n, 0);
    expect(retsOf({}, odd)[0]![0]).toBe(Errno.ENXIO);
    expect(retsOf({ 'AMB-LEN': 'einval' }, odd)[0]![0]).toBe(Errno.EINVAL);
  });

  test('AMB-LEN0', () => {
    const nothing = iommuMap(0x1000n, 0n, 0n, 0);
    expect(retsOf({}, nothing)[0]![0]).toBe(Errno.EINVAL);
    expect(retsOf({ 'AMB-LEN0': 'noop' }, nothing)[0]![0]).toBe(0);
  });

  test('AMB-PA-HAS-C', () => {
    const encrypted = map(0n, 1n << 47n, 0x1000n, 0, 0n);
    expect(retsOf({}, encrypted, phys(0n, 0n))).toEqual([
      [0, 0x8000n],
      [0, 0n],
    ]);
    expect(retsOf({ 'AMB-PA-HAS-C': 'strict' }, encrypted)[0]).toEqual([Errno.EINVAL, 0x7000n]);
  });

  test('AMB-UNMAP-LARGER', () => {
    const large = map(0x20_0000n, 0x20_0000n, 0x20_0000n, 0, 0n);
    const part = unmap(0x20_0000n, 0x1000n, 0n);
    expect(retsOf({}, large, part)[1]![1]).toBe(0x20_0000n);
    expect(retsOf({ 'AMB-UNMAP-LARGER': 'refuse' }, large, part)[1]![1]).toBe(0n);
  });
});
