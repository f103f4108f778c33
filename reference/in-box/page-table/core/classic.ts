import { Errno } from '../../../../model/vocabulary/errno';
import { pagesOf, within, wrapped } from '../arithmetic';
import type { Domain } from '../domain';
import type { CoreParts } from '../parts';

/** page-tables.md 3.11, "classic core". Only what an op refused is rolled back: before it there is nothing to sync. */
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
    const iova = wrapped(first + d.mapped);
    const output = wrapped(oa + d.mapped);
    const lg = d.parts.classicSplit(d, iova, output, len - d.mapped);
    d.request.setRange(iova, 0, d.runPages, 0);
    d.request.setOutput(output, 0, prot);
    failed = d.parts.oldMapPages(d, lg);
  }
  // What the caller asked for, again: the roll-back starts there.
  d.request.setRange(first, firstOffset, len, lenOffset);
  if (failed !== 0) d.parts.coreRollback(d);
  return failed;
};

const isAligned = (d: Domain, iova: number, oa: number, pages: number): boolean =>
  within(iova, d.minPages) === 0 && within(oa, d.minPages) === 0 && within(pages, d.minPages) === 0;

const classicUnmap: CoreParts['classicUnmap'] = (d, gather) => {
  const { first, firstOffset, len, lenOffset } = d.walk;
  if (d.minPages === 0 || (firstOffset | lenOffset) !== 0 || !isAligned(d, first, 0, len)) return 0;
  let removed = 0;
  while (removed < len) {
    d.tick();
    const iova = wrapped(first + removed);
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
  const nextLg = d.sizeAbove[lg]!;
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

export const classicParts: Pick<CoreParts, 'classicMap' | 'classicUnmap' | 'classicSplit'> = {
  classicMap,
  classicUnmap,
  classicSplit,
};
