import { GOLDEN_LAYOUTS } from '../../tests/golden/layouts';
import { GOLDEN_LEAVES, GOLDEN_POINTERS, GOLDEN_SIZES } from '../../tests/golden/entries';
import { fromU64, itemLg, pagesOf, Prot, rawU64, type Log2Size } from '../vocabulary';
import { greedyLayout, pageSizes } from './best';
import { formatOf } from './formats';
import { ItemClass } from './formats/format';
import { ITEMS_OF, LEVEL_OF } from './table';

const halves = (raw: bigint): [number, number] => [Number(raw & 0xffff_ffffn), Number(raw >> 32n)];

describe('page-tables.md 9.1, raw entries', () => {
  it('has all 56 vectors', () => expect(GOLDEN_LEAVES.length + GOLDEN_POINTERS.length).toBe(56));

  it.each(GOLDEN_LEAVES)('$id', ({ format: name, lg, oa, prot, smeBit, raw, level, items, preFix }) => {
    const format = formatOf(name);
    const page = fromU64(oa).page;
    const [lo, hi] = halves(raw);
    // Before the fix an MMIO leaf was encoded as if it were RAM.
    const encoded = format.encodeLeaf(lg, page, preFix ? prot & ~Prot.MMIO : prot, smeBit);
    expect(rawU64(encoded.lo, encoded.hi)).toBe(raw);
    if (preFix) expect(format.encodeLeaf(lg, page, prot, smeBit)).not.toEqual(encoded);
    expect(format.classify(level, lo, hi)).toBe(ItemClass.leaf);
    expect(format.leafLg(level, lo, hi)).toBe(lg);
    expect(format.leafOa(level, lo, hi, smeBit)).toBe(page);
    expect([LEVEL_OF[lg], ITEMS_OF[lg]]).toEqual([level, items]);
  });

  it.each(GOLDEN_POINTERS)('$id', ({ format: name, level, child, smeBit, raw }) => {
    const format = formatOf(name);
    const encoded = format.encodePointer(level, fromU64(child).page, smeBit);
    expect(rawU64(encoded.lo, encoded.hi)).toBe(raw);
    expect(format.classify(level, encoded.lo, encoded.hi)).toBe(ItemClass.table);
  });
});

describe('page-tables.md 1.3, sizes of v1', () => {
  it.each(GOLDEN_SIZES)('2^$lg', ({ lg, level, items, nl, raw }) => {
    const format = formatOf('amdv1');
    expect((format.sizes >> BigInt(lg)) & 1n).toBe(raw === null ? 0n : 1n);
    expect(LEVEL_OF[lg]).toBe(level);
    if (raw === null) return;
    const encoded = format.encodeLeaf(lg, 0, Prot.READ | Prot.WRITE, null);
    expect(rawU64(encoded.lo, encoded.hi)).toBe(raw);
    expect((encoded.lo >>> 9) & 7).toBe(nl);
    expect(2 ** (lg - itemLg(level))).toBe(items);
  });
});

describe('page-tables.md 9.2, layouts', () => {
  const cases = GOLDEN_LAYOUTS.flatMap((golden) => golden.formats.map((format) => ({ ...golden, format })));
  it.each(cases)('$format $iova → $oa, $len', ({ format, pageSizes: mask, iova, oa, len, layout }) => {
    const sizes = pageSizes(formatOf(format).sizes & mask);
    const expected = layout.flatMap(([lg, count]) => Array<Log2Size>(count).fill(lg));
    const leaves = greedyLayout(sizes, fromU64(iova).page, fromU64(oa).page, fromU64(len).page);
    expect(leaves).toEqual(expected);
    expect(leaves.reduce((pages, lg) => pages + pagesOf(lg), 0)).toBe(fromU64(len).page);
  });
});
