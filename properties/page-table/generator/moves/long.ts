import type { IovaPage, Op, PageCount } from '../../../../model/vocabulary';
import { OpKind } from '../../../../model/vocabulary/op';
import { ALL_PAGES } from '../../../../model/vocabulary/units';
import type { CaseContext } from '../context';
import { anyOp, mapOp, syncOp } from '../ops';
import { drawProt } from '../place';
import type { Move } from '../theme';
import { mapNear } from './map';

/** Pages of 2^52 bytes: from there on an old driver flushes everything instead of piece by piece (page-tables.md 6.3). */
const LONG: PageCount = 2 ** 40;
/** Pages of each of the maps that together make a long range. */
const QUARTER: PageCount = LONG / 4;
/** One page away from every boundary, so that no single command covers the range. */
const ASIDE = 1;
/** Largest size (log2) that a domain needs for a long range of few leaves. */
const LARGE = 48;

/**
 * True if a quarter takes about one leaf of each size, and no C-bit at its end. The range may pass 2^64: the old v1
 * driver goes round there (page-tables.md 5.3, row 16).
 */
function canBeLong(c: CaseContext): boolean {
  const { sizes } = c;
  const dense = sizes.length > 0 && c.wideSteps.length === 0 && c.minPages === 1 && sizes[sizes.length - 1]! >= LARGE;
  const clear = c.cbitPages === 0 || c.cbitPages > QUARTER;
  return dense && clear && c.config.format === 'amdv1' && c.spacePages > 2 * LONG;
}

const wrapped = (page: number): IovaPage => page % ALL_PAGES;

/** Unmaps what four maps put side by side: a range of 2^52 bytes or a page less or more, which may pass 2^64. */
export const unmapLong: Move = {
  name: 'unmapLong',
  kinds: [OpKind.unmap],
  contracts: ['io-pgtable'],
  draw(c): Op {
    if (!canBeLong(c) || !c.can(OpKind.iommuMap)) return mapNear.draw(c);
    const { draw, domain, followUps } = c;
    const start = c.spacePages === ALL_PAGES && draw.chance(40) ? ALL_PAGES - 2 * QUARTER + ASIDE : ASIDE;
    const pages = draw.chance(60) ? LONG : LONG + draw.int(3) - 1;
    // An old driver takes the page that it is pointed into (5.1): the range is as long, and starts and ends inside of one.
    const offset = draw.chance(60) ? 0 : draw.chance(50) ? 0x800 : 1 + draw.int(4095);
    if (c.can(OpKind.sync)) followUps.push(syncOp(domain));
    followUps.push(anyOp(OpKind.unmap, domain, start, offset, 0, 0, pages, 0, 0, 0, c.minLg, null));
    const prot = drawProt(c);
    const quarter = (i: number): Op =>
      mapOp(OpKind.iommuMap, domain, wrapped(start + i * QUARTER), ASIDE, QUARTER, prot, 0);
    for (let i = 3; i > 0; i--) followUps.push(quarter(i));
    return quarter(0);
  },
};
