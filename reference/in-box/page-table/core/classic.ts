import { Errno } from '../../../../model/vocabulary/errno';
import { ALL_PAGES } from '../../../../model/vocabulary/units';
import { pagesOf, within } from '../arithmetic';
import type { Domain } from '../domain';
import type { CoreParts } from '../parts';

/** page-tables.md 3.11, "classic core". */
const classicMap: CoreParts['classicMap'] = (d) => {
  const { first, firstOffset, oa, oaOffset, len, lenOffset, prot } = d.request;
  if (d.config.domainType !== 'paging') return Errno.EINVAL;
  if (d.minPages === 0) {
    d.warnings++;
    return Errno.ENODEV;
  }
  if ((firstOffset | oaOffset | lenOffset) !== 0 || !isAligned(d, first, oa, len)) return Errno.EINVAL;
  let failed = 0;
  while (d.mapped < len && failed === 0) {
    d.tick();
    const iova = (first + d.mapped) % ALL_PAGES;
    const output = (oa + d.mapped) % ALL_PAGES;
    const lg = d.parts.classicSplit(d, iova, output, len - d.mapped);
    d.request.setRange(iova, 0, d.runPages, 0);
    d.request.setOutput(output, 0, prot);
    failed = d.parts.oldMapPages(d, lg);
  }
  // What the caller asked for, again: the roll-back starts there.
  d.request.setRange(first, firstOffset, len, lenOffset);
  return failed;
};

const isAligned = (d: Domain, iova: number, oa: number, pages: number): boolean =>
  within(iova, d.minPages) === 0 && within(oa, d.minPages) === 0 && within(pages, d.minPages) === 0;

const classicUnmap: CoreParts['classicUnmap'] = (d, gather) => {
  const { first, firstOffset, len, lenOffset } = d.walk;
  if ((firstOffset | lenOffset) !== 0 || !isAligned(d, first, 0, len)) return 0;
  let removed = 0;
  while (removed < len) {
    d.tick();
    const iova = (first + removed) % ALL_PAGES;
    const lg = d.parts.classicSplit(d, iova, iova, len - removed);
    d.walk.setRange(iova, 0, d.runPages, 0);
    const pages = d.parts.oldUnmapPages(d, lg, gather);
    if (pages === 0) break;
    removed += pages;
  }
  return removed;
};

/** The largest size that fits, as often as it goes until the next larger one becomes usable. */
const classicSplit: CoreParts['classicSplit'] = (d, iova, oa, pages) => {
  const lg = d.parts.bestSize(d, iova, oa, pages);
  let run = pages;
  const nextLg = nextSize(d, lg);
  if (nextLg > 0) {
    const next = pagesOf(nextLg);
    const intoNext = within(iova, next);
    const untilNext = next - intoNext;
    if (intoNext === within(oa, next) && untilNext + next <= pages) run = untilNext;
  }
  const size = pagesOf(lg);
  d.runPages = Math.floor(run / size) * size;
  return lg;
};

/** The next larger size of the bitmap; 0 if there is none. */
function nextSize(d: Domain, lg: number): number {
  for (let next = lg + 1; next <= 63; next++) if (d.sizeFloor[next - 12] === next) return next;
  return 0;
}

export const classicParts: Pick<CoreParts, 'classicMap' | 'classicUnmap' | 'classicSplit'> = {
  classicMap,
  classicUnmap,
  classicSplit,
};
