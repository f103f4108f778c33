import { OpKind } from '../../../../model/vocabulary/op';
import { ALL_PAGES } from '../../../../model/vocabulary/units';
import { addressOp, anyOp, dirtyOp } from '../ops';
import { drawIova, drawPages } from '../place';
import type { Move } from '../theme';
import { pickLive } from './live';
import { UNMAPS } from './unmap';

const READ = [OpKind.readAndClearDirty];

/** Unmaps nothing (PT-107). */
export const unmapNothing: Move = {
  name: 'unmapNothing',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    const kind = c.can(OpKind.unmap) ? OpKind.unmap : OpKind.iommuUnmap;
    const lg = kind === OpKind.unmap && c.ioPgtable ? c.minLg : 0;
    return anyOp(kind, c.domain, at < 0 ? drawIova(c) : c.live.iova[at]!, 0, 0, 0, 0, 0, 0, 0, lg, null);
  },
};

/** Unmaps a range that passes 2^64, from something mapped on (PT-107). */
export const unmapWraps: Move = {
  name: 'unmapWraps',
  kinds: UNMAPS,
  contracts: ['generic-pt'],
  draw(c) {
    const at = pickLive(c);
    const iova = at < 0 ? ALL_PAGES - 1 : c.live.iova[at]!;
    const kind = c.can(OpKind.unmap) ? OpKind.unmap : OpKind.iommuUnmap;
    const pages = Math.min(ALL_PAGES - iova + c.draw.int(3), ALL_PAGES - 1);
    return anyOp(kind, c.domain, iova, 0, 0, 0, pages, 1, 0, 0, 0, null);
  },
};

/** Unmaps beyond what the present top reaches, or across its end (PT-107). */
export const unmapBeyond: Move = {
  name: 'unmapBeyond',
  kinds: UNMAPS,
  contracts: ['generic-pt'],
  draw(c) {
    const at = pickLive(c);
    const kind = c.can(OpKind.unmap) ? OpKind.unmap : OpKind.iommuUnmap;
    const iova = at < 0 || c.draw.chance(40) ? c.spacePages % ALL_PAGES : c.live.iova[at]!;
    const end = Math.min(2 ** (9 * (c.view.topLevel + 1)), c.spacePages);
    const pages = Math.max(1, Math.min(end - iova, ALL_PAGES - iova - 8)) + c.draw.int(4);
    return anyOp(kind, c.domain, iova, 0, 0, 0, pages, 0, 0, 0, 0, null);
  },
};

/** Unmaps from the middle of a page (3.8: nothing happens; an old driver takes the page). */
export const unmapMisaligned: Move = {
  name: 'unmapMisaligned',
  kinds: UNMAPS,
  draw(c) {
    const at = pickLive(c);
    const iova = at < 0 ? drawIova(c) : c.live.iova[at]!;
    const kind = c.can(OpKind.unmap) && c.draw.chance(50) ? OpKind.unmap : OpKind.iommuUnmap;
    if (!c.can(kind)) return unmapNothing.draw(c);
    const lg = kind === OpKind.unmap && c.ioPgtable ? c.minLg : 0;
    return anyOp(kind, c.domain, iova, 1 + c.draw.int(4095), 0, 0, c.minPages, 0, 0, 0, lg, null);
  },
};

/** `unmap_pages` of an old v2 driver with a pgsize that it does not have (5.2). */
export const unmapOddSizeV2: Move = {
  name: 'unmapOddSizeV2',
  kinds: [OpKind.unmap],
  contracts: ['io-pgtable'],
  draw(c) {
    if (c.config.format !== 'amdv2') return unmapNothing.draw(c);
    return anyOp(OpKind.unmap, c.domain, drawIova(c), 0, 0, 0, 16, 0, 0, 0, 13 + c.draw.int(4), null);
  },
};

/** `iommu_unmap` of a length that is no multiple of the smallest page: newer cores pass it on, the classic one refuses. */
export const unmapOddLength: Move = {
  name: 'unmapOddLength',
  kinds: [OpKind.iommuUnmap],
  draw(c) {
    const at = pickLive(c);
    const iova = at < 0 ? drawIova(c) : c.live.iova[at]!;
    return anyOp(OpKind.iommuUnmap, c.domain, iova, 0, 0, 0, c.draw.int(4), 1 + c.draw.int(4095), 0, 0, 0, null);
  },
};

/** Looks up anything in the 64-bit space. */
export const lookupAnywhere: Move = {
  name: 'lookupAnywhere',
  kinds: [OpKind.iovaToPhys],
  draw: (c) => addressOp(OpKind.iovaToPhys, c.domain, c.draw.int(2 ** c.draw.int(53)), c.draw.int(4096)),
};

/** Reads the dirty state of no bytes, of a range that wraps, or of one beyond the space (PT-136). */
export const readMistaken: Move = {
  name: 'readMistaken',
  kinds: READ,
  contracts: ['generic-pt'],
  draw(c) {
    const shape = c.draw.int(3);
    if (shape === 0) return dirtyOp(c.domain, drawIova(c), 0, 0, 0, c.draw.int(2));
    if (shape === 1) return dirtyOp(c.domain, ALL_PAGES - 2, c.draw.int(4096), 2, c.draw.int(4096), c.draw.int(2));
    const pages = drawPages(c);
    const beyond = c.draw.chance(50) ? c.spacePages - c.draw.int(2) : 2 ** (9 * (c.view.topLevel + 1)) - c.draw.int(2);
    return dirtyOp(c.domain, Math.min(beyond, ALL_PAGES - pages), 0, pages, 0, c.draw.int(2));
  },
};
