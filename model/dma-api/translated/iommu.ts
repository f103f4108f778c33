import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { giveSlots, takeSlots } from '../bounce';
import { maintainCache } from '../cache';
import type { Call, Request } from '../call';
import { needsKmallocBounce } from '../direct/capable';
import type { Bounced, Device, Entry, World } from '../state';
import { granuleOf, mapSpan, unmapSpan } from './iova';
import { isAdmittedTranslated, isDirectOnly } from './policy';
import { protOf } from './prot';

/** What is unaligned is bounced: of untrusted devices, and by the kmalloc rule. dma-mmio.md 4.3, 4.4. */
export const usesBounce = ({ config }: Device, range: Pick<Request, 'bytes' | 'direction'>): boolean =>
  config.untrusted || needsKmallocBounce(config, range);

/** Start or end lie within a granule. */
export const isUnaligned = (world: World, { phys, bytes }: Pick<Request, 'phys' | 'bytes'>): boolean =>
  (phys | bytes) % granuleOf(world) !== 0n;

/** The iommu-dma path: dma-mmio.md 4.3. Null: DMA_MAPPING_ERROR. */
export function mapIommu(world: World, call: Call, device: Device, request: Request): Entry | null {
  const { phys, bytes, attrs } = request;
  if (isDirectOnly(world, attrs) || !isAdmittedTranslated(world, device, request)) return null;
  let bounced: Bounced | null = null;
  // MMIO is never bounced (DMA-008), and forced bounce is not asked (DMA-009).
  if ((attrs & DmaAttr.MMIO) === 0 && usesBounce(device, request) && isUnaligned(world, request)) {
    if ((attrs & DmaAttr.REQUIRE_COHERENT) !== 0) return null;
    const granule = granuleOf(world);
    bounced = takeSlots(world, call, device, bytes, { granule, offset: phys % granule });
    if (bounced === null) return null;
  }
  const target = bounced ?? { phys, bytes };
  maintainCache(call, device, 'device', target, attrs);
  const prot = protOf(request, device.config.coherent);
  const address = call.fails('attach') ? null : mapSpan(world, call, device, target, prot);
  if (address !== null) return { phys, bytes, address, path: 'translated', bounced, attrs };
  if (bounced !== null) giveSlots(world, call, bounced);
  return null;
}

/** `attrs`: the entry's, or with SKIP_CPU_SYNC. */
export function unmapIommu(world: World, call: Call, device: Device, entry: Entry, attrs: number): void {
  const { address, bytes, bounced } = entry;
  if ((attrs & (DmaAttr.MMIO | DmaAttr.REQUIRE_COHERENT)) === 0) {
    call.events.push({ event: 'lookup', device: device.index, address });
    maintainCache(call, device, 'cpu', bounced ?? entry, attrs);
  }
  unmapSpan(world, call, device, address, bytes);
  if (bounced !== null) giveSlots(world, call, bounced);
}
