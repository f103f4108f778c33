/** LOW_POWER_ENTRY and EXIT: dma-mmio.md 1.7. */
import type { WakeupArgument } from '../vocabulary/dma-buf/device-op';
import { Errno } from '../vocabulary/errno';
import type { Call, Part } from './call';
import { leaveLowPower, zap } from './device';
import { restore, revoke } from './move';
import { isMemoryEnabled, type Device, type World } from './state';

/** What a bad eventfd of LOW_POWER_ENTRY_WITH_WAKEUP returns, with nothing revoked (BG35c); null for a good one. */
export function wakeupErrno(argument: WakeupArgument): number | null {
  switch (argument) {
    case 'ok':
      return null;
    case 'unreadable':
      return Errno.EFAULT;
    case 'closed':
      return Errno.EBADF;
    case 'small':
    case 'negative':
    case 'notEventfd':
      return Errno.EINVAL;
  }
}

/** Revokes even where it then says that the device is in low power already. */
export function* enterLowPower(world: World, device: Device, wakeup: boolean, call: Call): Part<number> {
  zap(device, call);
  yield* revoke(world, device, call);
  if (device.lowPower) return Errno.EINVAL;
  device.lowPower = true;
  device.wakeup = wakeup;
  return 0;
}

export function* exitLowPower(world: World, device: Device, call: Call): Part<number> {
  leaveLowPower(device);
  if (isMemoryEnabled(world, device)) yield* restore(world, device, call);
  return 0;
}
