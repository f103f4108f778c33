import { configG, page, R1, R3, R5 } from '../../tests/golden/rmp/build';
import {
  dma,
  GUEST,
  HOST,
  HOST_DTE,
  HOST_TABLE,
  leaf,
  NESTED_DTE,
  nestedTables,
  trusted,
  unmap,
} from '../../tests/golden/rmp/device-build';
import type { IoTable } from '../vocabulary/device-access/config';
import type { DeviceAccessOp, DmaOp } from '../vocabulary/device-access/op';
import { EventFlag } from '../vocabulary/device-access/outcome';
import { createDeviceAccessModel } from '.';

const start = (tables: readonly IoTable[] = [HOST_TABLE], ...ops: readonly DeviceAccessOp[]) => {
  const machine = createDeviceAccessModel({ rmp: configG(), tables, devices: 2 });
  for (const op of ops) machine.step(op);
  return machine;
};
const W = 1 << EventFlag.write;
const DENIED = (1 << EventFlag.present) | (1 << EventFlag.permission);

describe('host tables in memory', () => {
  it('hold what page-tables.md says of entries and pointers', () => {
    const { view } = start([HOST_TABLE], leaf(HOST, 0x1_0000, R3, 16));
    expect(view.word(0x5_0000, 0)).toBe(0x6000_0000_5000_1601n);
    expect(view.word(0x5_0001, 0)).toBe(0x6000_0000_5000_2401n);
    expect(view.word(0x5_0002, 0)).toBe(0x6000_0000_5000_3201n);
    for (const i of [16, 31]) expect(view.word(0x5_0003, i)).toBe(0x7000_0000_4040_7e01n);
    expect([view.word(0x5_0003, 15), view.word(0x5_0003, 32)]).toEqual([0n, 0n]);
  });

  it('lose a larger leaf whole where a smaller one is written into it', () => {
    const machine = start([HOST_TABLE], HOST_DTE, leaf(HOST, 0, R3, 22), leaf(HOST, 0x1000, R3, 12));
    expect(machine.step(dma(0, 0x1000)).dma!.ok).toBe(true);
    for (const iova of [0, 0x2000, 0x20_0000]) expect(machine.step(dma(0, iova)).dma!.event!.code).toBe(2);
  });

  it('refuse what does not fit, and change nothing', () => {
    const small: IoTable = { ...HOST_TABLE, pages: 3 };
    const machine = start([small]);
    expect(machine.step(leaf(HOST, 0, R3, 12)).done).toBe(false);
    expect(machine.view.word(0x5_0000, 0)).toBe(0n);
    expect(machine.step(leaf(HOST, 0, R3, 21)).done).toBe(true);
    expect(machine.step(leaf(HOST, 0, 0, 39)).done).toBe(false);
    expect(machine.step(leaf(HOST, 0x1000, 0, 13)).done).toBe(false);
    expect(machine.step(leaf(HOST, 2 ** 48, 0, 12)).done).toBe(false);
    expect(machine.step(unmap(0x4000_0000)).done).toBe(false);
  });

  it('are walked as they are, whoever wrote them', () => {
    const machine = start([HOST_TABLE], HOST_DTE, leaf(HOST, 0, R3, 21));
    machine.step({ op: 'poke', spa: 0x5_0002, index: 1, value: 0x7000_0000_4040_0001n });
    expect(machine.step(dma(0, 0x20_3000)).dma).toMatchObject({ ok: true, spa: page(R3) + 3, reachLg: 21 });
    expect(machine.view.word(0x5_0002, 1)).toBe(0x7000_0000_4040_0001n);
  });
});

describe('permissions along the walk', () => {
  const readOnlyLeaf = { ...leaf(HOST, 0, R3, 12), write: false } as const;

  it('fail as IO page faults: present, with the IOVA', () => {
    const machine = start([HOST_TABLE], HOST_DTE, readOnlyLeaf);
    expect(machine.step(dma(0, 0x123, false)).dma!.ok).toBe(true);
    const { dma: outcome } = machine.step(dma(0, 0x123));
    expect(outcome).toMatchObject({ ok: false, hit: true, event: { code: 2, flags: W | DENIED, address: 0x123n } });
  });

  it('are the AND of every level and the DTE', () => {
    const noWrite = 0x2000_0000_5000_1601n;
    const machine = start([HOST_TABLE], HOST_DTE, leaf(HOST, 0, R3, 12));
    machine.step({ op: 'poke', spa: 0x5_0000, index: 0, value: noWrite });
    expect(machine.step(dma(0, 0)).dma!.event).toMatchObject({ code: 2, flags: W | DENIED });
    expect(machine.step(dma(0, 0, false)).dma!.ok).toBe(true);
    const readOnly = 3n | (4n << 9n) | (0x5_0000n << 12n) | (1n << 61n);
    const device = start([HOST_TABLE], leaf(HOST, 0, R3, 12));
    device.step({ op: 'setDte', device: 0, qwords: [readOnly, 0n, 0n, 0n] });
    expect(device.step(dma(0, 0)).dma!.event).toMatchObject({ code: 2, flags: W | DENIED });
  });

  it('come before the RMP, and fence a bound device in the host stage only', () => {
    const machine = start([HOST_TABLE], trusted(), { ...leaf(HOST, 0x8000_0000, R5, 12), write: false });
    expect(machine.step(dma(1, 0x8000_0000)).dma).toMatchObject({ event: { code: 2 }, fenced: true });
  });
});

