import fc from 'fast-check';
import { Prot, USABLE_SME_BITS_V1, hexAddress, sizesOf, type Format, type OaPage } from '../../vocabulary';
import { attributesOf } from '../attributes';
import { LEVEL_OF } from '../table';
import { formatOf } from '.';
import { hasBit, pageHasBit } from './bits';
import { ItemClass } from './format';

const leaves = fc
  .tuple(
    fc.constantFrom<Format>('amdv1', 'amdv2'),
    fc.nat(63),
    fc.maxSafeNat(),
    fc.integer({ min: 1, max: 63 }),
    fc.nat(5),
  )
  .map(([name, pick, n, prot, c]) => {
    const format = formatOf(name);
    const sizes = sizesOf(format.sizes);
    const lg = sizes[pick % sizes.length]!;
    const oa: OaPage = Math.floor((n % 2 ** 40) / 2 ** (lg - 12)) * 2 ** (lg - 12);
    const smeBit = [null, ...USABLE_SME_BITS_V1][c]!;
    return { format, lg, oa, prot, smeBit };
  })
  // 1.5: decoding is promised for addresses without the C-bit.
  .filter(({ oa, smeBit }) => !pageHasBit(oa, smeBit));

describe('leaves of both formats', () => {
  it('decode to what was encoded (PT-017)', () => {
    fc.assert(
      fc.property(leaves, ({ format, lg, oa, prot, smeBit }) => {
        const { lo, hi } = format.encodeLeaf(lg, oa, prot, smeBit);
        const level = LEVEL_OF[lg]!;
        expect(format.classify(level, lo, hi)).toBe(ItemClass.leaf);
        expect(format.leafLg(level, lo, hi)).toBe(lg);
        expect(format.leafOa(level, lo, hi, smeBit)).toBe(oa);
      }),
      { numRuns: 1000 },
    );
  });

  it('do so at every size, every usable C-bit, and both ends of the address range', () => {
    for (const format of [formatOf('amdv1'), formatOf('amdv2')]) {
      for (const lg of sizesOf(format.sizes)) {
        for (const smeBit of [null, ...USABLE_SME_BITS_V1]) {
          for (const last of [0, 2 ** 40 - 2 ** (lg - 12)]) {
            const oa = smeBit !== null && pageHasBit(last, smeBit) ? last - 2 ** (smeBit - 12) : last;
            const { lo, hi } = format.encodeLeaf(lg, oa, Prot.READ, smeBit);
            expect(format.leafLg(LEVEL_OF[lg]!, lo, hi)).toBe(lg);
            expect(format.leafOa(LEVEL_OF[lg]!, lo, hi, smeBit)).toBe(oa);
          }
        }
      }
    }
  });

  it('carry the C-bit unless they map MMIO, and nothing else changes (PT-031 … PT-033)', () => {
    fc.assert(
      fc.property(leaves, ({ format, lg, oa, prot, smeBit }) => {
        const ram = format.encodeLeaf(lg, oa, prot & ~Prot.MMIO, smeBit);
        const mmio = format.encodeLeaf(lg, oa, prot | Prot.MMIO, smeBit);
        const plain = format.encodeLeaf(lg, oa, prot, null);
        expect(mmio).toEqual(plain);
        if (smeBit !== null) expect(hasBit(ram.lo, ram.hi, smeBit)).toBe(true);
        else expect(ram).toEqual(plain);
      }),
    );
  });

  it('decode ones all over, as a hostile subject may write them, to a size within 64 bits', () => {
    const levels = [0, 1, 2, 3, 4, 5];
    const sizes = levels.map((level) => formatOf('amdv1').leafLg(level, 0xffff_ffff, 0xffff_ffff));
    expect(sizes).toEqual([44, 53, 53, 53, 53, 57]);
  });

  it('describe themselves field by field', () => {
    const format = formatOf('amdv1');
    const { lo, hi } = format.encodeLeaf(16, 0x10, Prot.READ | Prot.WRITE, 47);
    const fields = Object.fromEntries(format.describe(0, lo, hi, 47).map(({ name, value }) => [name, value]));
    expect(fields).toMatchObject({ PR: '1', IR: '1', IW: '1', FC: '1', 'C-bit': '1', OA: hexAddress(0x10) });
    expect(fields['size code']).toBe('2^16 bytes, 16 items');
    expect(fields['NL']).toBe('7 (leaf with size code)');
  });
});

describe('attributes read back (AMB-CBIT-READBACK)', () => {
  it('drop the C-bit, or keep it', () => {
    const format = formatOf('amdv1');
    const { lo, hi } = format.encodeLeaf(12, 1, Prot.READ, 51);
    expect(attributesOf(format, lo, hi, 51, 'dropped')).toEqual({ lo: 0, hi: 0x3000_0000 });
    expect(attributesOf(format, lo, hi, 51, 'kept')).toEqual({ lo: 0, hi: 0x3008_0000 });
  });
});
