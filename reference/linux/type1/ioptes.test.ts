import { spansOf } from './ioptes';

const leaf = (iova: bigint, raw: bigint, level = 0n, items = 1n) => ({ iova, raw, level, items });

test('pages that follow each other are one span, whose raw entry is the first', () => {
  const leaves = [leaf(0x100000n, 0x70008000fdfff001n), leaf(0x101000n, 0x70008000fe000001n)];
  expect(spansOf(leaves, 47)).toEqual([
    { iova: 0x100000n, paddr: 0xfdfff000n, bytes: 0x2000n, read: true, write: true, cBit: true, raw: leaves[0]!.raw },
  ]);
});

test('the C-bit parts them', () => {
  const leaves = [leaf(0x100000n, 0x70008000fdfff001n), leaf(0x101000n, 0x70000000fe000001n)];
  expect(spansOf(leaves, 47).map(({ paddr, cBit }) => [paddr, cBit])).toEqual([
    [0xfdfff000n, true],
    [0xfe000000n, false],
  ]);
});

test('sixteen items with a size code are 64 KiB', () => {
  const leaves = [leaf(0x10000n, 0x3000000000027e01n, 0n, 16n)];
  expect(spansOf(leaves, null)).toEqual([
    {
      iova: 0x10000n,
      paddr: 0x20000n,
      bytes: 0x10000n,
      read: true,
      write: false,
      cBit: null,
      raw: leaves[0]!.raw,
    },
  ]);
});
