/** Writes of configuration space that revoke or restore: dma-mmio.md 1.7. */
import type { DeviceOp } from '../vocabulary/dma-buf/device-op';
import type { Call, Part } from './call';
import { zap } from './device';
import { restore, revoke } from './move';
import { D3HOT, isMemoryEnabled, type Device, type World } from './state';

type OpCalled<Name extends DeviceOp['op']> = Extract<DeviceOp, { readonly op: Name }>;

export function* writeCommand(world: World, device: Device, op: OpCalled<'command'>, call: Call): Part<number> {
  if (!op.memory) {
    zap(device, call);
    yield* revoke(world, device, call);
  }
  // No restore here: D1-0, the safe direction.
  if (op.fail !== null) return op.fail.errno;
  call.events.push({ event: 'act', device: device.index, act: 'writeCommand' });
  device.memoryBit = op.memory;
  if (isMemoryEnabled(world, device)) yield* restore(world, device, call);
  return 0;
}

export function* writePower(world: World, device: Device, op: OpCalled<'power'>, call: Call): Part<number> {
  if (op.state >= D3HOT) {
    zap(device, call);
    yield* revoke(world, device, call);
  }
  if (!op.refused) {
    call.events.push({ event: 'act', device: device.index, act: 'setPower' });
    device.powerState = op.state;
  }
  if (isMemoryEnabled(world, device)) yield* restore(world, device, call);
  return 0;
}
