import { D3HOT } from '../objects/vfio-device';
import type { TriggerParts } from '../parts/trigger';

/** Writes of COMMAND and of the PM control register. dma-mmio.md 1.7. */
export const configWriteParts: Pick<TriggerParts, 'command' | 'power'> = {
  *command(d, device, { fail, memory }) {
    if (memory) device.memoryLocked = true;
    else {
      d.parts.zapAndLock(d, device, 'command');
      yield* d.parts.move(d, device, true);
    }
    const value = fail?.errno ?? 0;
    if (value === 0) {
      d.note({ event: 'act', device: device.index, act: 'writeCommand' });
      device.memoryBit = memory;
    }
    yield* d.parts.restoreAndUnlock(d, device, 'command', value);
    return value;
  },

  *power(d, device, { refused, state }) {
    if (state < D3HOT) device.memoryLocked = true;
    else {
      d.parts.zapAndLock(d, device, 'power');
      yield* d.parts.move(d, device, true);
    }
    if (!refused) d.parts.setPower(d, device, state);
    yield* d.parts.restoreAndUnlock(d, device, 'power', 0);
    return 0;
  },
};
