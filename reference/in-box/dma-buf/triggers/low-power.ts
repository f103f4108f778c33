import { Errno } from '../../../../model/vocabulary/errno';
import type { TriggerParts } from '../parts/trigger';

/** LOW_POWER_ENTRY, with and without wakeup, and LOW_POWER_EXIT. dma-mmio.md 1.7. */
export const lowPowerParts: Pick<TriggerParts, 'lowPowerEntry' | 'lowPowerExit'> = {
  *lowPowerEntry(d, device, wakesUp) {
    d.parts.zapAndLock(d, device, 'lowPowerEntry');
    yield* d.parts.move(d, device, true);
    const value = device.lowPower ? Errno.EINVAL : 0;
    if (value === 0) {
      device.lowPower = true;
      device.wakesUp = wakesUp;
    }
    yield* d.parts.restoreAndUnlock(d, device, 'lowPowerEntry', value);
    return value;
  },

  *lowPowerExit(d, device) {
    device.memoryLocked = true;
    device.lowPower = false;
    device.wakesUp = false;
    yield* d.parts.restoreAndUnlock(d, device, 'lowPowerExit', 0);
    return 0;
  },
};
