/** What dma-mmio.md 12 calls useful differential properties, on both codings. */
import { createDmaBufModel } from '../model/dma-buf';
import type { DmaBufOp } from '../model/vocabulary/dma-buf/op';
import { dmaBufMachine } from '../properties/dma-buf';
import { compareState } from '../properties/dma-buf/compare-state';
import { seededDraw } from '../properties/engine/draw';
import { drawCase } from '../properties/plain/case';
import { createInBoxDmaBuf } from '../reference/in-box/dma-buf';
import { attach, command, configOf, DEVICE, map, mapFile, PAGE, unmap, X } from './golden/dma-buf/build';

const CODINGS = [
  ['the model', createDmaBufModel],
  ['the in-box implementation', createInBoxDmaBuf],
] as const;
const CASES = 60;

/** Ops that are all or nothing; the others may have revoked before they fail. */
const ALL_OR_NOTHING: readonly DmaBufOp['op'][] = [
  'attach',
  'map',
  'mapFile',
  'copyArea',
  'unmapArea',
  'touch',
  'mmap',
];

describe.each(CODINGS)('on %s', (_name, start) => {
  test('an op that failed, or was not made, leaves the state as if it had never been called', () => {
    const source = dmaBufMachine.source({});
    let failed = 0;
    for (let k = 0; k < CASES; k++) {
      const { config, ops } = drawCase(dmaBufMachine, source, seededDraw('failed ops', k));
      const [all, made] = [start(config), start(config)];
      for (const op of ops) {
        const { end, value } = all.step(op);
        const isNothing = end === 'waits' || end === 'absent';
        if (isNothing || (ALL_OR_NOTHING.includes(op.op) && value !== null && value < 0)) failed++;
        else made.step(op);
        expect(compareState(op, all.view, made.view)).toBeNull();
      }
    }
    expect(failed).toBeGreaterThan(CASES);
  });

  test('revoke, restore, map gives what map gave', () => {
    const machine = start(configOf({}));
    const ops: readonly DmaBufOp[] = [X(PAGE), attach('a'), map('m')];
    for (const op of ops) expect(machine.step(op).value).toBe(0);
    const before = machine.view.mapping('m');
    for (const op of [command(false), command(true), map('n')]) expect(machine.step(op).value).toBe(0);
    expect(machine.view.mapping('n')).toEqual(before);
  });

  test('the order in which disjoint areas are mapped does not show in the IOPTEs', () => {
    const [one, other] = [mapFile('r', { iova: 0x1000n }), mapFile('q', { iova: 0x5000n, write: false })];
    const leaves = [
      [one, other],
      [other, one],
    ].map((areas) => {
      const machine = start(configOf({}));
      const ops: readonly DmaBufOp[] = [X(PAGE), { op: 'attachDomain', domain: 0 }, ...areas];
      for (const op of ops) expect(machine.step(op).value).toBe(0);
      return [0x1000n, 0x5000n, 0x6000n].map((iova) => machine.view.domainIopte(0, iova));
    });
    expect(leaves[0]).toEqual(leaves[1]);
    expect(leaves[0]![2]).toBeNull();
  });

  test('what a waiting call holds, others wait for, and nobody else', () => {
    const machine = start(configOf({}));
    const step = (op: DmaBufOp) => machine.step(op).end;
    const fence: DmaBufOp = { op: 'addFence', fence: 'f', buf: 'b', usage: 'bookkeep' };
    const made: readonly DmaBufOp[] = [X(PAGE), attach('a', 1), map('m'), fence, { op: 'reset', device: 0, result: 0 }];
    expect(made.map(step)).toEqual(['returned', 'returned', 'returned', 'returned', 'blocked']);
    // Fences first: the reservation lock is held, and the memory lock of the device.
    expect(machine.view.waiting).toEqual([{ device: 0, op: 'reset', for: 'fences', buf: 'b' }]);
    expect(
      [unmap('m'), { op: 'pin', attachment: 'a' } as const, { op: 'touch', device: 0 } as const].map(step),
    ).toEqual(['waits', 'waits', 'waits']);
    expect(step({ op: 'signalFence', fence: 'f' })).toBe('returned');
    // Then mappings: the reservation lock is free again.
    expect(machine.view.waiting).toEqual([{ device: 0, op: 'reset', for: 'mappings', buf: 'b' }]);
    expect(step({ op: 'pin', attachment: 'a' })).toBe('returned');
    expect(step({ op: 'touch', device: 0 })).toBe('waits');
    const { events } = machine.step(unmap('m'));
    expect(events.at(-1)).toEqual({ event: 'returned', device: 0, op: 'reset', value: 0 });
    expect(machine.view.waiting).toEqual([]);
    expect(step({ op: 'touch', device: 0 })).toBe('returned');
  });

  test('a hot reset that waits for the set does not resume its device', () => {
    const machine = start(configOf({ config: { exporters: [DEVICE, DEVICE] } }));
    const ops: readonly DmaBufOp[] = [X(PAGE), attach('a', 1), map('m'), { op: 'close', device: 0 }];
    expect(ops.map((op) => machine.step(op).end)).toEqual(['returned', 'returned', 'returned', 'blocked']);
    const sleeps: readonly DmaBufOp[] = [
      { op: 'lowPowerEntryWithWakeup', device: 1, argument: 'ok' },
      { op: 'suspend', device: 1 },
    ];
    for (const op of sleeps) expect(machine.step(op).value).toBe(0);
    const reset = { noSet: false, resume: 0, foreign: null, contended: null, result: 0 };
    expect(machine.step({ op: 'hotReset', device: 1, ...reset }).end).toBe('waits');
    expect(machine.view.device(1)).toMatchObject({ suspended: true, lowPower: true });
  });

  test('a call that waits keeps its device awake', () => {
    const machine = start(configOf({ assume: { DMABUF_LOW_POWER: 'as-released' } }));
    const ops: readonly DmaBufOp[] = [
      X(PAGE),
      { op: 'lowPowerEntry', device: 0 },
      { op: 'addFence', fence: 'f', buf: 'b', usage: 'read' },
    ];
    for (const op of ops) expect(machine.step(op).value).toBe(0);
    expect(machine.step(command(true)).end).toBe('blocked');
    expect(machine.step({ op: 'suspend', device: 0 }).end).toBe('absent');
    expect(machine.step({ op: 'signalFence', fence: 'f' }).value).toBe(0);
    expect(machine.step({ op: 'suspend', device: 0 }).value).toBe(0);
  });
});
