import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import type { LegacyOps } from '../../vocabulary/dma-api/config';
import { maintainCache } from '../cache';
import type { Call, Request } from '../call';
import { isNameable } from '../direct/capable';
import type { Device, Entry, World } from '../state';
import { mapSpan, unmapSpan } from './iova';
import { isAdmittedTranslated, isDirectOnly } from './policy';
import { protOf } from './prot';

/** dma_ops of an architecture: dma-mmio.md 4.5. Null: DMA_MAPPING_ERROR (DMA-010, DMA-011). */
export function mapLegacy(world: World, call: Call, device: Device, request: Request, ops: LegacyOps): Entry | null {
  const { phys, bytes, attrs } = request;
  if (isDirectOnly(world, attrs) || !isAdmittedTranslated(world, device, request)) return null;
  const isMmio = (attrs & DmaAttr.MMIO) !== 0;
  switch (ops) {
    case 'absent':
      return null;
    case 'xenSwiotlb':
      if (!isNameable(device.config, phys, bytes)) return null;
      maintainCache(call, device, 'device', request, attrs);
      return { phys, bytes, address: phys, path: 'direct', bounced: null, attrs };
    case 'refusesMmio':
      return isMmio ? null : mapTranslated(world, call, device, request, attrs);
    case 'arm32':
      return mapTranslated(world, call, device, request, attrs);
    case 'powerTce':
      if (isMmio && world.config.assumptions.DMA_POWER_TCE_MMIO === 'refuses') return null;
      return mapTranslated(world, call, device, request, attrs & ~DmaAttr.MMIO);
  }
}

/** `protAttrs`: the attributes that protection goes by. */
function mapTranslated(world: World, call: Call, device: Device, request: Request, protAttrs: number): Entry | null {
  const { phys, bytes, attrs, direction } = request;
  maintainCache(call, device, 'device', request, attrs);
  const prot = protOf({ direction, attrs: protAttrs }, device.config.coherent);
  const address = mapSpan(world, call, device, request, prot);
  return address === null ? null : { phys, bytes, address, path: 'translated', bounced: null, attrs };
}

export function unmapLegacy(world: World, call: Call, device: Device, entry: Entry): void {
  const { address, bytes, attrs } = entry;
  if ((attrs & DmaAttr.REQUIRE_COHERENT) === 0) maintainCache(call, device, 'cpu', entry, attrs);
  unmapSpan(world, call, device, address, bytes);
}
