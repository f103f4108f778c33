import { IoPageTable } from './io-page-table';
import { addressOfLeaf, encodeLeaf, NOT_PRESENT, protOfLeaf } from './leaf-word';

test('a leaf tells its address and prot, with the C-bit in the address', () => {
  const word = encodeLeaf(0x12345000n, 0x2f, 1n << 51n);
  expect([addressOfLeaf(word, 12n), protOfLeaf(word)]).toEqual([0x8000012345000n, 0x2f]);
});

test('leaves of two tables, and no leaf twice', () => {
  const table = new IoPageTable(12n);
  const word = encodeLeaf(0x5000n, 3, 0n);
  // The last leaf of one table, the first of the next.
  expect([table.set(0x1ff000n, word), table.set(0x200000n, word), table.set(0x200000n, word)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(table.mapped()).toEqual([{ base: 0x1ff000n, bytes: 0x2000n }]);
  table.clear(0x1ff000n);
  table.clear(0x300000n);
  expect([table.leaf(0x1ff000n), table.leaf(0x200fffn)]).toEqual([NOT_PRESENT, word]);
  expect(table.mapped()).toEqual([{ base: 0x200000n, bytes: 0x1000n }]);
});
