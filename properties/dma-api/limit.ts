import type { DmaDevice } from '../../model/vocabulary/dma-api/config';

/** Highest address that a device names; null: it has no mask. A bus limit of 0 is none. */
export function limitOf({ dmaMask, busLimit }: Pick<DmaDevice, 'dmaMask' | 'busLimit'>): bigint | null {
  if (dmaMask === null || busLimit === 0n) return dmaMask;
  return busLimit < dmaMask ? busLimit : dmaMask;
}
