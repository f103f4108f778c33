import type { DmaDevice } from '../../vocabulary/dma-api/config';
import { isGuest } from '../../vocabulary/dma-api/platform';
import type { Request } from '../call';
import type { Device, World } from '../state';

/** min_not_zero: a bus limit of 0 is none (DMA-013). */
export const lowerLimit = (mask: bigint, busLimit: bigint): bigint =>
  busLimit !== 0n && busLimit < mask ? busLimit : mask;

/** The last byte counts (DMA-012). Addresses are below 2^64. */
export const isNameable = ({ dmaMask, busLimit }: DmaDevice, address: bigint, bytes: bigint): boolean =>
  address + bytes - 1n <= lowerLimit(dmaMask!, busLimit);

/** forceUnencrypted() of dma-mmio.md 7.1: the device reaches shared memory only. */
export function isForcedUnencrypted({ config }: World, { config: device, locked }: Device): boolean {
  const { platform, assumptions } = config;
  if (isGuest(platform.kind)) return !locked || assumptions.DMA_FORCE_UNENCRYPTED === 'per-platform';
  if (platform.kind !== 'sme-host' || device.dma.path === 'iommu') return false;
  return lowerLimit(device.coherentMask, device.busLimit) <= (1n << BigInt(platform.cBit)) - 1n;
}

/** The kmalloc rule of dma-mmio.md 4.2: a buffer that shares its cache lines with others. */
export const needsKmallocBounce = (
  { coherent, kmallocAlign }: DmaDevice,
  { bytes, direction }: Pick<Request, 'bytes' | 'direction'>,
): boolean => !coherent && direction !== 'TO_DEVICE' && kmallocAlign !== 0n && bytes % kmallocAlign !== 0n;
