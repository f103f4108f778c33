import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { giveSlots } from '../bounce';
import { maintainCache } from '../cache';
import type { Call } from '../call';
import type { Device, Entry, World } from '../state';

/**
 * dma-mmio.md 4.2: of MMIO and REQUIRE_COHERENT nothing at all (DMA-017). `attrs`: the entry's, or with SKIP_CPU_SYNC.
 */
export function unmapDirect(world: World, call: Call, device: Device, entry: Entry, attrs: number): void {
  if ((attrs & (DmaAttr.MMIO | DmaAttr.REQUIRE_COHERENT)) !== 0) return;
  maintainCache(call, device, 'cpu', entry.bounced ?? entry, attrs);
  if (entry.bounced !== null) giveSlots(world, call, entry.bounced);
}
