import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import type { DmaDevice } from '../../vocabulary/dma-api/config';
import type { Call, Request } from '../call';
import { lowerLimit } from '../direct/capable';
import { mapDirect } from '../direct/map';
import { unmapDirect } from '../direct/unmap';
import type { Device, Entry, World } from '../state';
import { mapIommu, unmapIommu } from '../translated/iommu';
import { mapLegacy, unmapLegacy } from '../translated/legacy';

/** dma_map_phys: dma-mmio.md 4.1. Null: DMA_MAPPING_ERROR. */
export function mapPhys(world: World, call: Call, device: Device, request: Request): Entry | null {
  const { dma, coherent, dmaMask } = device.config;
  if (dmaMask === null) return null;
  if (!coherent && (request.attrs & DmaAttr.REQUIRE_COHERENT) !== 0) return null;
  if (goesDirect(device.config, dmaMask) || isInDirectWindow(device.config, request))
    return mapDirect(world, call, device, request);
  switch (dma.path) {
    case 'iommu':
      return mapIommu(world, call, device, request);
    case 'legacy':
      return mapLegacy(world, call, device, request, dma.ops);
    case 'direct':
      return null;
  }
}

/** goDirect() of dma-mmio.md 4.1. */
function goesDirect({ dma, busLimit }: DmaDevice, dmaMask: bigint): boolean {
  switch (dma.path) {
    case 'direct':
      return true;
    case 'iommu':
      return false;
    case 'legacy':
      return dma.bypass && lowerLimit(dmaMask, busLimit) >= dma.requiredMask;
  }
}

/** archDirectWindow() of dma-mmio.md 4.1: RAM alone. */
const isInDirectWindow = ({ dma }: DmaDevice, { phys, bytes, attrs }: Request): boolean =>
  dma.path === 'legacy' && (attrs & (DmaAttr.MMIO | DmaAttr.CC_SHARED)) === 0 && phys + bytes <= dma.directWindow;

/** dma_unmap_phys of one entry. `attrs`: the entry's, or with SKIP_CPU_SYNC. */
export function unmapPhys(world: World, call: Call, device: Device, entry: Entry, attrs = entry.attrs): void {
  if (entry.path === 'bus') return;
  if (entry.path !== 'translated') unmapDirect(world, call, device, entry, attrs);
  else if (device.config.dma.path === 'legacy') unmapLegacy(world, call, device, entry);
  else unmapIommu(world, call, device, entry, attrs);
}
