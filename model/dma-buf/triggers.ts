import type { DeviceOp } from '../vocabulary/dma-buf/device-op';
import { Errno } from '../vocabulary/errno';
import type { Call, Part } from './call';
import { writeCommand, writePower } from './config-writes';
import { close, remove } from './lifetime';
import { enterLowPower, exitLowPower, WAKEUP_ERRNO } from './low-power';
import { flr, hotReset, reset } from './resets';
import type { Device, World } from './state';

/** Ops that may wait: all that are done to a device but open, suspend, wakeup and touch. */
export type TriggerOp = Exclude<DeviceOp, { readonly op: 'open' | 'suspend' | 'wakeup' | 'touch' }>;

/** Rows of dma-mmio.md 1.7, column "early errors": an errno before any lock is taken, or 0. */
export function earlyError(device: Device, op: TriggerOp): number {
  switch (op.op) {
    case 'reset':
      return device.config.resets ? 0 : Errno.EINVAL;
    case 'command':
      return op.fail?.at === 'read' ? op.fail.errno : 0;
    case 'lowPowerEntryWithWakeup':
      return WAKEUP_ERRNO[op.argument];
    default:
      return 0;
  }
}

/** The call that `op` is, from behind its early errors on. */
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
      return device.config.flr ? flr(world, device, op, call) : nothing();
    case 'lowPowerEntry':
      return enterLowPower(world, device, false, call);
    case 'lowPowerEntryWithWakeup':
      return enterLowPower(world, device, true, call);
    case 'lowPowerExit':
      return exitLowPower(world, device, call);
  }
}

/** A device that does not advertise FLR. */
function* nothing(): Part<number> {
  return 0;
}
