import { IoPageTable } from './io-page-table';

function table(): IoPageTable {
  const made = new IoPageTable();
  made.map(0x4000n, 0x4000000000n, 0x4000n, 19);
  return made;
}

test('an address leads to its own byte', () => {
  expect(table().at(0x5abcn)).toEqual({ paddr: 0x4000001abcn, prot: 19 });
  expect([table().at(0x3fffn), table().at(0x8000n)]).toEqual([null, null]);
});

test('nothing is mapped over what is there', () => {
  const made = table();
  expect(made.map(0x7000n, 0n, 0x2000n, 1)).toBe(false);
  expect(made.map(0x8000n, 0n, 0x1000n, 1)).toBe(true);
  expect(made.at(0x7000n)).toEqual({ paddr: 0x4000003000n, prot: 19 });
});

test('clearing the middle leaves both ends as they were', () => {
  const made = table();
  made.unmap(0x5000n, 0x2000n);
  expect(made.spans().map(({ base, bytes }) => [base, bytes])).toEqual([
    [0x4000n, 0x1000n],
    [0x7000n, 0x1000n],
  ]);
  expect(made.at(0x7fffn)).toEqual({ paddr: 0x4000003fffn, prot: 19 });
  expect(made.at(0x5000n)).toBeNull();
});
