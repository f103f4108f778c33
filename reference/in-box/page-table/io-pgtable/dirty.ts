import type { IovaPage, PageCount } from '../../../../model/vocabulary';
import { Errno } from '../../../../model/vocabulary/errno';
import { OpFlag } from '../../../../model/vocabulary/op';
import { ITEM_PAGES } from '../../../../model/vocabulary/units';
import { pagesOf, wrapped } from '../arithmetic';
import type { Domain } from '../domain';
import type { Gather } from '../gather';
import { EMPTY } from '../item-class';
import type { OldParts } from '../parts';

/** The dirty bit, in the low half. */
const D = 1 << 6;

/**
 * page-tables.md 5.1: whole sizes from where it stands; the last byte is excluded from the loop. Beyond what the top
 * reaches there is nothing: the released code goes on there page by page, and a range that ends with the last byte of
 * the space never ends.
 */
const oldReadAndClearDirty: OldParts['oldReadAndClearDirty'] = (d, flags, gather) => {
  if (!d.isV1) return Errno.EOPNOTSUPP;
  const { first, firstOffset, last, lastOffset } = d.walk;
  const reach = ITEM_PAGES[d.top + 1]!;
  let page = first;
  do {
    d.tick();
    page += readEntry(d, page, flags, gather);
  } while (page < reach && (page < last || (page === last && firstOffset < lastOffset)));
  return 0;
};

/** Reports, and cleans, the entry that covers `page`; pages to go on by. */
function readEntry(d: Domain, page: IovaPage, flags: number, gather: Gather): PageCount {
  const found = d.parts.oldFetchV1(d, page);
  const { table, item, lg } = d.fetched;
  const pages = lg === 0 ? 1 : pagesOf(lg);
  if (!found) return pages;
  const level = d.parts.levelOf(lg);
  const at = d.memory.at(table, item);
  if (d.format.classify(d, level, d.memory.words[at]!, d.memory.words[at + 1]!) === EMPTY) return pages;
  if (!readReplicas(d, (flags & OpFlag.noClear) === 0)) return pages;
  const { firstOffset } = d.walk;
  const end = wrapped(page + pages - (firstOffset === 0 ? 1 : 0));
  d.parts.reportDirty(d, page, firstOffset, end, (firstOffset + 4095) & 4095, flags, gather);
  return pages;
}

/** OR of the dirty bits of all replicas of the entry fetched. Items of its group that another entry took are not its own. */
function readReplicas(d: Domain, clean: boolean): boolean {
  const { table, item, index, lg } = d.fetched;
  const { words } = d.memory;
  const met = d.memory.at(table, item);
  const lo = words[met]! | D;
  const hi = words[met + 1]!;
  const items = d.parts.itemsOf(lg, d.parts.levelOf(lg));
  let dirty = false;
  for (let i = index; i < index + items; i++) {
    const at = d.memory.at(table, i);
    if ((words[at]! | D) !== lo || words[at + 1] !== hi || !d.parts.isDirty(d, table, i, 1)) continue;
    dirty = true;
    if (clean) d.parts.cleanItems(d, table, i, 1);
  }
  return dirty;
}

export const oldDirtyParts: Pick<OldParts, 'oldReadAndClearDirty'> = { oldReadAndClearDirty };
