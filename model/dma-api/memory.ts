import { DmaAttr } from '../vocabulary/dma-api/attrs';
import type { Bar, Ram } from '../vocabulary/dma-api/config';
import { isGuest } from '../vocabulary/dma-api/platform';
import { contains } from './spans';
import type { Device, World } from './state';

/** The memory BAR in which an address lies, and whose it is. */
export interface Located {
  readonly owner: Device;
  readonly bar: Bar;
}

export function barAt({ devices }: World, phys: bigint): Located | null {
  for (const owner of devices)
    for (const bar of owner.config.bars) if (bar.kind === 'memory' && contains(bar, phys)) return { owner, bar };
  return null;
}

export const ramAt = ({ config }: World, phys: bigint): Ram | null =>
  config.ram.find((ram) => contains(ram, phys)) ?? null;

/** dma-mmio.md 3.4: MMIO moves to the private alias with the lock of its device. */
export const isPrivate = ({ owner, bar }: Located): boolean => owner.locked && bar.tee;

/** Private MMIO from T=1 alone (DMA-031); shared MMIO from T=1 too, or not (11.7). */
export const mayReach = ({ config }: World, requester: Device, target: Located): boolean =>
  isPrivate(target) ? requester.locked : !requester.locked || config.assumptions.DMA_T1_SHARED_MMIO === 'yes';

/** MMIO of a guest that MMIO_ENCRYPTED names private, not the absence of CC_SHARED (7.3). */
export const isNamedBySeed = ({ config }: World, attrs: number): boolean =>
  config.assumptions.DMA_MMIO_ATTR === 'mmio-encrypted' &&
  isGuest(config.platform.kind) &&
  (attrs & DmaAttr.MMIO) !== 0;

/** The attributes ask for the shared alias. */
export const asksShared = (world: World, attrs: number): boolean =>
  isNamedBySeed(world, attrs) ? (attrs & DmaAttr.MMIO_ENCRYPTED) === 0 : (attrs & DmaAttr.CC_SHARED) !== 0;

/** What a P2P mapping through the host bridge adds to its attributes. dma-mmio.md 3.4, DMA-033. */
export function attrsOfProvider({ config }: World, target: Located): number {
  const { DMA_P2P_ATTRS, DMA_MMIO_ATTR } = config.assumptions;
  if (DMA_P2P_ATTRS === 'mmio-alone' || !isGuest(config.platform.kind)) return DmaAttr.MMIO;
  if (DMA_MMIO_ATTR === 'mmio-encrypted') return DmaAttr.MMIO | (isPrivate(target) ? DmaAttr.MMIO_ENCRYPTED : 0);
  return DmaAttr.MMIO | (isPrivate(target) ? 0 : DmaAttr.CC_SHARED);
}
