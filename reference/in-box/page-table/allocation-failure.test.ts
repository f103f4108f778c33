import { Errno, itemLg, type PageTableConfig } from '../../../model/vocabulary';
import { budget, map, unmap, V1, V2 } from '../../../tests/golden/build';
import { recordsOf } from './testing/runs';

const CASES: readonly (readonly [string, PageTableConfig, bigint, bigint, bigint, number])[] = [
  ['v1: two paths', V1, 0x1f_f000n, 0x20_3000n, 0x3000n, 3],
  ['v1: growth to six levels', V1, 0xffff_ffff_ffff_f000n, 0x1000n, 0x1000n, 8],
  ['v1: a staircase over a 1 GiB border', V1, 0x3fff_f000n, 0x7fff_f000n, 0x40_2000n, 4],
  ['v2: into and out of 2 MiB', V2, 0x1f_f000n, 0x3f_f000n, 0x20_2000n, 4],
  ['v2, five levels', { ...V2, topLevel: 4, vasz: 56 }, 0x1000n, 0x1000n, 0x20_0000n, 5],
];

describe('failure at every allocation (PT-077, PT-078)', () => {
  test.each(CASES)('%s', (_name, config, iova, oa, len, needed) => {
    for (let k = 0; k < needed; k++) {
      const [, failed, again, undone, retried, end] = recordsOf(config, [
        budget(k),
        map(iova, oa, len, 0, 0n),
        budget(),
        unmap(iova, len, 0n),
        map(iova, oa, len, 0, 0n),
      ]);
      expect({ k, ret: failed!.ret }).toEqual({ k, ret: Errno.ENOMEM });
      expect(failed!.allocations).toBe(k);
      expect(again!.ret).toBe(0);
      expect(undone!.value).toBe(failed!.value - 0x7000n);
      expect({ k, ret: retried!.ret, value: retried!.value }).toEqual({ k, ret: 0, value: 0x7000n + len });
      expect(end!.liveTables).toBe(0);
    }
    const [, enough] = recordsOf(config, [budget(needed), map(iova, oa, len, 0, 0n)]);
    expect(enough!.ret).toBe(0);
    expect(enough!.allocations).toBe(needed);
  });

  test('failed growth changes nothing', () => {
    const [, grown] = recordsOf(V1, [budget(2), map(0xffff_ffff_ffff_f000n, 0n, 0x1000n, 0, 0n)]);
    expect(grown).toMatchObject({ ret: Errno.ENOMEM, topLevel: 2, liveTables: 1, allocations: 2, frees: 2 });
    expect(itemLg(grown!.topLevel)).toBe(30);
  });
});
