import { SLOT_BYTES } from '../../../../model/vocabulary/dma-api/config';
import type { DmaParts } from '../parts/dma';

/** Bounce buffers. dma-mmio.md 4.2, 7.1. */
export const bounceParts: Pick<DmaParts, 'bounceDirect' | 'takeSlots' | 'giveSlots'> = {
  bounceDirect(d, request) {
    const { bytes, device } = request;
    const bounce = d.parts.takeSlots(d, device, bytes, null);
    if (bounce === null) return null;
    const slot = d.parts.busOf(device, bounce.paddr);
    const address = slot === null ? null : d.parts.bounceAlias(d, bounce.pool, slot);
    if (!d.parts.names(d, device, address, bytes)) {
      d.parts.giveSlots(d, device, bounce.paddr);
      return null;
    }
    d.parts.cacheFor(d, 'device', request, bounce.paddr);
    return { request, address: address!, by: 'direct', translated: false, bounce };
  },

  takeSlots(d, device, bytes, offset) {
    const pool = d.poolOf(device);
    if (pool === null || !d.parts.poolFits(d, device, pool) || d.faults.poolIsFull()) return null;
    const bounce = pool.take(bytes, offset ?? 0n, offset === null ? 1 : Number(d.granule / SLOT_BYTES));
    if (bounce === null) return null;
    const { paddr, slot, slots } = bounce;
    d.note({ event: 'bounce', pool: pool.index, phys: paddr, bytes, slot, slots });
    return bounce;
  },

  giveSlots(d, device, phys) {
    const bounce = d.poolOf(device)?.find(phys) ?? null;
    if (bounce === null) return;
    const { bytes, paddr, pool, slot, slots } = bounce;
    pool.release(bounce);
    d.note({ event: 'unbounce', pool: pool.index, phys: paddr, bytes, slot, slots });
  },
};
