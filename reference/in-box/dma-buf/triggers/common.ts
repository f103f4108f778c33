import { Errno } from '../../../../model/vocabulary/errno';
import type { TriggerParts } from '../parts/trigger';

/** What the triggers of dma-mmio.md 1.7 have in common. */
export const commonParts: Pick<
  TriggerParts,
  'zap' | 'zapAndLock' | 'unlock' | 'isRestored' | 'restoreAndUnlock' | 'setPower' | 'resume' | 'touch'
> = {
  zap(d, device) {
    device.cpuMapped = false;
    d.note({ event: 'zap', device: device.index });
  },

  zapAndLock(d, device, trigger) {
    d.parts.zap(d, device, trigger);
    device.memoryLocked = true;
  },

  unlock(device) {
    device.memoryLocked = false;
  },

  isRestored(d, device, trigger, value) {
    if (trigger === 'lowPowerEntry' || trigger === 'wakeup') return false;
    // A config write that failed (D1-0 of dma-mmio.md 1.8): the safe direction.
    if (trigger === 'command' && value !== 0) return false;
    return device.isOpen && d.parts.memoryEnabled(d, device);
  },

  *restoreAndUnlock(d, device, trigger, value) {
    if (d.parts.isRestored(d, device, trigger, value)) yield* d.parts.move(d, device, false);
    d.parts.unlock(device);
  },

  setPower(d, device, state) {
    d.note({ event: 'act', device: device.index, act: 'setPower' });
    device.powerState = state;
  },

  resume(_d, device) {
    if (!device.isSuspended) return;
    device.isSuspended = false;
    if (!device.wakesUp) return;
    // The eventfd is fired, and low power left; nothing is restored.
    device.wakesUp = false;
    device.lowPower = false;
  },

  touch(d, device) {
    if (device.lowPower || !d.parts.memoryEnabled(d, device)) return Errno.EFAULT;
    device.cpuMapped = true;
    return 0;
  },
};
