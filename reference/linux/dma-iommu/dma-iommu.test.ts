/** What becomes of the calls of dma-buf-mapping.c below it, in released code: dma-mmio.md 2.6, docs/findings.md F-40 to F-44. */
import { Errno } from '../../../model/vocabulary/errno';
import { KernelProcess } from '../kbuild/process';
import { linuxPrograms } from '../programs';
import { isOwnTree } from '../subjects';
import { IommuHost } from './iommu-host';
import { DMA_IOMMU_PROGRAM } from './program';

/** The release that docs/findings.md describes. */
const DESCRIBED = '7.2.13';
const BAR = 0x40_0000_0000n;
const PAGE = 0x1000n;
const FOUR_GIB = 2n ** 32n;
/** The longest entry of a table. dma-mmio.md 0.4. */
const MAX_SEG = FOUR_GIB - PAGE;
const BELOW_4_GIB = 0xffff_ffffn;
const BELOW_1_TIB = 0xff_ffff_ffffn;

const programs = linuxPrograms().built.filter(({ kind, name }) => kind === DMA_IOMMU_PROGRAM.name && !isOwnTree(name));

test('every program that is built has a version', () => {
  for (const { kernel, name } of programs) expect([name, kernel]).toEqual([name, expect.stringMatching(/^\d/)]);
});

for (const { name, path } of programs.filter(({ kernel }) => kernel === DESCRIBED)) {
  describe(name, () => {
    const process = new KernelProcess(path);
    let host: IommuHost;
    afterAll(() => process.close());

    const call = (entry: string, ...words: readonly bigint[]): readonly bigint[] => {
      const { how, why, words: results } = process.call(entry, words, host);
      expect([entry, how, why]).toEqual([entry, 'ok', '']);
      return results;
    };
    const begin = (mask: bigint): void => {
      process.reset();
      host = new IommuHost();
      expect(call('start', mask)).toEqual([0n]);
    };
    const reserve = (state: bigint, bytes: bigint): bigint => {
      const [isGiven, address] = call('reserve', state, bytes);
      expect(isGiven).toBe(1n);
      return address!;
    };
    const link = (state: bigint, paddr: bigint, offset: bigint, bytes: bigint): number =>
      Number(BigInt.asIntN(64, call('link', state, paddr, offset, bytes)[0]!));

    test('F-40: a second range at offset 0 finds its place taken; at the running offset it does not', () => {
      begin(BELOW_4_GIB);
      reserve(0n, 2n * PAGE);
      expect(link(0n, BAR, 0n, PAGE)).toBe(0);
      expect(link(0n, BAR + PAGE, 0n, PAGE)).toBe(Errno.EADDRINUSE);
      expect(link(0n, BAR + PAGE, PAGE, PAGE)).toBe(0);
    });

    test('F-43: unmapping 0 bytes at address 0 does no harm', () => {
      begin(BELOW_4_GIB);
      call('unmapPhys', 0n, 0n);
      expect(host.calls).toEqual([{ call: 'iommuUnmap', words: [0n, 0n, 0n] }]);
      const [first, second] = [reserve(0n, PAGE), reserve(1n, PAGE)];
      expect([first !== 0n, second !== 0n, first !== second]).toEqual([true, true, true]);
    });

    test('F-44: the last page of a range unmapped in pieces is given to two at once', () => {
      begin(BELOW_1_TIB);
      const [base] = call('mapPhys', BAR, FOUR_GIB);
      call('unmapPhys', base!, MAX_SEG);
      call('unmapPhys', base! + MAX_SEG, PAGE);
      // One leaf: the first piece takes it whole, the second finds nothing.
      expect(host.calls.map(({ words }) => words)).toEqual([
        [base, BAR, FOUR_GIB, 19n],
        [base, MAX_SEG, FOUR_GIB],
        [base! + MAX_SEG, PAGE, 0n],
      ]);
      expect(host.warnings).toHaveLength(2);
      const whole = reserve(0n, FOUR_GIB);
      const page = reserve(1n, PAGE);
      expect([whole, page]).toEqual([base, base! + MAX_SEG]);
    });

    test('destroying 3 linked pages of 4 hands all 4 back: both are of one size for the cache', () => {
      begin(BELOW_4_GIB);
      const base = reserve(0n, 4n * PAGE);
      expect(link(0n, BAR, 0n, 3n * PAGE)).toBe(0);
      call('destroy', 0n, 3n * PAGE);
      expect(reserve(1n, 4n * PAGE)).toBe(base);
    });

    test('destroying 1 linked page of 4 hands back that page, and the other three with nobody', () => {
      begin(BELOW_4_GIB);
      const base = reserve(0n, 4n * PAGE);
      expect(link(0n, BAR, 0n, PAGE)).toBe(0);
      call('destroy', 0n, PAGE);
      expect(reserve(1n, 4n * PAGE)).toBe(base - 4n * PAGE);
      expect(reserve(2n, PAGE)).toBe(base);
    });

    test('destroying 63 linked pages of 64 hands all back: that is more than the cache holds', () => {
      begin(BELOW_4_GIB);
      const base = reserve(0n, 64n * PAGE);
      expect(link(0n, BAR, 0n, 63n * PAGE)).toBe(0);
      call('destroy', 0n, 63n * PAGE);
      expect(reserve(1n, 64n * PAGE)).toBe(base);
    });
  });
}
