import { ITEM_PAGES } from '../../../../model/vocabulary/units';
import { EMPTY, LEAF, TABLE } from '../item-class';
import type { MapParts } from '../parts';

const isSubtreeEmpty: MapParts['isSubtreeEmpty'] = (d, table, level) => {
  d.tick();
  const start = d.memory.at(table, 0);
  for (let at = start; at < start + 1024; at += 2) {
    const lo = d.memory.words[at]!;
    if (lo === 0) continue;
    const hi = d.memory.words[at + 1]!;
    const itemClass = d.format.classify(d, level, lo, hi);
    if (itemClass === LEAF) return false;
    if (itemClass !== EMPTY && !d.parts.isSubtreeEmpty(d, d.parts.childOf(d, lo, hi), level - 1)) return false;
  }
  return true;
};

/** page-tables.md 6.1: the pointer goes first, then the gather learns of it, because the gather may sync at once. */
const unlinkTable: MapParts['unlinkTable'] = (d, table, level, index, iova) => {
  const at = d.memory.at(table, index);
  const child = d.parts.childOf(d, d.memory.words[at]!, d.memory.words[at + 1]!);
  d.parts.collectSubtree(d, child, level - 1);
  d.parts.clearItems(d, table, index, 1);
  d.parts.gatherRange(d, d.mapGather, iova, 0, iova + ITEM_PAGES[level]! - 1, 4095);
};

const collectSubtree: MapParts['collectSubtree'] = (d, table, level) => {
  d.tick();
  for (let index = 0; index < 512 && level > 0; index++) {
    const at = d.memory.at(table, index);
    const lo = d.memory.words[at]!;
    if (lo === 0) continue;
    const hi = d.memory.words[at + 1]!;
    if (d.format.classify(d, level, lo, hi) === TABLE) d.parts.collectSubtree(d, d.parts.childOf(d, lo, hi), level - 1);
  }
  d.pending.push(table);
};

export const unlinkParts: Pick<MapParts, 'isSubtreeEmpty' | 'unlinkTable' | 'collectSubtree'> = {
  isSubtreeEmpty,
  unlinkTable,
  collectSubtree,
};
