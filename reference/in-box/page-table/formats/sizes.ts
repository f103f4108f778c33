import { floorLog2, trailingZeros } from '../../../../model/vocabulary/units';
import type { SizeParts } from '../parts';

/** page-tables.md 1.10; io-pgtable takes the command line's mask as it is. */
const hasSize: SizeParts['hasSize'] = (d, lg) => {
  const masked = lg < 32 ? (d.mask.lo >>> lg) & 1 : (d.mask.hi >>> (lg - 32)) & 1;
  if (masked === 0 || !d.format.storesSize(lg)) return false;
  const { contract, vasz, oasz } = d.config;
  return contract === 'io-pgtable' || (lg < vasz - 1 && lg < oasz);
};

/** page-tables.md 3.2: aligned at both sides, and not longer than what is left. */
const bestSize: SizeParts['bestSize'] = (d, iova, oa, pages) => {
  if (pages < 1) return -1;
  return d.sizeFloor[Math.min(trailingZeros(iova), trailingZeros(oa), floorLog2(pages))]!;
};

/** page-tables.md 1.10, 2.3, 5.4. */
const apertureBits: SizeParts['apertureBits'] = (config) =>
  config.contract === 'io-pgtable' && config.format === 'amdv1' ? 64 : config.vasz;

export const sizeParts: SizeParts = { hasSize, bestSize, apertureBits };
