import fc from 'fast-check';
import { decodeBlock, encodeBlock, flushedBlock, npCacheBlocks, type Block } from './flush';

const ALL = 2 ** 52;
const ranges = fc
  .tuple(fc.integer({ min: 0, max: 52 }), fc.maxSafeNat(), fc.integer({ min: 0, max: 40 }), fc.maxSafeNat())
  .map(([bits, start, lengthBits, length]): Block => {
    const first = start % 2 ** bits;
    return { first, last: Math.min(ALL - 1, first + (length % 2 ** lengthBits)) };
  });

describe('one command (6.3, PT-148)', () => {
  it('covers the smallest aligned block that holds both ends, or everything', () => {
    fc.assert(
      fc.property(ranges, ({ first, last }) => {
        const { page, s } = encodeBlock(first, last);
        const block = decodeBlock(page, s);
        expect(block).toEqual(flushedBlock(first, last));
        expect(block.first).toBeLessThanOrEqual(first);
        expect(block.last).toBeGreaterThanOrEqual(last);
        const size = block.last - block.first + 1;
        if (size === 1 || size === ALL) return;
        expect(block.first % size).toBe(0);
        // Both halves are needed.
        expect(Math.floor(first / (size / 2))).not.toBe(Math.floor(last / (size / 2)));
      }),
    );
  });

  it.each([
    [0x3ff, 0x400, { first: 0, last: 0x7ff }],
    [2, 3, { first: 2, last: 3 }],
    [5, 5, { first: 5, last: 5 }],
    [0, 2 ** 41 - 1, { first: 0, last: ALL - 1 }],
  ])('[%d, %d]', (first, last, block) => expect(flushedBlock(first, last)).toEqual(block));

  it('needs no ones for 8 KiB', () => expect(encodeBlock(2, 3)).toEqual({ page: 2, s: true }));
});

describe('NpCache (6.3, PT-149)', () => {
  it('splits into aligned powers of two that cover the range exactly', () => {
    fc.assert(
      fc.property(ranges, ({ first, last }) => {
        let next = first;
        for (const block of npCacheBlocks(first, 0, last, 0xfff)) {
          const size = block.last - block.first + 1;
          expect(block.first).toBe(next);
          expect(Number.isInteger(Math.log2(size))).toBe(true);
          expect(block.first % size).toBe(0);
          next = block.last + 1;
        }
        expect(next).toBe(last + 1);
      }),
    );
  });

  it('flushes a page once for each piece within it', () => {
    expect([...npCacheBlocks(1, 0xffd, 3, 0)]).toEqual([
      { first: 1, last: 1 },
      { first: 1, last: 1 },
      { first: 2, last: 2 },
      { first: 3, last: 3 },
    ]);
  });
});
