/** dma-mmio.md 10.2. Data only. */
import type { DmaBufOp } from '../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../model/vocabulary/errno';
import {
  attach,
  command,
  DEVICE,
  entryWithWakeup,
  LATER,
  map,
  onDevice,
  PAGE,
  PINNED,
  power,
  reset,
  STATIC,
  unmap,
  withBar,
  X,
  type GoldenDmaBufRow,
  type GoldenStep,
} from './build';

/** A buffer with one attachment. */
const attached: readonly GoldenStep[] = [{ op: X(PAGE), states: { b: 'LIVE' } }, { op: attach('a') }];
const hotReset: DmaBufOp = {
  op: 'hotReset',
  device: 0,
  noSet: false,
  resume: 0,
  foreign: null,
  contended: 1,
  result: 0,
};

/** A device that woke up by itself: only a restoring row of 1.7 makes its buffer LIVE. */
const restoredBy = (op: DmaBufOp): GoldenDmaBufRow => ({
  id: 'BG36',
  steps: [
    ...attached,
    { op: entryWithWakeup(), told: ['a'] },
    { op: onDevice('suspend') },
    { op: onDevice('wakeup'), told: [], states: { b: 'REVOKED' } },
    { op: map('m'), value: Errno.ENODEV },
    { op, told: ['a'], states: { b: 'LIVE' } },
    { op: map('m') },
  ],
});

export const LIFE_CYCLE_ROWS: readonly GoldenDmaBufRow[] = [
  { id: 'BG28', steps: [{ op: X(PAGE) }, { op: attach('a', STATIC), value: Errno.EOPNOTSUPP }] },
  {
    id: 'BG29',
    steps: [
      { op: X(PAGE) },
      { op: attach('a', PINNED), value: Errno.EOPNOTSUPP },
      { op: command(false), states: { b: 'REVOKED' } },
      { op: attach('a', PINNED), value: Errno.ENODEV },
    ],
  },
  {
    id: 'BG30, in the callback',
    steps: [
      ...attached,
      { op: map('m') },
      { op: reset(), told: ['a', 'a'], states: { b: 'LIVE' }, buf: ['b', { mapRefs: 1 }] },
      { op: map('n') },
    ],
  },
  {
    id: 'BG30, later',
    steps: [
      { op: X(PAGE) },
      { op: attach('a', LATER) },
      { op: map('m') },
      { op: reset(), end: 'blocked', told: ['a'], states: { b: 'REVOKED' } },
      { op: map('n'), value: Errno.ENODEV },
      { op: unmap('m'), returned: 0, told: ['a'], states: { b: 'LIVE' } },
      { op: map('n') },
    ],
  },
  {
    id: 'BG31',
    steps: [
      { op: X(PAGE) },
      { op: attach('a', LATER) },
      { op: map('m') },
      { op: reset(), end: 'blocked', buf: ['b', { mapRefs: 2 }] },
      { op: reset(), end: 'waits' },
      { op: onDevice('close'), end: 'waits' },
    ],
  },
  {
    id: 'BG32',
    steps: [
      ...attached,
      { op: map('m') },
      { op: command(false), told: ['a'] },
      { op: map('n'), value: Errno.ENODEV },
      { op: command(true), told: ['a'] },
      { op: map('n') },
    ],
  },
  {
    id: 'BG33',
    steps: [
      ...attached,
      { op: command(false), told: ['a'] },
      { op: command(false), told: [], states: { b: 'REVOKED' } },
    ],
  },
  {
    id: 'BG34',
    steps: [
      ...attached,
      { op: power(3), states: { b: 'REVOKED' } },
      { op: map('m'), value: Errno.ENODEV },
      { op: power(0), states: { b: 'LIVE' } },
      { op: map('m') },
    ],
  },
  {
    id: 'BG35',
    steps: [
      ...attached,
      { op: onDevice('lowPowerEntry'), states: { b: 'REVOKED' } },
      { op: onDevice('lowPowerEntry'), value: Errno.EINVAL, states: { b: 'REVOKED' } },
    ],
  },
  {
    id: 'BG35b',
    steps: [
      ...attached,
      { op: entryWithWakeup(), states: { b: 'REVOKED' } },
      { op: onDevice('suspend') },
      { op: onDevice('lowPowerEntry'), states: { b: 'REVOKED' } },
    ],
  },
  {
    id: 'BG35c',
    steps: [
      ...attached,
      { op: entryWithWakeup('negative'), value: Errno.EINVAL, told: [], states: { b: 'LIVE' } },
      { op: entryWithWakeup('closed'), value: Errno.EBADF, told: [], states: { b: 'LIVE' } },
      { op: entryWithWakeup('notEventfd'), value: Errno.EINVAL, told: [], states: { b: 'LIVE' } },
    ],
  },
  restoredBy(onDevice('lowPowerExit')),
  restoredBy(reset()),
  restoredBy(command(true)),
  restoredBy(power(0)),
  { id: 'BG37', steps: [...attached, { op: reset(Errno.EAGAIN), value: Errno.EAGAIN, states: { b: 'LIVE' } }] },
  {
    id: 'BG38',
    config: { exporters: [DEVICE, withBar(0x1000n)] },
    steps: [...attached, { op: hotReset, value: Errno.EBUSY, told: ['a', 'a'], states: { b: 'LIVE' } }],
  },
  {
    id: 'BG39',
    steps: [
      ...attached,
      { op: onDevice('close'), states: { b: 'ORPHANED' }, registrations: 0 },
      { op: onDevice('open') },
      { op: reset(), told: [], states: { b: 'ORPHANED' } },
      { op: map('m'), value: Errno.ENODEV },
    ],
  },
  {
    id: 'BG40',
    steps: [
      ...attached,
      { op: command(false), told: ['a'] },
      { op: onDevice('close'), told: [], states: { b: 'ORPHANED' } },
    ],
  },
  {
    id: 'BG41',
    steps: [
      ...attached,
      { op: attach('a2') },
      { op: attach('a3', LATER) },
      { op: command(false), told: ['a3', 'a2', 'a'] },
    ],
  },
  // 1.8 D1-1 and what else it may be taken for.
  {
    id: 'D1-1',
    steps: [...attached, { op: onDevice('lowPowerEntry') }, { op: reset(), told: [], states: { b: 'REVOKED' } }],
  },
  {
    id: 'D1-1',
    assume: { DMABUF_LOW_POWER: 'as-released' },
    steps: [...attached, { op: onDevice('lowPowerEntry') }, { op: reset(), told: ['a'], states: { b: 'LIVE' } }],
  },
];
