import { Errno, EventKind, Status } from '../../../model/vocabulary';
import {
  iommuMap,
  iommuUnmap,
  mapPages,
  phys,
  readDirty,
  setDirty,
  sync,
  unmapPages,
  V1,
  V2,
  RO,
} from '../../../tests/golden/build';
import type { DecodedRecord } from './testing/records';
import { recordsOf } from './testing/runs';

/** page-tables.md 5.3: rows by their number. */
const OLD1 = { ...V1, contract: 'io-pgtable' } as const;
const OLD2 = { ...V2, contract: 'io-pgtable' } as const;
const K4 = 0x1000n;
const M2 = 0x20_0000n;

const kindsOf = (record: DecodedRecord) => record.events.map((event) => event.kind);

describe.each([
  ['v1', OLD1],
  ['v2', OLD2],
] as const)('old %s', (name, config) => {
  const isV1 = name === 'v1';

  test('1, 2: an overlap replaces silently; v2 flushes', () => {
    const records = recordsOf(config, [
      mapPages(0x5000n, 0x10000n, 12, K4, 0, K4),
      mapPages(0x5000n, 0x99000n, 12, K4, 0, K4, { prot: RO }),
    ]);
    expect(records[1]).toMatchObject({ ret: 0, firstPhys: 0x99000n });
    const flushes = records[1]!.events.filter((event) => event.kind === EventKind.flush);
    expect(flushes).toHaveLength(isV1 ? 0 : 1);
    if (!isV1) expect(flushes[0]).toMatchObject({ start: 0x5000n, end: 0x5fffn });
  });

  test('4: a page inside a 2 MiB leaf unmaps the rest', () => {
    const records = recordsOf(config, [
      mapPages(M2, M2, 21, M2, 0, M2),
      mapPages(M2 + 0x5000n, 0x99000n, 12, K4, 0, K4),
      phys(M2, 0n),
    ]);
    expect(records[1]!.events.map((event) => event.kind)).toEqual([EventKind.flush, EventKind.command]);
    expect(records[1]!.firstPhys).toBe(0x99000n);
    expect(records[2]!.value).toBe(0n);
  });

  test('8: 2 MiB over a live page frees its table after a flush', () => {
    const records = recordsOf(config, [mapPages(M2, 0n, 12, K4, 0, K4), mapPages(M2, M2, 21, M2, 0, M2)]);
    const kinds = records[1]!.events.map((event) => event.kind);
    const { flush, command, freed } = EventKind;
    expect(kinds).toEqual(isV1 ? [flush, command, freed] : [freed, flush, command]);
    expect(records[1]!.lastPhys).toBe(2n * M2 - 1n);
  });

  test('17 … 20: holes of a populated table count, a leaf goes from any inside address', () => {
    const records = recordsOf(config, [
      mapPages(0x5000n, 0x10000n, 12, K4, 0, K4),
      unmapPages(0x9000n, 12, K4, K4),
      unmapPages(0x4000n, 12, 0x3000n, 0x3000n),
      unmapPages(0x4000_0000n, 12, K4, 0n),
      mapPages(M2, M2, 21, M2, 0, M2),
      unmapPages(M2 + 0x5000n, 12, K4, M2),
    ]);
    expect(records.slice(1, 4).map((record) => record.value)).toEqual([K4, 0x3000n, 0n]);
    expect(records[5]!.value).toBe(M2);
    expect(records[5]!.frees).toBe(0);
  });

  test('28, 30: core map of nothing, and over a live page', () => {
    const records = recordsOf(config, [
      iommuMap(0n, 0n, 0n, 0),
      iommuMap(0x1000n, 0x8000n, 0x3000n, 0),
      iommuMap(0x2000n, 0x20000n, K4, 0),
      iommuUnmap(0x1000n, 0x3000n, 0x3000n),
      iommuMap(0x800n, 0n, K4, Errno.EINVAL),
      iommuUnmap(0x1000n, 0x800n, 0n),
    ]);
    expect(records.map((record) => record.ret).slice(0, 6)).toEqual([0, 0, 0, 0, Errno.EINVAL, 0]);
    expect(records[2]!.firstPhys).toBe(0x20000n);
    expect(records[3]!.value).toBe(0x3000n);
    expect(records[5]!.value).toBe(0n);
  });
});

test('5: 4 KiB inside a replicated 4 MiB leaf unmaps all of it', () => {
  const at = 0x40_0000n;
  const records = recordsOf(OLD1, [
    mapPages(at, at, 22, at, 0, at),
    mapPages(at, 0x99000n, 12, K4, 0, K4),
    phys(at + M2, 0n),
  ]);
  expect(records[2]!.value).toBe(0n);
});

test('6: 4 KiB over one replica leaves the other fifteen', () => {
  const records = recordsOf(OLD1, [
    mapPages(0x10000n, 0x20000n, 16, 0x10000n, 0, 0x10000n),
    mapPages(0x14000n, 0x99000n, 12, K4, 0, K4),
    phys(0x15000n, 0x25000n),
  ]);
  expect(records[2]!.value).toBe(0x25000n);
});

