import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { isGuest } from '../../vocabulary/dma-api/platform';
import type { Request } from '../call';
import { barAt, isNamedBySeed, mayReach } from '../memory';
import type { Device, World } from '../state';

/** CC_SHARED has a meaning on the direct path alone. dma-mmio.md 4.1, DMA-022. */
export const isDirectOnly = (world: World, attrs: number): boolean =>
  (attrs & DmaAttr.CC_SHARED) !== 0 && !isNamedBySeed(world, attrs);

/** What a guest asks of MMIO that is mapped through an IOMMU: dma-mmio.md 7.2 I2, D4-1, DMA-052. */
export function isAdmittedTranslated(world: World, device: Device, { phys, attrs }: Request): boolean {
  const { platform, assumptions } = world.config;
  if ((attrs & DmaAttr.MMIO) === 0 || !isGuest(platform.kind) || assumptions.DMA_IOMMU_CC === 'ignored') return true;
  const target = barAt(world, phys);
  return target === null || mayReach(world, device, target);
}
