import { ITEM_PAGES, trailingZeros } from '../../../../model/vocabulary/units';
import { indexAt, itemStart } from '../arithmetic';
import { EMPTY, LEAF } from '../item-class';
import type { UnmapParts } from '../parts';

/** page-tables.md 3.8. */
const unmapRange: UnmapParts['unmapRange'] = (d, gather) => {
  d.removed = 0;
  if (d.parts.refuseUnmap(d)) return 0;
  d.parts.unmapWalk(d, d.root, d.top, d.walk.first);
  d.parts.gatherUnmapped(d, gather);
  return d.removed;
};

const refuseUnmap: UnmapParts['refuseUnmap'] = (d) =>
  d.walk.isEmpty || d.walk.wraps || !d.inRange(d.walk.first, d.walk.last);

const unmapWalk: UnmapParts['unmapWalk'] = (d, table, level, page) => {
  d.tick();
  const { parts } = d;
  const itemPages = ITEM_PAGES[level]!;
  let index = indexAt(page, level);
  let start = itemStart(page, level);
  let current = page;
  while (index < 512 && start <= d.walk.last) {
    const at = d.memory.at(table, index);
    const lo = d.memory.words[at]!;
    const hi = d.memory.words[at + 1]!;
    const itemClass = d.format.classify(d, level, lo, hi);
    if (itemClass === EMPTY) return false;
    let items = 1;
    if (itemClass === LEAF) {
      const lg = d.format.leafLg(d, level, lo, hi);
      if (!parts.mayRemoveLeaf(d, current, lg)) return false;
      items = parts.itemsOf(lg, level);
      parts.clearItems(d, table, index, items);
      d.removed += items * itemPages;
    } else {
      const child = parts.childOf(d, lo, hi);
      if (!parts.unmapWalk(d, child, level - 1, current)) return false;
      if (parts.isFullyCovered(d, start, level)) parts.dropTable(d, table, level, index, child);
    }
    index += items;
    start += items * itemPages;
    current = start;
  }
  return true;
};

/** Only from its start. The end of the request does not matter: large leaves are never split. */
const mayRemoveLeaf: UnmapParts['mayRemoveLeaf'] = (d, page, lg) =>
  trailingZeros(page) >= lg - 12 && (d.walk.firstOffset === 0 || page !== d.walk.first);

const clearItems: UnmapParts['clearItems'] = (d, table, index, items) => {
  const start = d.memory.at(table, index);
  const end = start + Math.min(items, 512 - index) * 2;
  const words = d.memory.words;
  for (let at = start; at < end; at++) words[at] = 0;
};

const isFullyCovered: UnmapParts['isFullyCovered'] = (d, start, level) => {
  const { first, firstOffset, last, lastOffset } = d.walk;
  const end = start + ITEM_PAGES[level]! - 1;
  return start >= (firstOffset === 0 ? first : first + 1) && end <= (lastOffset === 4095 ? last : last - 1);
};

const dropTable: UnmapParts['dropTable'] = (d, table, _level, index, child) => {
  d.parts.clearItems(d, table, index, 1);
  d.pending.push(child);
};

/** The range that went, not the one that was asked for (CVE-2026-31735). */
const gatherUnmapped: UnmapParts['gatherUnmapped'] = (d, gather) => {
  if (d.removed > 0) d.parts.gatherRange(d, gather, d.walk.first, 0, d.walk.first + d.removed - 1, 4095);
};

export const unmapParts: UnmapParts = {
  unmapRange,
  refuseUnmap,
  unmapWalk,
  mayRemoveLeaf,
  clearItems,
  isFullyCovered,
  dropTable,
  gatherUnmapped,
};
