import { DmaAttr } from '../../vocabulary/dma-api/attrs';
import { isGuest } from '../../vocabulary/dma-api/platform';
import type { Request } from '../call';
import { asksShared, barAt, isPrivate, mayReach } from '../memory';
import type { Device, World } from '../state';

/**
 * What a guest asks before anything else of the direct path: attributes must agree with the BAR (7.2 M5, M8), and the
 * requester must be one that reaches it; RAM that the caller made shared may be mapped, or not (7.3).
 */
export function isAdmittedDirect(world: World, device: Device, { phys, attrs }: Request): boolean {
  const { platform, assumptions } = world.config;
  if (!isGuest(platform.kind)) return true;
  const shared = asksShared(world, attrs);
  if ((attrs & DmaAttr.MMIO) === 0) return !shared || assumptions.DMA_CC_RAM === 'cc-shared';
  const target = barAt(world, phys);
  if (target === null || assumptions.DMA_MMIO_STATE === 'ignored') return true;
  return shared !== isPrivate(target) && mayReach(world, device, target);
}
