/** Function resets and the hot reset: dma-mmio.md 1.7. */
import type { DeviceOp } from '../vocabulary/dma-buf/device-op';
import { Errno } from '../vocabulary/errno';
import type { Call, Part } from './call';
import { resume, zap } from './device';
import { restore, revoke } from './move';
import { isMemoryEnabled, type Device, type World } from './state';

type OpCalled<Name extends DeviceOp['op']> = Extract<DeviceOp, { readonly op: Name }>;

export function* reset(world: World, device: Device, { result }: OpCalled<'reset'>, call: Call): Part<number> {
  zap(device, call);
  device.powerState = 0;
  call.events.push({ event: 'act', device: device.index, act: 'setPower' });
  yield* revoke(world, device, call);
  call.events.push({ event: 'act', device: device.index, act: 'functionReset' });
  // Whatever the reset returned (BUF-033).
  if (isMemoryEnabled(world, device)) yield* restore(world, device, call);
  return result;
}

export function* flr(world: World, device: Device, { result }: OpCalled<'flr'>, call: Call): Part<number> {
  zap(device, call);
  yield* revoke(world, device, call);
  call.events.push({ event: 'act', device: device.index, act: 'functionReset' });
  if (result === 0) device.powerState = 0;
  if (isMemoryEnabled(world, device)) yield* restore(world, device, call);
  return 0;
}

/** `isLocked`: whether another call holds the memory lock of a device. */
export function* hotReset(
  world: World,
  op: OpCalled<'hotReset'>,
  call: Call,
  isLocked: (device: Device) => boolean,
): Part<number> {
  if (op.noSet) return Errno.EINVAL;
  if (op.resume !== 0) return op.resume;
  const set = world.devices.filter(({ removed }) => !removed);
  set.forEach(resume);
  const locked: Device[] = [];
  let value = 0;
  for (const device of set) {
    if (op.foreign === device.index) value = Errno.EINVAL;
    else if (op.contended === device.index || isLocked(device)) value = Errno.EBUSY;
    if (value !== 0) break;
    locked.push(device);
    call.memoryLocks.add(device.index);
    yield* revoke(world, device, call);
    zap(device, call);
  }
  if (value === 0) value = resetBus(set, op, call);
  // Only what was locked, the last one first (BUF-034).
  for (const device of locked.reverse()) {
    if (device.open && isMemoryEnabled(world, device)) yield* restore(world, device, call);
    call.memoryLocks.delete(device.index);
  }
  return value;
}

function resetBus(set: readonly Device[], { device: asked, result }: OpCalled<'hotReset'>, { events }: Call): number {
  for (const device of set) {
    device.powerState = 0;
    events.push({ event: 'act', device: device.index, act: 'setPower' });
  }
  events.push({ event: 'act', device: asked, act: 'busReset' });
  return result;
}