test('10, 11, 12: no count, and misalignment', () => {
  const [none] = recordsOf(OLD1, [mapPages(0n, 0n, 12, 0n, 0, 0n)]);
  const [noneV2] = recordsOf(OLD2, [mapPages(0n, 0n, 12, 0n, 0, 0n)]);
  expect([none!.ret, noneV2!.ret, noneV2!.status]).toEqual([0, Errno.EINVAL, 0]);
  const records = recordsOf(OLD1, [mapPages(0x1000n, 0x1000n, 21, M2, 0, 0n), phys(0n, 0n)]);
  expect(records).toHaveLength(2);
  expect(records[0]!.status).toBe(Status.bug);
  const [sizeV2] = recordsOf(OLD2, [mapPages(0n, 0n, 16, 0x10000n, 0, 0n)]);
  expect(sizeV2).toMatchObject({ ret: Errno.EINVAL, status: 1 });
});

test('13, 14: 512 GiB as one leaf, and an address beyond 52 bits', () => {
  const g512 = 1n << 39n;
  const records = recordsOf({ ...OLD1, smeBit: 51 }, [mapPages(0n, 0n, 39, g512, 0, g512)]);
  expect(records[0]).toMatchObject({ topLevel: 3, ret: 0 });
  expect(records[1]!.runs[1]!.raw).toBe(0x7008_0000_0000_0001n);
  const beyond = recordsOf(OLD1, [mapPages(0n, 1n << 52n, 12, K4, 0, K4)]);
  expect(beyond[1]!.runs.at(-1)!.raw).toBe(0x7000_0000_0000_0001n);
});

test('26: v2 ignores the upper address bits', () => {
  const records = recordsOf(OLD2, [
    mapPages(0n, K4, 12, K4, 0, K4),
    mapPages(1n << 48n, 0x9000n, 12, K4, 0, K4),
    phys(0n, 0n),
  ]);
  expect(records[2]!.value).toBe(0x9000n);
});

test('27: v2 sets D in read-only leaves', () => {
  const records = recordsOf(OLD2, [mapPages(0x1000n, 0x1000n, 12, K4, 0, K4, { prot: RO })]);
  expect(records[1]!.runs.at(-1)!.raw).toBe(0x1065n);
});

test('3.12: v2, 2 MiB over 2 MiB, frees nothing', () => {
  const records = recordsOf(OLD2, [mapPages(0n, M2, 21, M2, 0, M2), mapPages(0n, 0n, 21, M2, 0, M2)]);
  expect(kindsOf(records[1]!)).toEqual([EventKind.flush, EventKind.command]);
});

test('growth publishes each level, the software top before the device table', () => {
  const [record] = recordsOf(OLD1, [mapPages(1n << 48n, 0n, 12, K4, 0, K4)]);
  const { top, dteFlush } = EventKind;
  expect(kindsOf(record!)).toEqual([top, dteFlush, top, dteFlush]);
});

test('every sync calls the driver; for an empty gather NpCache flushes the last and the first page', () => {
  const [plain] = recordsOf(OLD1, [sync()]);
  const last = (1n << 64n) - 1n;
  expect(plain!.events).toMatchObject([
    { kind: EventKind.sync, start: last, end: 0n },
    { kind: EventKind.command, start: 0n, end: last },
  ]);
  const [split] = recordsOf({ ...OLD1, flush: 'no-gaps' }, [iommuUnmap(0n, 0n, 0n)]);
  expect(split!.events.slice(1)).toMatchObject([
    { kind: EventKind.command, start: last - 0xfffn, end: last },
    { kind: EventKind.command, start: 0n, end: 0xfffn },
  ]);
  expect(recordsOf({ ...OLD1, domainType: 'blocked' }, [sync()])[0]!.events).toEqual([]);
});

describe('a group that lost its first replica', () => {
  const group = [mapPages(0n, 0x10_0000n, 16, 0x1_0000n, 0, 0x1_0000n), mapPages(0n, 0x99_0000n, 12, K4, 0, K4)];

  test('is looked up by the item that covers the address', () => {
    expect(recordsOf(OLD1, [...group, phys(0x5000n, 0n)])[2]!.value).toBe(0x10_5000n);
  });

  test('is dirty by its own items only', () => {
    const records = recordsOf(OLD1, [...group, setDirty(0n, 0), readDirty(0x5000n, K4, true, [])]);
    expect(kindsOf(records[3]!)).toEqual([EventKind.gather]);
  });
});

test('a pointer in a group outlives its unmap, emptied: nothing leaks', () => {
  const M8 = 4n * M2;
  const records = recordsOf(OLD1, [
    mapPages(0n, 0n, 23, M8, 0, M8),
    setDirty(0n, 0),
    mapPages(M2, 0x99_0000n, 12, K4, 0, K4),
    unmapPages(0n, 23, M8, M8),
    phys(M2, 0n),
  ]);
  expect(records[3]).toMatchObject({ value: M8, liveTables: records[2]!.liveTables });
  expect(records[4]!.value).toBe(0n);
  expect(records[5]).toMatchObject({ value: BigInt(records[2]!.liveTables), liveTables: 0 });
});

test('a dirty read with noClear leaves the gather alone, and one to the end of the space returns', () => {
  const end = 1n << 64n;
  const records = recordsOf(OLD1, [
    mapPages(end - K4, 0n, 12, K4, 0, K4),
    setDirty(end - K4, 0),
    readDirty(end - 2n * K4, 2n * K4, false, []),
  ]);
  expect(records[2]).toMatchObject({ ret: 0, status: 0 });
  const [dirty, gather] = records[2]!.events;
  expect(dirty).toMatchObject({ kind: EventKind.dirty, start: end - K4, end: end - 1n });
  expect(gather).toMatchObject({ kind: EventKind.gather, start: end - 1n, end: 0n });
});
