import { makeOp, OpFlag, OpKind, UNLIMITED_BUDGET } from '../../model/vocabulary';
import { describeOp } from './describe';

test.each([
  [
    makeOp(OpKind.map, { iova: 1, oa: 0xfe000, len: 1, prot: 19 }),
    'map(iova 0x1000, oa 0xfe000000, len 0x1000, READ|WRITE|MMIO)',
  ],
  [
    makeOp(OpKind.mapPages, { iova: 512, oa: 512, len: 1024, prot: 1, pageLg: 21 }),
    'mapPages(iova 0x200000, oa 0x200000, 2 × pgsize 0x200000, READ)',
  ],
  [makeOp(OpKind.unmap, { iova: 1, lenOffset: 1 }), 'unmap(iova 0x1000, len 0x1)'],
  [makeOp(OpKind.unmap, { iova: 1, len: 3, pageLg: 12 }), 'unmap(iova 0x1000, 3 × pgsize 0x1000)'],
  [makeOp(OpKind.iovaToPhys, { iova: 2 ** 52 - 1, iovaOffset: 4095 }), 'iovaToPhys(iova 0xffffffffffffffff)'],
  [
    makeOp(OpKind.readAndClearDirty, { domain: 1, len: 1, flags: OpFlag.noClear }),
    'domain 1: readAndClearDirty(iova 0x0, len 0x1000, noClear)',
  ],
  [
    makeOp(OpKind.iommuMapSg, {
      prot: 2,
      segments: [
        { oa: 4, oaOffset: 0, len: 1, lenOffset: 0 },
        { oa: 5, oaOffset: 0, len: 2, lenOffset: 0 },
      ],
    }),
    'iommuMapSg(iova 0x0, [0x4000 + 0x1000, 0x5000 + 0x2000], WRITE)',
  ],
  [
    makeOp(OpKind.iommuMap, { len: 1, prot: 0x40, flags: OpFlag.badGfp }),
    'iommuMap(iova 0x0, oa 0x0, len 0x1000, 0x40, badGfp)',
  ],
  [makeOp(OpKind.sync), 'sync()'],
  [makeOp(OpKind.budget, { len: 1 }), 'budget(1 table)'],
  [makeOp(OpKind.budget, { len: UNLIMITED_BUDGET }), 'budget(unlimited)'],
])('%#', (op, words) => {
  expect(describeOp(op)).toBe(words);
});
