import type { Bar } from '../../../model/vocabulary/dma-buf/config';
import { LARGE_BAR } from './bounds';
import type { CaseContext } from './context';

export interface Range {
  readonly offset: bigint;
  readonly length: bigint;
}

/** Around MAX_SEG of 4K pages (dma-mmio.md 0.4), 4 GiB and 8 GiB. */
const LARGE = [0xffff_f000n, 0x1_0000_0000n, 0x1_ffff_e000n, 0x2_0000_0000n];

/** Ranges of `bar` that may be exported together: in any order, now and then overlapping or the same twice. */
export function drawRanges(c: CaseContext, bar: Bar): readonly Range[] {
  const { draw } = c;
  const count = draw.chance(c.theme.single) ? 1 : 2 + draw.int(3);
  const ranges = Array.from({ length: count }, () => drawRange(c, bar));
  return count > 1 && draw.chance(15) ? ranges.with(count - 1, ranges[0]!) : ranges;
}

function drawRange({ draw, page }: CaseContext, bar: Bar): Range {
  if (bar.bytes === LARGE_BAR && draw.chance(60)) {
    const large = (draw.pick(LARGE) / page) * page;
    const length = large + page * BigInt(draw.int(3) - 1);
    return { offset: draw.chance(50) ? 0n : bar.bytes - length, length };
  }
  const pages = Number(bar.bytes / page);
  const first = draw.chance(25) ? pages - 1 : draw.int(Math.min(pages, 1 << 16));
  const most = Math.min(pages - first, 4);
  const length = draw.chance(10) ? pages - first : 1 + draw.int(most);
  return { offset: BigInt(first) * page, length: BigInt(bar.bytes === LARGE_BAR ? 1 + draw.int(most) : length) * page };
}