describe('two stages', () => {
  const S1 = 0x4041_0000;
  const nested = (...ops: readonly DeviceAccessOp[]) =>
    start(
      nestedTables(0x1000_0000, S1),
      NESTED_DTE,
      leaf(HOST, 0x7000_0000, 0x6000_0000, 12),
      ...[0, 1, 2, 3].map((k) => leaf(HOST, 0x1000_0000 + k * 4096, S1 + k * 4096, 12)),
      leaf(HOST, 0x2000_0000, 0x4050_0000, 20),
      ...ops,
    );
  const withPasid = (pasid: number): DmaOp => ({ ...dma(0, 0x1000), pasid });

  it('lead through the GCR3 entry of the PASID', () => {
    const machine = nested({ op: 'gcr3', table: 2, pasid: 7, s1: GUEST }, leaf(GUEST, 0x1000, 0x2000_3000, 12));
    expect(machine.step(withPasid(7)).dma).toMatchObject({ ok: true, gpa: 0x2_0003, spa: page(0x4050_3000) });
    expect(machine.step(withPasid(8)).dma!.event).toMatchObject({ code: 2, flags: W });
    expect(machine.step(withPasid(512)).dma!.event).toMatchObject({ code: 2 });
    expect(machine.step(dma(0, 0x1000)).dma!.event).toMatchObject({ code: 2 });
  });

  it('both have to allow a write', () => {
    const machine = nested(
      { op: 'gcr3', table: 2, pasid: 0, s1: GUEST },
      { ...leaf(GUEST, 0x1000, 0x2000_3000, 12), write: false },
    );
    expect(machine.step(dma(0, 0x1000)).dma).toMatchObject({ gpa: -1, event: { code: 2, flags: W | DENIED } });
    expect(machine.step(dma(0, 0x1000, false)).dma!.ok).toBe(true);
  });

  it('refuse a GCR3 entry that is none', () => {
    const machine = nested();
    expect(machine.step({ op: 'gcr3', table: 2, pasid: 512, s1: GUEST }).done).toBe(false);
    expect(machine.step({ op: 'gcr3', table: HOST, pasid: 0, s1: GUEST }).done).toBe(false);
    expect(machine.step({ op: 'gcr3', table: 2, pasid: 0, s1: HOST }).done).toBe(false);
  });
});

describe('the IOTLB', () => {
  const cached = (...ops: readonly DeviceAccessOp[]) =>
    start([HOST_TABLE], HOST_DTE, leaf(HOST, 0, R3, 21), dma(0, 0x5000), ...ops);

  it('serves the whole reach, by device, PASID and T', () => {
    const machine = cached();
    expect(machine.view.iotlb()).toEqual([
      {
        device: 0,
        pasid: null,
        t: 0,
        iova: 0,
        reachLg: 21,
        gpa: 0,
        spa: page(R3),
        granuleLg: 21,
        read: true,
        write: true,
      },
    ]);
    machine.step(unmap(0));
    expect(machine.step(dma(0, 0x1f_f000)).dma).toMatchObject({ ok: true, hit: true, spa: page(R3) + 511 });
    expect(machine.step({ ...dma(0, 0), device: 1 }).dma!.hit).toBe(false);
    expect(machine.step({ ...dma(0, 0), pasid: 0 }).dma!.hit).toBe(false);
  });

  it.each([
    ['all', { op: 'invalidate', device: null, iova: 0, pages: 0 }, 0],
    ['a page of it', { op: 'invalidate', device: null, iova: 511, pages: 1 }, 0],
    ['the page after it', { op: 'invalidate', device: null, iova: 512, pages: 1 }, 1],
    ['another device', { op: 'invalidate', device: 1, iova: 0, pages: 0 }, 1],
    ['evicted', { op: 'evict', device: 0, pasid: null, t: 0, iova: 3 }, 0],
    ['another T evicted', { op: 'evict', device: 0, pasid: null, t: 1, iova: 3 }, 1],
  ] as const)('after invalidation: %s', (_name, op, left) => {
    expect(cached(op).view.iotlb()).toHaveLength(left);
  });

  it('is not changed by a request that fails', () => {
    const machine = cached();
    const before = machine.view.iotlb();
    machine.step({
      op: 'rmpupdate',
      spa: R3,
      asid: 0,
      to: { assigned: true, size: 0, immutable: false, gpa: 0, asid: 5, reserved: false },
    });
    expect(machine.step(dma(0, 0x5000)).dma).toMatchObject({
      ok: false,
      hit: true,
      event: { code: 0xd, address: 0x5000n },
    });
    expect(machine.view.iotlb()).toEqual(before);
    expect(machine.view.rmp.ghost(page(R3) + 5)).toEqual({ epoch: 0, writer: 'device 0 T=0', writtenIn: 0 });
  });
});

describe('the fence (rmp.md 4.5)', () => {
  it('blocks DMA and MMIO of the guest until it is cleared (RMP-117)', () => {
    const machine = start([HOST_TABLE], trusted(), leaf(HOST, 0x8000_0000, R1, 21), leaf(HOST, 0x8080_0000, R5, 21));
    const read = { op: 'mmio', device: 0, write: false } as const;
    expect(machine.step(read)).toMatchObject({ done: true, allOnes: false });
    expect(machine.step(dma(1, 0x8080_0000)).dma).toMatchObject({ ok: false, fenced: true });
    expect(machine.view.fenced(5)).toBe(true);
    expect(machine.step(dma(1, 0x8000_0000)).dma).toMatchObject({ ok: false, event: null, fenced: true });
    expect(machine.step(read).allOnes).toBe(true);
    expect(machine.step({ ...read, write: true })).toMatchObject({ done: false, allOnes: false });
    machine.step({ op: 'clearFence', asid: 5 });
    expect(machine.step(dma(1, 0x8000_0000)).dma).toMatchObject({ ok: true, fenced: false });
    expect(machine.view.rmp.ghost(page(R1)).writer).toBe('device 0 T=1');
  });
});
