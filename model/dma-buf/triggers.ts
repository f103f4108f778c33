import type { DeviceOp } from '../vocabulary/dma-buf/device-op';
import { Errno } from '../vocabulary/errno';
import type { Call, Part } from './call';
import { writeCommand, writePower } from './config-writes';
import { close, remove } from './lifetime';
import { enterLowPower, exitLowPower, wakeupErrno } from './low-power';
import { flr, hotReset, reset } from './resets';
import type { Device, World } from './state';

/** Ops that may wait: all that are done to a device but open, suspend, wakeup and touch. */
export type TriggerOp = Exclude<DeviceOp, { readonly op: 'open' | 'suspend' | 'wakeup' | 'touch' }>;

/** What ends a call before it takes a lock: column "early errors" of dma-mmio.md 1.7. Null: the call goes on. */
export function earlyEnd(device: Device, op: TriggerOp): number | null {
  switch (op.op) {
    case 'reset':
      return device.config.resets ? null : Errno.EINVAL;
    case 'flr':
      // A bit that the device does not have is written, and nothing happens.
      return device.config.flr ? null : 0;
    case 'command':
      return op.fail?.at === 'read' ? op.fail.errno : null;
    case 'lowPowerEntryWithWakeup':
      return wakeupErrno(op.argument);
    default:
      return null;
  }
}

/** The call that `op` is, from behind its early end on. */
export function begin(
  world: World,
  device: Device,
  op: TriggerOp,
  call: Call,
  isLocked: (device: Device) => boolean,
): Part<number> {
  switch (op.op) {
    case 'close':
      return close(world, device, call);
    case 'remove':
      return remove(world, device);
    case 'reset':
      return reset(world, device, op, call);
    case 'hotReset':
      return hotReset(world, op, call, isLocked);
    case 'command':
      return writeCommand(world, device, op, call);
    case 'power':
      return writePower(world, device, op, call);
    case 'flr':
      return flr(world, device, op, call);
    case 'lowPowerEntry':
      return enterLowPower(world, device, false, call);
    case 'lowPowerEntryWithWakeup':
      return enterLowPower(world, device, true, call);
    case 'lowPowerExit':
      return exitLowPower(world, device, call);
  }
}
