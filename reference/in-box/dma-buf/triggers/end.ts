import type { TriggerParts } from '../parts/trigger';
import { awaits } from '../revoke/wait';

/** Open, the last close, and the unbinding of the driver. dma-mmio.md 1.4, 1.7. */
export const endParts: Pick<TriggerParts, 'open' | 'close' | 'isCutOff' | 'orphan' | 'remove'> = {
  open(device) {
    device.settle();
    device.isOpen = true;
  },

  *close(d, device) {
    d.setLocked = true;
    device.memoryLocked = true;
    // Mappings of the user's hold the file open: there are none left.
    device.cpuMapped = false;
    yield* d.parts.move(d, device, true);
    for (const buf of device.dmaBufs) if (d.parts.isCutOff(buf)) d.parts.orphan(d, device, buf);
    d.parts.unlock(device);
    device.settle();
    device.isOpen = false;
    d.setLocked = false;
    return 0;
  },

  isCutOff: () => true,

  orphan(d, device, buf) {
    d.parts.unlinkBuf(buf);
    buf.vdev = null;
    d.parts.putRegistration(device);
  },

  *remove(d, device) {
    yield* awaits(d, { for: 'registrations', device, buf: null });
    device.isRemoved = true;
    return 0;
  },
};
