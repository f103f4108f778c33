import { Iotlb } from './iotlb';

const NONE = -1;

test('the entry whose reach covers the page serves its own requester only', () => {
  const tlb = new Iotlb();
  tlb.put(0, NONE, 0, 512, 21).spa = 7;
  expect(tlb.find(0, NONE, 0, 1023)?.spa).toBe(7);
  for (const [device, pasid, t, iova] of [
    [0, NONE, 0, 1024],
    [0, NONE, 1, 512],
    [0, 0, 0, 512],
    [1, NONE, 0, 512],
  ] as const) {
    expect(tlb.find(device, pasid, t, iova)).toBeNull();
  }
});

test('a later entry replaces those inside its range', () => {
  const tlb = new Iotlb();
  for (const iova of [511, 512, 1023, 1024]) tlb.put(0, NONE, 0, iova, 12);
  tlb.put(0, NONE, 0, 512, 21);
  expect(Array.from(tlb.entries(), ({ iova, reachLg }) => `${String(iova)}/${String(reachLg)}`).sort()).toEqual([
    '1024/12',
    '511/12',
    '512/21',
  ]);
});

test.each([
  [0, 700, 1, [0, 2000]],
  [-1, 0, 0, []],
  [1, 0, 0, [0, 512, 2000]],
  [0, 0, 513, [2000]],
  [0, 1, 511, [0, 512, 2000]],
])('invalidate(%d, %d, %d) leaves %j', (device, iova, pages, left) => {
  const tlb = new Iotlb();
  tlb.put(0, NONE, 0, 0, 12);
  tlb.put(0, NONE, 0, 512, 21);
  tlb.put(0, NONE, 0, 2000, 12);
  tlb.invalidate(device, iova, pages);
  expect(Array.from(tlb.entries(), (entry) => entry.iova).sort((a, b) => a - b)).toEqual(left);
});
