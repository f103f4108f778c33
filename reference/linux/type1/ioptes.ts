import type { IopteSpan } from '../../../model/vocabulary/vfio-type1/view';

/** A leaf of AMD v1 as it lies in memory: `items` equal items of level `level`, from `iova` on. */
export interface RawLeaf {
  readonly iova: bigint;
  readonly raw: bigint;
  readonly level: bigint;
  readonly items: bigint;
}

const PAGE_BITS = 12n;
const ITEM_BITS = 9n;
/** Bits 51:12. page-tables.md 3.1. */
const ADDRESS = 0xffffffffff000n;
const NEXT_LEVEL = 7n << 9n;
/** NL = 7: the ones below the lowest 0 of the address tell the size. page-tables.md 3.2. */
const SIZE_CODE = 7n << 9n;
const IR = 1n << 61n;
const IW = 1n << 62n;

/** Spans of a domain, from its leaves in IOVA order. `cBit` is the position of the C-bit, null without memory encryption. */
export function spansOf(leaves: readonly RawLeaf[], cBit: number | null): readonly IopteSpan[] {
  const spans: IopteSpan[] = [];
  for (const leaf of leaves) {
    const span = spanOf(leaf, cBit);
    const last = spans.at(-1);
    if (last !== undefined && isContinuedBy(last, span))
      spans[spans.length - 1] = { ...last, bytes: last.bytes + span.bytes };
    else spans.push(span);
  }
  return spans;
}

function spanOf({ iova, raw, level, items }: RawLeaf, cBit: number | null): IopteSpan {
  const mask = cBit === null ? 0n : 1n << BigInt(cBit);
  const address = raw & ADDRESS & ~mask;
  const itemBytes = 1n << (PAGE_BITS + ITEM_BITS * level);
  const leafBytes = (raw & NEXT_LEVEL) === SIZE_CODE ? codedBytes(address) : itemBytes;
  return {
    iova,
    paddr: (address & ~(leafBytes - 1n)) + (iova & (leafBytes - 1n)),
    bytes: itemBytes * items,
    read: (raw & IR) !== 0n,
    write: (raw & IW) !== 0n,
    cBit: cBit === null ? null : (raw & mask) !== 0n,
    raw,
  };
}

/** Twice the lowest bit of the address that is 0. */
function codedBytes(address: bigint): bigint {
  let bit = 1n << PAGE_BITS;
  while ((address & bit) !== 0n) bit <<= 1n;
  return bit << 1n;
}

const isContinuedBy = (a: IopteSpan, b: IopteSpan): boolean =>
  a.iova + a.bytes === b.iova &&
  a.paddr + a.bytes === b.paddr &&
  a.read === b.read &&
  a.write === b.write &&
  a.cBit === b.cBit;
