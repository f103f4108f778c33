import type { IovaPage, Level } from '../../../../model/vocabulary';
import { Errno } from '../../../../model/vocabulary/errno';
import { ITEM_PAGES } from '../../../../model/vocabulary/units';
import { indexAt, itemStart } from '../arithmetic';
import type { Domain } from '../domain';
import { EMPTY, LEAF } from '../item-class';
import type { MapParts, TableOrErrno } from '../parts';

/** page-tables.md 3.4. */
const placeLeaf: MapParts['placeLeaf'] = (d, iova, oa, lg) => {
  const { parts } = d;
  const level = parts.levelOf(lg);
  const table = tableOnPath(d, iova, level);
  if (table < 0) return table;
  const index = indexAt(iova, level);
  const items = parts.itemsOf(lg, level);
  const blocked = parts.clearGroup(d, table, level, index, items, iova);
  if (blocked !== 0) return blocked;
  d.format.encodeLeaf(d, lg, oa, d.request.prot);
  parts.writeLeaf(d, table, index, items);
  return 0;
};

/** Neighbouring leaves of one call share their table: the walk is done once for each table. */
function tableOnPath(d: Domain, iova: IovaPage, level: Level): TableOrErrno {
  const start = itemStart(iova, level + 1);
  if (level === d.pathLevel && start === d.pathStart) return d.pathTable;
  const table = d.parts.descend(d, iova, level);
  d.pathLevel = table < 0 ? -1 : level;
  d.pathStart = start;
  d.pathTable = table;
  return table;
}

const descend: MapParts['descend'] = (d, iova, level) => {
  let table = d.root;
  let at = d.top;
  while (at > level) {
    d.tick();
    const index = indexAt(iova, at);
    const word = d.memory.at(table, index);
    const lo = d.memory.words[word]!;
    const hi = d.memory.words[word + 1]!;
    const itemClass = d.format.classify(d, at, lo, hi);
    if (itemClass === LEAF) {
      const refused = d.parts.refuseOverlap(d, table, at, index);
      if (refused !== 0) return refused;
      continue;
    }
    const child = itemClass === EMPTY ? d.parts.installTable(d, table, at, index) : d.parts.childOf(d, lo, hi);
    if (child < 0) return child;
    table = child;
    at--;
  }
  return table;
};

const installTable: MapParts['installTable'] = (d, table, level, index) => {
  const child = d.parts.allocTable(d);
  if (child === 0) return Errno.ENOMEM;
  d.format.encodePointer(d, level, child);
  d.parts.writeLeaf(d, table, index, 1);
  return child;
};

/** PT-073: nothing is ever overwritten, split or merged. */
const refuseOverlap: MapParts['refuseOverlap'] = () => Errno.EADDRINUSE;

const clearGroup: MapParts['clearGroup'] = (d, table, level, index, items, iova) => {
  const start = d.memory.at(table, index);
  for (let i = 0; i < items; i++) {
    const lo = d.memory.words[start + i * 2]!;
    if (lo === 0) continue;
    const hi = d.memory.words[start + i * 2 + 1]!;
    const itemClass = d.format.classify(d, level, lo, hi);
    if (itemClass === EMPTY) continue;
    if (itemClass === LEAF) {
      const refused = d.parts.refuseOverlap(d, table, level, index + i);
      if (refused !== 0) return refused;
    } else {
      if (!d.parts.isSubtreeEmpty(d, d.parts.childOf(d, lo, hi), level - 1)) return Errno.EADDRINUSE;
      d.parts.unlinkTable(d, table, level, index + i, iova + i * ITEM_PAGES[level]!);
    }
  }
  return 0;
};

const writeLeaf: MapParts['writeLeaf'] = (d, table, index, items) => {
  const words = d.memory.words;
  const start = d.memory.at(table, index);
  for (let at = start; at < start + items * 2; at += 2) {
    words[at] = d.rawLo;
    words[at + 1] = d.rawHi;
  }
};

export const placeParts: Pick<
  MapParts,
  'placeLeaf' | 'descend' | 'installTable' | 'refuseOverlap' | 'clearGroup' | 'writeLeaf'
> = { placeLeaf, descend, installTable, refuseOverlap, clearGroup, writeLeaf };
