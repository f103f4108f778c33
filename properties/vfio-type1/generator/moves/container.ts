import type { MapOp, UnmapOp } from '../../../../model/vocabulary/vfio-type1/op';
import { LARGE_SLOT_PAGES, PAGE, SLOT_PAGES, SLOTS, SPOILED_PERCENT, SPOILED_TWICE_PERCENT, TOP } from '../bounds';
import type { CaseContext, Move } from '../context';
import { pagesOf } from '../layout';
import { spoilMap, spoilUnmap } from './spoil';

/** Where slots of IOVAs begin: in the middle, at 0, across 4 GiB, at the end of 48 and of 64 bits. */
const BASES = [0x10_0000n, 0x10_0000n, 0x10_0000n, 0n, 0xffff_0000n, (1n << 48n) - 0x8000n, TOP - 0x8000n];

/** A slot, or right behind or before what is mapped; mostly where nothing is. */
function drawIova(c: CaseContext, size: bigint): bigint {
  const isFree = (iova: bigint): boolean =>
    c.view.mappings.every((mapping) => iova + size <= mapping.iova || iova >= mapping.iova + mapping.bytes);
  let iova = 0n;
  for (let tries = c.draw.chance(85) ? 4 : 1; tries > 0; tries--) {
    iova = drawAnyIova(c, size);
    if (isFree(iova)) break;
  }
  return iova;
}

function drawAnyIova({ draw, theme, view }: CaseContext, size: bigint): bigint {
  const beside = draw.chance(25) && view.mappings.length > 0 ? draw.pick(view.mappings) : null;
  if (beside !== null) {
    const iova = draw.chance(50) ? beside.iova + beside.bytes : beside.iova - size;
    if (iova >= 0n && iova + size <= TOP) return iova;
  }
  const base = draw.pick(theme.edges ? BASES : BASES.slice(0, 3));
  const iova = base + BigInt(draw.int(SLOTS) * (theme.large ? LARGE_SLOT_PAGES : SLOT_PAGES)) * PAGE;
  return iova + size > TOP ? TOP - size : iova;
}

/** Pages from somewhere in an area on, mostly its start, into those behind it. */
function drawPages(c: CaseContext): { readonly vaddr: bigint; readonly pages: number } {
  const { draw, view, theme } = c;
  const { areas } = view;
  // Long runs are for their ends: mostly all of them is mapped.
  const whole = theme.large ? 92 : 72;
  if (areas.length === 0) return { vaddr: 0x1000n, pages: 1 };
  const first = draw.int(areas.length);
  const area = areas[first]!;
  const skipped = draw.chance(whole) ? 0 : draw.int(pagesOf(area));
  const behind = areas.slice(first, first + 1 + draw.int(areas.length - first));
  const most = behind.reduce((pages, each) => pages + pagesOf(each), 0) - skipped;
  const pages = draw.chance(whole) ? most : 1 + draw.int(Math.min(most, 8));
  return { vaddr: area.start + BigInt(skipped) * PAGE, pages };
}

export const map: Move = (c) => {
  const { draw, config } = c;
  const { vaddr, pages } = drawPages(c);
  // Whole pages of 64 KiB where it takes those.
  const unit = (c.view.pageSizes & 0x1000n) === 0n && draw.chance(70) ? 16 : 1;
  const size = BigInt(Math.ceil(pages / unit) * unit) * PAGE;
  const rights = draw.int(8);
  const op: MapOp = {
    op: 'map',
    argument: 'ok',
    otherFlags: false,
    read: rights !== 0,
    write: rights !== 1 && rights !== 2,
    updateVaddr: false,
    iova: (drawIova(c, size) / (BigInt(unit) * PAGE)) * BigInt(unit) * PAGE,
    vaddr,
    size,
    fail: c.fault('mapping', 'batch', 'pin', 'account', 'map', 'map', 'map', 'piece'),
  };
  return spoiled(c, op, (it) => spoilMap(draw, config, it));
};

/** Sets the vaddr of a mapping whose vaddr is invalid, or tries to of another. */
export const updateVaddr: Move = (c) => {
  const { draw } = c;
  const invalid = c.mapping(({ vaddrInvalid }) => vaddrInvalid);
  const mapping = invalid !== null && draw.chance(80) ? invalid : c.mapping();
  if (mapping === null || (invalid === null && !draw.chance(10))) return null;
  const { iova, bytes } = mapping;
  const vaddr = draw.chance(60) ? mapping.vaddr : drawPages(c).vaddr;
  const size = draw.chance(85) || bytes === PAGE ? bytes : bytes - PAGE;
  const flags = { read: false, write: false, updateVaddr: true, otherFlags: false };
  return { op: 'map', argument: 'ok', ...flags, iova, vaddr, size, fail: null };
};

/** A mapping, some of them, a part of one, what is not there, all. */
export const unmap: Move = (c) => {
  const { draw } = c;
  const mapping = c.mapping();
  const range = mapping === null || draw.chance(8) ? { iova: drawIova(c, PAGE), size: PAGE } : around(c, mapping);
  const all = draw.chance(6);
  const op: UnmapOp = {
    op: 'unmap',
    argument: 'ok',
    otherFlags: false,
    all,
    invalidateVaddr: draw.chance(c.theme.vaddr),
    ...(all ? { iova: 0n, size: 0n } : range),
    fail: c.fault('piece'),
  };
  return spoiled(c, op, (it) => spoilUnmap(draw, it));
};

function around({ draw }: CaseContext, { iova, bytes }: { readonly iova: bigint; readonly bytes: bigint }) {
  const some = BigInt(1 + draw.int(SLOT_PAGES)) * PAGE;
  switch (draw.int(10)) {
    case 0:
      return { iova, size: bytes + (iova + bytes + some * 4n > TOP ? 0n : some * 4n) };
    case 1:
      return bytes > some ? { iova, size: bytes - some } : { iova, size: bytes };
    case 2:
      return bytes > some ? { iova: iova + some, size: bytes - some } : { iova, size: bytes };
    case 3:
      return iova >= some ? { iova: iova - some, size: bytes + some } : { iova, size: bytes };
    default:
      return { iova, size: bytes };
  }
}

function spoiled<Op>({ draw, theme }: CaseContext, op: Op, spoil: (op: Op) => Op): Op {
  if (!draw.chance(theme.spoiled ?? SPOILED_PERCENT)) return op;
  const once = spoil(op);
  return draw.chance(SPOILED_TWICE_PERCENT) ? spoil(once) : once;
}

export const attach: Move = (c) => {
  const domain = c.domain(false);
  return domain === null ? null : { op: 'attach', domain, fail: c.fault('batch', 'pin', 'account', 'map', 'map') };
};

export const detach: Move = (c) => {
  const domain = c.domain(true);
  return domain === null ? null : { op: 'detach', domain, fail: c.fault('piece') };
};
