import { Heap } from '../heap';
import { SgTable } from './sg-table';

function filled(nents: number): { table: SgTable; heap: Heap } {
  const heap = new Heap();
  const table = new SgTable(nents, 4096, heap);
  for (let i = 0; i < nents; i++) table.fill(BigInt(i) << 12n, 0x1000n, false);
  return { table, heap };
}

test.each([
  [1, 1],
  [128, 1],
  [129, 2],
  [255, 2],
  [256, 3],
])('%i entries take %i pages: the last place of a page that is not the last is a link', (nents, chunks) => {
  const { table, heap } = filled(nents);
  expect([heap.pieces, table.chunks.length]).toEqual([chunks, chunks]);
  expect(table.entries().map(({ address }) => Number(address >> 12n))).toEqual(
    Array.from({ length: nents }, (_, i) => i),
  );
  table.free(heap);
  expect(heap.pieces).toBe(0);
});

test('an entry too many has no place', () => {
  const { table } = filled(2);
  table.fill(0xf000n, 0x1000n, false);
  expect(table.entries().map(({ address }) => address)).toEqual([0n, 0x1000n]);
});
