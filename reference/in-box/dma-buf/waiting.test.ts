/** Calls that wait: dma-mmio.md 1.6, BG30, BG31. */
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import { createInBoxDmaBuf } from '.';
import { CONFIG, exportOf } from './testing/config';

const RESET = { op: 'reset', device: 0, result: 0 } as const;
const MAPPED: readonly DmaBufOp[] = [
  exportOf('b', [0n, 0x1000n]),
  { op: 'attach', attachment: 'a', buf: 'b', importer: 0 },
  { op: 'map', mapping: 'm', attachment: 'a', direction: 'BIDIRECTIONAL', fail: null },
];

function afterOps(...ops: readonly DmaBufOp[]) {
  const d = createInBoxDmaBuf(CONFIG);
  for (const op of ops) expect(d.step(op).value).toBe(0);
  return d;
}

test('a reset waits for the mapping, holds the memory lock meanwhile, and restores at its end', () => {
  const d = afterOps(...MAPPED);
  expect(d.step(RESET)).toMatchObject({ end: 'blocked', value: null });
  expect(d.view.waiting).toEqual([{ device: 0, op: 'reset', for: 'mappings', buf: 'b' }]);
  expect(d.view.device(0).locked).toBe(true);
  expect(d.view.buf('b')).toMatchObject({ state: 'REVOKED', mapRefs: 2 });
  expect(d.step({ op: 'touch', device: 0 }).end).toBe('waits');
  expect(d.step({ op: 'map', mapping: 'n', attachment: 'a', direction: 'TO_DEVICE', fail: null }).value).toBe(-19);
  const { events, value } = d.step({ op: 'unmap', mapping: 'm' });
  expect(value).toBe(0);
  expect(events.map(({ event }) => event)).toEqual(['destroy', 'act', 'invalidate', 'returned']);
  expect(d.view.buf('b')).toMatchObject({ state: 'LIVE', mapRefs: 1 });
  expect([d.view.waiting, d.view.device(0).locked]).toEqual([[], false]);
});

test('a fence is waited for first, with the reservation lock held', () => {
  const d = afterOps(...MAPPED, { op: 'addFence', fence: 'f', buf: 'b', usage: 'bookkeep' });
  expect(d.step(RESET).end).toBe('blocked');
  expect(d.step({ op: 'unmap', mapping: 'm' }).end).toBe('waits');
  expect(d.step({ op: 'signalFence', fence: 'f' }).events).toEqual([
    { event: 'waits', device: 0, for: 'mappings', buf: 'b' },
  ]);
  expect(d.step({ op: 'unmap', mapping: 'm' }).events.at(-1)).toMatchObject({
    event: 'returned',
    op: 'reset',
    value: 0,
  });
});

test('a hot reset that waits for one device leaves the next one alone until then', () => {
  const d = afterOps(...MAPPED);
  const hotReset = { noSet: false, resume: 0, foreign: null, contended: null, result: 0 };
  expect(d.step({ op: 'hotReset', device: 1, ...hotReset }).end).toBe('blocked');
  expect([d.view.device(0).locked, d.view.device(1).locked]).toEqual([true, false]);
  expect(d.step({ op: 'touch', device: 1 }).value).toBe(0);
  // Opens, last closes and hot resets of a set come one after the other.
  expect(d.step({ op: 'close', device: 1 }).end).toBe('waits');
  expect(d.step({ op: 'unmap', mapping: 'm' }).events.at(-1)).toMatchObject({ event: 'returned', op: 'hotReset' });
  expect(d.view.device(1).cpuMapped).toBe(false);
});

test('unbinding waits for the close and for every reference, and without a lock', () => {
  const d = afterOps(exportOf('b', [0n, 0x1000n]));
  expect(d.step({ op: 'remove', device: 0 }).end).toBe('blocked');
  expect(d.step({ op: 'touch', device: 0 }).value).toBe(0);
  expect(d.step({ op: 'close', device: 0 }).events).toContainEqual({
    event: 'returned',
    device: 0,
    op: 'remove',
    value: 0,
  });
  expect(d.view.device(0)).toMatchObject({ open: false, removed: true, registrations: 0 });
  expect(d.view.buf('b')!.state).toBe('ORPHANED');
});
