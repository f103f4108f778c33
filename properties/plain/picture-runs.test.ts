import { piecesOf, runOf } from './picture-runs';

test('a run is so many leaves of the largest size that divides it', () => {
  expect(runOf(0x20_0000, 0x4000_0000n, 0x60_0000)).toEqual({ first: 512, target: 0x4_0000, lg: 21, count: 3 });
  expect(runOf(0n, 0n, 0xffff_f000n)).toEqual({ first: 0, target: 0, lg: 12, count: 0xf_ffff });
});

test('a span is cut where it leads elsewhere, or has other rights, or a hole', () => {
  const leafAt = (at: bigint) => {
    if (at < 0x3000n) return { paddr: 0x1_0000n + at, prot: 3 };
    if (at === 0x3000n) return null;
    return at < 0x6000n ? { paddr: 0x5_0000n + at, prot: 3 } : { paddr: 0x5_0000n + at, prot: 1 };
  };
  expect(piecesOf({ base: 0n, bytes: 0x8000n }, 0x1000n, leafAt)).toEqual([
    { base: 0n, bytes: 0x3000n, paddr: 0x1_0000n, prot: 3 },
    { base: 0x4000n, bytes: 0x2000n, paddr: 0x5_4000n, prot: 3 },
    { base: 0x6000n, bytes: 0x2000n, paddr: 0x5_6000n, prot: 1 },
  ]);
});

test('millions of pages that belong together take two looks', () => {
  let looks = 0;
  const pieces = piecesOf({ base: 0n, bytes: 1n << 36n }, 0x1000n, (at) => {
    looks++;
    return { paddr: at, prot: 3 };
  });
  expect([pieces.length, looks]).toEqual([1, 2]);
});
