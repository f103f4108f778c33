import { PAGE_SIZES } from '../../../model/vocabulary/config';
import type { Draw } from '../../engine/draw';
import type { PageSizeChoice } from './theme';

/** Smallest sizes (log2) of a mask without 4 KiB: next to it, and at a level boundary. */
const SMALLEST = [13, 14, 16, 21];
const SIZE_512G = 1n << 39n;
/** v2 has three sizes: what can be left of them. Its driver takes all three; a narrower mask is legal all the same. */
const V2_MASKS = [0x1000n, 0x20_1000n, 0x4000_1000n, 0x4020_0000n];

/** A mask over the page sizes, as the driver's command line sets it (page-tables.md 1.10). */
export function drawPageSizes(draw: Draw, choice: PageSizeChoice, v1: boolean, old: boolean): bigint {
  if (choice === 'none') return 0n;
  if (!v1) return old || choice === 'all' || draw.chance(50) ? PAGE_SIZES.v2 : draw.pick(V2_MASKS);
  switch (choice) {
    case 'all':
      return PAGE_SIZES.v1;
    case '4k':
      return PAGE_SIZES.nohugepages;
    case 'v2':
      return PAGE_SIZES.v2;
    case 'some with 4k':
      return someSizes(draw, old) | 0x1000n;
    case 'some without 4k': {
      const smallest = 1n << BigInt(draw.pick(SMALLEST));
      return (someSizes(draw, old) & ~(smallest - 1n)) | smallest;
    }
  }
}

/**
 * Each size of v1 with a chance of one in two, or one in four. 512 GiB, which the format does not have (page-tables.md
 * 1.3), may be in the mask of a new driver; the old one takes its mask as it is.
 */
function someSizes(draw: Draw, old: boolean): bigint {
  const mask = randomBits(draw) & (old ? PAGE_SIZES.v1 : PAGE_SIZES.v1 | SIZE_512G);
  return draw.chance(50) ? mask : mask & randomBits(draw);
}

const randomBits = (draw: Draw): bigint => BigInt(draw.int(2 ** 52));
