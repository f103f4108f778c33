import type { FileTarget } from '../../../../model/vocabulary/dma-buf/ioas-op';
import { TOP } from '../bounds';
import type { CaseContext, Move } from '../context';

/** IOVAs at which areas are put: a few, so that they meet; next to the reserved window; the end of the space. */
const IOVA_SLOTS = 10;
const SLOT_PAGES = 16n;
const RESERVED = 0xfee0_0000n;

function iova({ draw, page }: CaseContext): bigint {
  if (draw.chance(88)) return BigInt(draw.int(IOVA_SLOTS)) * SLOT_PAGES * page;
  return draw.pick([RESERVED, RESERVED - page, TOP - page, TOP - 1n, page / 2n]);
}

/** Mostly a buffer of one range that is LIVE. */
function target(c: CaseContext): FileTarget | null {
  if (c.draw.chance(7)) return { kind: 'foreign', bytes: 16n * c.page };
  if (c.draw.chance(2)) return { kind: 'none' };
  const good = c.buf(({ fdOpen, state, physVec }) => fdOpen && state === 'LIVE' && physVec.length === 1);
  const buf = good !== null && c.draw.chance(75) ? good : c.buf(({ fdOpen }) => fdOpen);
  return buf === null ? null : { kind: 'buf', buf };
}

export const mapFile: Move = (c) => {
  const { draw, page } = c;
  const file = target(c);
  if (file === null) return null;
  const bytes = file.kind === 'buf' ? c.view.buf(file.buf)!.bytes : 16n * page;
  const pages = Number(bytes / page);
  const first = draw.int(Math.min(pages, 1 << 16));
  const length = draw.chance(30) ? pages - first : 1 + draw.int(Math.min(pages - first, 4));
  const op = {
    op: 'mapFile' as const,
    area: c.name('area'),
    target: file,
    start: BigInt(first) * page,
    length: BigInt(length) * page,
    iova: iova(c),
    read: draw.chance(85),
    write: draw.chance(80),
    otherFlags: draw.chance(1),
    badIoas: draw.chance(1),
  };
  if (!draw.chance(18)) return op;
  switch (draw.int(7)) {
    case 0:
      return { ...op, length: 0n };
    case 1:
    case 2:
      return { ...op, length: bytes - op.start + page };
    case 3:
      return { ...op, start: bytes };
    case 4:
      return { ...op, length: op.length - 1n };
    case 5:
      return { ...op, start: op.start + page / 2n, length: draw.pick([op.length - page / 2n, page]) };
    default:
      return { ...op, ...draw.pick([{ start: TOP - page }, { length: TOP - 1n }, { length: TOP - page }]) };
  }
};

export const copyArea: Move = (c) => {
  const from = c.area();
  return from === null ? null : { op: 'copyArea', area: c.name('area'), from, iova: iova(c) };
};

export const unmapArea: Move = (c) => {
  const area = c.area();
  if (area === null) return null;
  const part = c.draw.chance(40) ? c.draw.pick(['native', 'compatible'] as const) : null;
  return { op: 'unmapArea', area, part };
};

export const domain: Move = ({ draw, config, view }) => {
  const which = draw.int(config.ioas.domains);
  const isAttached = view.domains.includes(which);
  if (isAttached && draw.chance(60)) return null;
  return { op: isAttached ? 'detachDomain' : 'attachDomain', domain: which };
};

export const kernelAccess: Move = (c) => {
  const area = c.area();
  return area === null ? null : { op: 'kernelAccess', area };
};
