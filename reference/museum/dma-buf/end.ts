/** Exhibits on the last close and the unbinding of the driver (dma-mmio.md 1.4, 1.7). */
import { standardDmaBufParts } from '../../in-box/dma-buf';
import type { DmaBufExhibit } from './exhibit';

export const orphanStaysListed: DmaBufExhibit = {
  name: 'orphan-stays-listed',
  title: 'an orphan stays on the list of its device, and is restored after the next open',
  source: 'dma-mmio.md BUF-027, BG39',
  rule: 'BUF-027',
  parts: {
    orphan(d, device, buf) {
      buf.vdev = null;
      d.parts.putRegistration(device);
    },
  },
};

export const closeMissesTheRevoked: DmaBufExhibit = {
  name: 'close-misses-the-revoked',
  title: 'a close cuts off what it has revoked itself, and nothing that was revoked before',
  source: 'dma-mmio.md BUF-028',
  rule: 'BUF-028',
  parts: {
    *close(d, device) {
      const before = device.dmaBufs.filter(({ revoked }) => revoked);
      const after = device.dmaBufs.filter(({ revoked }) => !revoked);
      device.dmaBufs = after;
      const value = yield* standardDmaBufParts.close(d, device);
      device.dmaBufs = before;
      return value;
    },
  },
};

export const removeDoesNotWait: DmaBufExhibit = {
  name: 'remove-does-not-wait',
  title: 'the driver is unbound, and its P2P provider freed, whatever is still mapped',
  source: 'dma-mmio.md BUF-029',
  rule: 'BUF-029',
  parts: {
    // It yields nothing: it does not wait.
    *remove(_d, device) {
      device.isRemoved = true;
      return 0;
    },
  },
};
