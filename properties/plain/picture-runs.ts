import type { PictureLeaf } from '../../model/vocabulary/picture';
import { trailingZeros } from '../../model/vocabulary/units';

/** Bytes that lead to bytes, as a picture counts them: so many leaves of the largest size that divides them. */
export type PictureRun = Pick<PictureLeaf, 'first' | 'target' | 'lg' | 'count'>;

/** `bytes` from `base` on lead to `target`: all in bytes, whole pages of 4K. */
export function runOf(base: number | bigint, target: number | bigint, bytes: number | bigint): PictureRun {
  const pages = Number(BigInt(bytes) >> 12n);
  const zeros = trailingZeros(pages);
  return {
    first: Number(BigInt(base) >> 12n),
    target: Number(BigInt(target) >> 12n),
    lg: 12 + zeros,
    count: pages / 2 ** zeros,
  };
}
