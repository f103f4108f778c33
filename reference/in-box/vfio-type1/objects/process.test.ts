import type { Area } from '../../../../model/vocabulary/vfio-type1/area';
import { Process } from './process';

const area = (start: bigint, runs: Area['runs']): Area => ({
  start,
  kind: 'ioPfnmap',
  writable: true,
  enabled: true,
  populated: true,
  runs,
});

const low = area(0x1000n, [
  { frame: 0x10, frames: 2, leaf: 1 },
  { frame: 0x20, frames: 1, leaf: 1 },
]);
const high = area(0x20_0000n, [{ frame: 0x400, frames: 1024, leaf: 512 }]);

describe('Process', () => {
  test('finds the page at an address, and how far it goes on', () => {
    const process = new Process([low, high], 0);
    expect(process.pageAt(0x1000n)).toEqual({ area: low, frame: 0x10, inRun: 2, inLeaf: 1 });
    expect(process.pageAt(0x3000n)).toEqual({ area: low, frame: 0x20, inRun: 1, inLeaf: 1 });
    expect(process.pageAt(0x20_1000n)).toEqual({ area: high, frame: 0x401, inRun: 1023, inLeaf: 511 });
    expect([0xfffn, 0x4000n, 0x60_0000n].map((vaddr) => process.pageAt(vaddr))).toEqual([null, null, null]);
  });

  test('areas do not overlap, and come and go', () => {
    const process = new Process([high], 0);
    expect(process.add(area(0x1f_f000n, [{ frame: 1, frames: 2, leaf: 1 }]))).toBe(false);
    expect(process.add(low)).toBe(true);
    expect(process.areas).toEqual([low, high]);
    const off = { ...low, enabled: false };
    process.replace(low, off);
    expect(process.areaFrom(0x1000n)).toBe(off);
    process.remove(off);
    expect(process.areas).toEqual([high]);
  });
});
