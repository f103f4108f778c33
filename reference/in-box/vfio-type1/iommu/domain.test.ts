import { Errno } from '../../../../model/vocabulary/errno';
import { Prot } from '../../../../model/vocabulary/prot';
import { IommuDomain } from './domain';
import { TableFactory } from './tables';

const RW = Prot.READ | Prot.WRITE;
const open = (cBit: number | null, pageSizes = 0x1000n) =>
  new IommuDomain(
    0,
    { pageSizes, aperture: { first: 0n, last: 2n ** 64n - 1n }, reserved: [] },
    new TableFactory(cBit, {}),
  );

describe('IommuDomain', () => {
  test('leaves that lead on with the same bits are one span', () => {
    const domain = open(47);
    expect(domain.map(0x1000n, 0x101, 3, RW)).toBe(0);
    expect(domain.map(0x4000n, 0x104, 2, RW)).toBe(0);
    expect(domain.map(0x6000n, 0x106, 1, RW | Prot.MMIO)).toBe(0);
    expect(domain.map(0x7000n, 0x107, 1, Prot.READ | Prot.MMIO)).toBe(0);
    expect(domain.spans.map(({ raw, ...span }) => ({ ...span, hasC: (raw! >> 47n) & 1n }))).toEqual([
      { iova: 0x1000n, paddr: 0x101000n, bytes: 0x5000n, read: true, write: true, cBit: true, hasC: 1n },
      { iova: 0x6000n, paddr: 0x106000n, bytes: 0x1000n, read: true, write: true, cBit: false, hasC: 0n },
      { iova: 0x7000n, paddr: 0x107000n, bytes: 0x1000n, read: true, write: false, cBit: false, hasC: 0n },
    ]);
  });

  test('without memory encryption there is no C-bit', () => {
    const domain = open(null);
    expect(domain.map(0n, 0x200, 512, RW)).toBe(0);
    expect(domain.spans).toMatchObject([{ iova: 0n, paddr: 0x200000n, bytes: 0x200000n, cBit: null }]);
  });

  test('the last page of all can be mapped, found and unmapped', () => {
    const domain = open(null);
    const last = 2n ** 64n - 0x1000n;
    expect(domain.map(last, 0x321, 1, Prot.READ)).toBe(0);
    expect(domain.translate(last)).toEqual({ frame: 0x321, frames: 1 });
    expect(domain.translate(last - 1n)).toBeNull();
    domain.unmapFast(last, 0x1000n);
    domain.sync();
    expect(domain.spans).toEqual([]);
  });

  test('a translation says how far its leaf goes', () => {
    const domain = open(null);
    expect(domain.map(0x20_0000n, 0x400, 512, RW)).toBe(0);
    expect(domain.translate(0x20_3000n)).toEqual({ frame: 0x403, frames: 509 });
    domain.unmap(0x20_0000n, 0x20_0000n);
    expect(domain.translate(0x20_3000n)).toBeNull();
  });

  test('what is not aligned to the smallest page size is refused', () => {
    const domain = open(null, 0x1_0000n);
    expect(domain.map(0x1_0000n, 0x20, 16, RW)).toBe(0);
    for (const [iova, frame, frames] of [
      [0x2_1000n, 0x40, 16],
      [0x3_0000n, 0x41, 16],
      [0x3_0000n, 0x40, 8],
    ] as const)
      expect(domain.map(iova, frame, frames, RW)).toBe(Errno.EINVAL);
    expect(domain.spans).toHaveLength(1);
  });
});
