import { itemLg, ITEM_PAGES } from '../../../../model/vocabulary/units';
import { indexAt, pagesOf, within } from '../arithmetic';
import { addressField } from '../formats/common';
import { EMPTY } from '../item-class';
import type { OldParts } from '../parts';

const nextLevel = (lo: number): number => (lo >>> 9) & 7;
const isLargeV2 = (lo: number): boolean => (lo & 0x80) !== 0;

/** page-tables.md 5.1: a level-0 item counts as found even when EMPTY. */
const oldFetchV1: OldParts['oldFetchV1'] = (d, page) => {
  const { fetched } = d;
  fetched.lg = 0;
  if (page >= ITEM_PAGES[d.top + 1]!) return false;
  let level = d.top;
  let table = d.root;
  let index = indexAt(page, level);
  let at = d.memory.at(table, index);
  fetched.lg = itemLg(level);
  while (level > 0) {
    const lo = d.memory.words[at]!;
    if ((lo & 1) === 0) return false;
    const nl = nextLevel(lo);
    if (nl === 0 || nl === 7) break;
    if (nl !== level) return false;
    table = d.parts.childOf(d, lo, d.memory.words[at + 1]!);
    level--;
    index = indexAt(page, level);
    at = d.memory.at(table, index);
    fetched.lg = itemLg(level);
  }
  fetched.item = index;
  const lo = d.memory.words[at]!;
  if (nextLevel(lo) === 7) {
    fetched.lg = d.format.leafLg(d, level, lo, d.memory.words[at + 1]!);
    index &= ~(d.parts.itemsOf(fetched.lg, level) - 1);
  }
  fetched.table = table;
  fetched.index = index;
  return true;
};

/** page-tables.md 5.2. */
const oldFetchV2: OldParts['oldFetchV2'] = (d, page) => {
  const { fetched } = d;
  let table = d.root;
  let index = indexAt(page, d.top);
  fetched.lg = 12;
  for (let level = d.top; level > 0; level--) {
    const at = d.memory.at(table, index);
    const lo = d.memory.words[at]!;
    if ((lo & 1) === 0) return false;
    table = d.parts.childOf(d, lo, d.memory.words[at + 1]!);
    index = indexAt(page, level - 1);
    if (!isLargeV2(d.memory.words[d.memory.at(table, index)]!)) continue;
    if (level !== 2 && level !== 3) return false;
    fetched.lg = itemLg(level - 1);
    break;
  }
  fetched.table = table;
  fetched.item = fetched.index = index;
  return true;
};

/**
 * By the item that covers `page`. (The released code reads the first replica of the group, which another leaf may have
 * taken since: PT-121.)
 */
const oldLookup: OldParts['oldLookup'] = (d, page) => {
  if (!(d.isV1 ? d.parts.oldFetchV1(d, page) : d.parts.oldFetchV2(d, page))) return -1;
  const { table, item, lg } = d.fetched;
  const at = d.memory.at(table, item);
  const lo = d.memory.words[at]!;
  const hi = d.memory.words[at + 1]!;
  const level = d.parts.levelOf(lg);
  if (d.format.classify(d, level, lo, hi) === EMPTY) return -1;
  const pages = pagesOf(lg);
  const oa = addressField(d, lo, hi);
  return oa - within(oa, pages) + within(page, pages);
};

export const fetchParts: Pick<OldParts, 'oldFetchV1' | 'oldFetchV2' | 'oldLookup'> = {
  oldFetchV1,
  oldFetchV2,
  oldLookup,
};
