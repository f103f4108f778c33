import { isGuest } from '../../vocabulary/dma-api/platform';
import { mayReach, type Located } from '../memory';
import type { Device, Entry, World } from '../state';

const WRAP = (1n << 64n) - 1n;

/**
 * A bus address: dma-mmio.md 3.1, DMA-034. Null: in a guest, a requester that must not reach the BAR (7.2 B1, DMA-035).
 */
export function mapBus(world: World, device: Device, target: Located, phys: bigint, bytes: bigint): Entry | null {
  const { platform, assumptions } = world.config;
  const isChecked = isGuest(platform.kind) && assumptions.DMA_BUS_ADDR_CC === 'checked';
  if (isChecked && !mayReach(world, device, target)) return null;
  const { bus, base } = target.bar;
  return { phys, bytes, address: (phys + (bus - base)) & WRAP, path: 'bus', bounced: null, attrs: 0 };
}
