import type { DeviceOp } from '../../../../model/vocabulary/dma-buf/device-op';
import type { DeviceIndex } from '../../../../model/vocabulary/dma-buf/op';
import { Errno } from '../../../../model/vocabulary/errno';
import type { CaseContext, Move } from '../context';

const RESET_RESULTS = [0, 0, 0, Errno.EAGAIN, Errno.ENOTTY];

/** A move on a device that is open. */
const onOpen =
  (make: (device: DeviceIndex, c: CaseContext) => DeviceOp | null): Move =>
  (c) => {
    const device = c.openDevice();
    return device === null ? null : make(device, c);
  };

export const reset = onOpen((device, { draw }) => ({ op: 'reset', device, result: draw.pick(RESET_RESULTS) }));

export const flr = onOpen((device, { draw }) => ({
  op: 'flr',
  device,
  via: draw.pick(['pcie', 'af'] as const),
  result: draw.pick(RESET_RESULTS),
}));

export const hotReset = onOpen((device, c) => {
  const { draw } = c;
  const other = (): DeviceIndex | null => (draw.chance(18) ? c.device() : null);
  return {
    op: 'hotReset',
    device,
    noSet: draw.chance(4),
    resume: draw.chance(4) ? Errno.EIO : 0,
    foreign: other(),
    contended: other(),
    result: draw.pick(RESET_RESULTS),
  };
});

/** The memory bit is switched more often than left: a write that changes nothing shows little. */
export const command = onOpen((device, { draw, view }) => {
  const memory = draw.chance(75) ? !view.device(device).memoryBit : draw.chance(50);
  const fail = draw.chance(12) ? { at: draw.pick(['read', 'write'] as const), errno: Errno.EIO } : null;
  return { op: 'command', device, memory, fail };
});

export const power = onOpen((device, { draw, view }) => ({
  op: 'power',
  device,
  state: view.device(device).powerState === 3 ? draw.pick([0, 0, 1, 3] as const) : draw.pick([0, 1, 2, 3, 3] as const),
  refused: draw.chance(12),
}));

export const lowPower = onOpen((device, { draw, view }) => {
  const { lowPower: engaged } = view.device(device);
  if (draw.chance(engaged ? 60 : 10)) return { op: 'lowPowerExit', device };
  if (draw.chance(50)) return { op: 'lowPowerEntry', device };
  const bad = ['small', 'unreadable', 'negative', 'closed', 'notEventfd'] as const;
  return { op: 'lowPowerEntryWithWakeup', device, argument: draw.chance(75) ? 'ok' : draw.pick(bad) };
});

/** A device in low power suspends; one that is suspended wakes. */
export const suspend: Move = (c) => {
  const devices = c.config.exporters.map((_, i) => i).filter((i) => c.view.device(i).lowPower);
  if (devices.length === 0) return null;
  const device = c.draw.pick(devices);
  return { op: c.view.device(device).suspended ? 'wakeup' : 'suspend', device };
};

export const touch = onOpen((device) => ({ op: 'touch', device }));

export const close = onOpen((device) => ({ op: 'close', device }));

export const open: Move = (c) => {
  const closed = c.config.exporters.map((_, i) => i).filter((i) => !c.view.device(i).open && !c.view.device(i).removed);
  return closed.length === 0 ? null : { op: 'open', device: c.draw.pick(closed) };
};

/** Mostly of a device that is closed: one that is open waits for that. */
export const remove: Move = (c) => {
  const device = c.device();
  return c.view.device(device).open && c.draw.chance(60) ? null : { op: 'remove', device };
};
