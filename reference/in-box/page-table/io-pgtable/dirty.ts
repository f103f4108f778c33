import { Errno } from '../../../../model/vocabulary/errno';
import { OpFlag } from '../../../../model/vocabulary/op';
import { pagesOf, wrapped } from '../arithmetic';
import { EMPTY } from '../item-class';
import type { OldParts } from '../parts';

/** page-tables.md 5.1: reports whole entries from where it stands; the last byte is excluded from the loop. */
const oldReadAndClearDirty: OldParts['oldReadAndClearDirty'] = (d, flags, gather) => {
  if (!d.isV1) return Errno.EOPNOTSUPP;
  const { first, firstOffset, last, lastOffset } = d.walk;
  let page = first;
  do {
    d.tick();
    const found = d.parts.oldFetchV1(d, page);
    const { table, index, lg } = d.fetched;
    const pages = lg === 0 ? 1 : pagesOf(lg);
    const level = d.parts.levelOf(Math.max(lg, 12));
    const next = wrapped(page + pages);
    if (found) {
      const at = d.memory.at(table, index);
      const items = d.parts.itemsOf(lg, level);
      const isLive = d.format.classify(d, level, d.memory.words[at]!, d.memory.words[at + 1]!) !== EMPTY;
      if (isLive && d.parts.isDirty(d, table, index, items)) {
        if ((flags & OpFlag.noClear) === 0) d.parts.cleanItems(d, table, index, items);
        const end = wrapped(page + pages - (firstOffset === 0 ? 1 : 0));
        d.parts.reportDirty(d, page, firstOffset, end, (firstOffset + 4095) & 4095, flags, gather);
      }
    }
    page = next;
  } while (page < last || (page === last && firstOffset < lastOffset));
  return 0;
};

export const oldDirtyParts: Pick<OldParts, 'oldReadAndClearDirty'> = { oldReadAndClearDirty };
