import { SLOT_BYTES } from '../vocabulary/dma-api/config';
import { isGuest } from '../vocabulary/dma-api/platform';
import type { Call } from './call';
import { isForcedUnencrypted } from './direct/capable';
import type { Bounced, Device, World } from './state';

/** Whether a bounce keeps whole granules to itself, and the place of its first byte in one. */
export interface Placement {
  readonly granule: bigint;
  readonly offset: bigint;
}
/** From the start of any slot on. */
export const ANY_SLOT: Placement = { granule: SLOT_BYTES, offset: 0n };

/** Takes slots for `bytes`; null: the device has no pool, one that does not fit it (DMA-029), or it is full. */
export function takeSlots(
  world: World,
  call: Call,
  device: Device,
  bytes: bigint,
  { granule, offset }: Placement,
): Bounced | null {
  const { pool } = device.config;
  if (pool === null || !fitsPool(world, device, pool) || call.failsBounce()) return null;
  const step = Number(granule / SLOT_BYTES);
  const slots = Number((offset + bytes + granule - 1n) / granule) * step;
  const slot = lowestFree(world.slots[pool]!, slots, step);
  if (slot === null) return null;
  world.slots[pool]!.fill(true, slot, slot + slots);
  const phys = world.config.pools[pool]!.base + BigInt(slot) * SLOT_BYTES + offset;
  const bounced = { pool, slot, slots, phys, bytes };
  call.events.push({ event: 'bounce', ...bounced });
  return bounced;
}

export function giveSlots(world: World, call: Call, bounced: Bounced): void {
  world.slots[bounced.pool]!.fill(false, bounced.slot, bounced.slot + bounced.slots);
  call.events.push({ event: 'unbounce', ...bounced });
}

/** dma-mmio.md 7.1. Release 7.2 knows no other than shared pools. */
function fitsPool(world: World, device: Device, pool: number): boolean {
  const { kind } = world.config.platform;
  if (kind === 'none' || world.config.assumptions.DMA_RELEASE === '7.2') return true;
  const { shared } = world.config.pools[pool]!;
  return shared === (isGuest(kind) ? isForcedUnencrypted(world, device) : true);
}

function lowestFree(inUse: readonly boolean[], slots: number, step: number): number | null {
  for (let slot = 0; slot + slots <= inUse.length; slot += step)
    if (!inUse.slice(slot, slot + slots).includes(true)) return slot;
  return null;
}
