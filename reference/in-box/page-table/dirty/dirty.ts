import { Errno } from '../../../../model/vocabulary/errno';
import { OpFlag } from '../../../../model/vocabulary/op';
import { EventKind } from '../../../../model/vocabulary/outcome';
import { ITEM_PAGES } from '../../../../model/vocabulary/units';
import { indexAt, itemStart } from '../arithmetic';
import { EMPTY, LEAF, TABLE } from '../item-class';
import type { DirtyParts } from '../parts';

/** The dirty bit of v1, in the low half (page-tables.md 1.1). */
const D = 1 << 6;

/** page-tables.md 3.10. */
const readAndClearDirty: DirtyParts['readAndClearDirty'] = (d, flags, gather) => {
  const refused = d.parts.checkDirty(d);
  if (refused !== 0) return refused;
  d.parts.dirtyWalk(d, d.root, d.top, d.walk.first, d.walk.firstOffset, flags, gather);
  return 0;
};

const checkDirty: DirtyParts['checkDirty'] = (d) => {
  if (!d.isV1) return Errno.EOPNOTSUPP;
  if (d.walk.isEmpty) return Errno.EINVAL;
  if (d.walk.wraps) return Errno.EOVERFLOW;
  return d.inRange(d.walk.first, d.walk.last) ? 0 : Errno.ERANGE;
};

const dirtyWalk: DirtyParts['dirtyWalk'] = (d, table, level, page, offset, flags, gather) => {
  d.tick();
  const itemPages = ITEM_PAGES[level]!;
  let index = indexAt(page, level);
  let start = itemStart(page, level);
  let current = page;
  let currentOffset = offset;
  while (index < 512 && start <= d.walk.last) {
    const at = d.memory.at(table, index);
    const lo = d.memory.words[at]!;
    const hi = d.memory.words[at + 1]!;
    const itemClass = lo === 0 ? EMPTY : d.format.classify(d, level, lo, hi);
    let items = 1;
    if (itemClass === TABLE) {
      d.parts.dirtyWalk(d, d.parts.childOf(d, lo, hi), level - 1, current, currentOffset, flags, gather);
    } else if (itemClass === LEAF) {
      const group = d.parts.itemsOf(d.format.leafLg(d, level, lo, hi), level);
      const first = index & ~(group - 1);
      items = first + group - index;
      if (d.parts.isDirty(d, table, first, group)) {
        const touched = Math.min(items, Math.floor((d.walk.last - start) / itemPages) + 1);
        if ((flags & OpFlag.noClear) === 0) d.parts.cleanItems(d, table, first, group);
        d.parts.reportDirty(d, current, currentOffset, start + touched * itemPages - 1, 4095, flags, gather);
      }
    }
    index += items;
    start += items * itemPages;
    current = start;
    currentOffset = 0;
  }
};

/** page-tables.md 1.8: hardware may have set any replica. */
const isDirty: DirtyParts['isDirty'] = (d, table, index, items) => {
  const start = d.memory.at(table, index);
  for (let i = 0; i < items; i++) if ((d.memory.words[start + i * 2]! & D) !== 0) return true;
  return false;
};

const cleanItems: DirtyParts['cleanItems'] = (d, table, index, items) => {
  const start = d.memory.at(table, index);
  for (let i = 0; i < items; i++) d.memory.words[start + i * 2]! &= ~D;
};

const reportDirty: DirtyParts['reportDirty'] = (d, start, startOffset, end, endOffset, flags, gather) => {
  d.recorder.event(EventKind.dirty, 0, start, startOffset, end, endOffset);
  if ((flags & OpFlag.noClear) === 0) gather.widen(start, startOffset, end, endOffset);
};

const setDirty: DirtyParts['setDirty'] = (d, page) => {
  if (!d.isV1) return Errno.EOPNOTSUPP;
  if (!d.inRange(page, page)) return d.config.contract === 'generic-pt' ? Errno.ERANGE : Errno.ENOENT;
  let table = d.root;
  for (let level = d.top; level >= 0; level--) {
    const at = d.memory.at(table, indexAt(page, level));
    const lo = d.memory.words[at]!;
    const hi = d.memory.words[at + 1]!;
    const itemClass = d.format.classify(d, level, lo, hi);
    if (itemClass === EMPTY) return Errno.ENOENT;
    if (itemClass === LEAF) {
      d.memory.words[at] = lo | D;
      return 0;
    }
    table = d.parts.childOf(d, lo, hi);
  }
  return Errno.ENOENT;
};

export const dirtyParts: DirtyParts = {
  readAndClearDirty,
  checkDirty,
  dirtyWalk,
  isDirty,
  cleanItems,
  reportDirty,
  setDirty,
};
