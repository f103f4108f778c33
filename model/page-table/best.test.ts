import fc from 'fast-check';
import { PAGE_SIZES, pagesOf, type Log2Size } from '../vocabulary';
import { best, classicSplit, greedyLayout, pageSizes, type PageSizes } from './best';

const V1 = pageSizes(PAGE_SIZES.v1);
const V2 = pageSizes(PAGE_SIZES.v2);

const bitmaps = fc.bigInt(0n, (1n << 52n) - 1n).map((bits) => bits & PAGE_SIZES.v1);
/** Page numbers of every magnitude, many of them well aligned. */
const pages = fc
  .tuple(fc.integer({ min: 0, max: 52 }), fc.integer({ min: 0, max: 40 }), fc.maxSafeNat())
  .map(([bits, zeros, n]) => Math.floor((n % 2 ** bits) / 2 ** zeros) * 2 ** zeros);

/** 3.2 word for word: every size of the bitmap is tried, in bytes and bigint. */
function bruteForce(bitmap: bigint, va: number, last: number, oa: number): Log2Size {
  const [start, out, length] = [BigInt(va) << 12n, BigInt(oa) << 12n, BigInt(last - va + 1) << 12n];
  let answer = 0;
  for (let lg = 0n; lg < 64n; lg++) {
    const size = 1n << lg;
    if (((bitmap >> lg) & 1n) === 1n && start % size === 0n && out % size === 0n && size <= length) answer = Number(lg);
  }
  return answer;
}

/** Fewest leaves for [va, va + n) → oa, over all legal layouts. */
function fewestLeaves(sizes: PageSizes, va: number, oa: number, n: number): number {
  const fewest = [0];
  for (let end = 1; end <= n; end++) {
    fewest[end] = Infinity;
    for (const lg of sizes.all) {
      const size = pagesOf(lg);
      const start = end - size;
      if (start < 0 || (va + start) % size !== 0 || (oa + start) % size !== 0) continue;
      fewest[end] = Math.min(fewest[end]!, fewest[start]! + 1);
    }
  }
  return fewest[n]!;
}

describe('best', () => {
  it('equals a brute-force search (3.2)', () => {
    fc.assert(
      fc.property(bitmaps, pages, pages, pages, (bitmap, va, oa, length) => {
        const last = Math.min(va + Math.max(1, length), 2 ** 52) - 1;
        fc.pre(va <= last);
        expect(best(pageSizes(bitmap), va, last, oa)).toBe(bruteForce(bitmap, va, last, oa));
      }),
      { numRuns: 1000 },
    );
  });

  it('equals it in a whole small space: 0 ≤ va, oa < 16, 1 … 16 pages, four sizes', () => {
    const bitmap = 0xd000n | (1n << 16n);
    const sizes = pageSizes(bitmap);
    for (let va = 0; va < 16; va++) {
      for (let oa = 0; oa < 16; oa++) {
        for (let n = 1; n <= 16; n++)
          expect(best(sizes, va, va + n - 1, oa)).toBe(bruteForce(bitmap, va, va + n - 1, oa));
      }
    }
  });
});

describe('greedy layout', () => {
  it('has the fewest leaves (PT-056): 0 ≤ va, oa < 8, 1 … 24 pages, v1 and a bitmap with gaps', () => {
    for (const sizes of [V1, pageSizes(0x1_5000n)]) {
      for (let va = 0; va < 8; va++) {
        for (let oa = 0; oa < 8; oa++) {
          for (let n = 1; n <= 24; n++)
            expect(greedyLayout(sizes, va, oa, n)).toHaveLength(fewestLeaves(sizes, va, oa, n));
        }
      }
    }
  });

  it('is what the classic splitter asks for (PT-163)', () => {
    const places = fc.nat({ max: 2 ** 20 });
    fc.assert(
      fc.property(
        fc.constantFrom(V1, V2),
        places,
        places,
        fc.integer({ min: 1, max: 4096 }),
        fc.boolean(),
        (sizes, va, oa, n, same) => {
          const out = same ? va : oa;
          const runs: Log2Size[] = [];
          for (let done = 0; done < n;) {
            const { lg, count } = classicSplit(sizes, va + done, out + done, n - done);
            for (let i = 0; i < count; i++) runs.push(lg);
            done += count * pagesOf(lg);
          }
          expect(runs).toEqual(greedyLayout(sizes, va, out, n));
        },
      ),
      { numRuns: 300 },
    );
  });
});
