import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import type { MapOp } from '../../vocabulary/dma-api/op';
import { maintainCache } from '../cache';
import type { Call } from '../call';
import { absent, returned, type Ended } from '../ended';
import type { Device, Entry, Mapping, World } from '../state';
import { usesBounce } from '../translated/iommu';

type SyncOp = Extract<MapOp, { readonly op: 'syncFor' }>;

/** Sync of a live mapping. MMIO has no use for it, and it has no attributes to know: dma-mmio.md 4.6. */
export function stepSync(world: World, call: Call, op: SyncOp): Ended {
  const mapping = world.mappings.get(op.mapping);
  if (mapping === undefined) return absent;
  if (mapping.entries.some(({ path, attrs }) => path === 'bus' || (attrs & DmaAttr.MMIO) !== 0))
    call.reports.add('syncOfMmio');
  else for (const entry of mapping.entries) syncEntry(call, world.devices[mapping.device]!, mapping, entry, op.target);
  return returned(0);
}

function syncEntry(
  call: Call,
  device: Device,
  { reservation, direction }: Mapping,
  entry: Entry,
  target: SyncOp['target'],
): void {
  const { address, bytes, bounced, path } = entry;
  const isLookedUp = reservation === null && path === 'translated' && device.config.dma.path === 'iommu';
  if (isLookedUp) {
    if (device.config.coherent && !usesBounce(device, { bytes, direction })) return;
    call.events.push({ event: 'lookup', device: device.index, address });
  }
  maintainCache(call, device, target, bounced ?? entry, 0);
}
