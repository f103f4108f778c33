import { ITEM_PAGES, itemIndex, itemLg, pagesOf } from '../../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from '../in-box';
import type { MapperParts } from '../parts/mapper';
import type { TablePages } from '../table-pages';

const levelOf = (lg: number): number => Math.floor((lg - 12) / 9);
/** Items that a leaf of `lg` takes in a table of its level. */
const itemsOf = (lg: number): number => 2 ** ((lg - 12) % 9);

const isV1 = ({ table }: TablePages): boolean => table.format === 'amdv1';

const mapLeaf: MapperParts['mapLeaf'] = (d, table, iova, oa, lg, read, write, cBit) => {
  const { parts } = d;
  if (!parts.acceptsLeaf(table, d, iova, oa, lg)) return false;
  const level = levelOf(lg);
  const page = parts.descend(d, table, iova, level);
  if (page < 0) return false;
  const first = itemIndex(iova, level);
  const items = itemsOf(lg);
  for (let index = first; index < first + items; index++) parts.clearLeaf(d, table, page, level, index);
  if (isV1(table)) parts.encodeLeafV1(d, oa, lg, read, write, cBit);
  else parts.encodeLeafV2(d, oa, lg, write, cBit);
  for (let index = first; index < first + items; index++) d.store(page, index);
  return true;
};

/** Has the format this size, do the addresses fit it, and does the table reach that far? */
const acceptsLeaf: MapperParts['acceptsLeaf'] = (table, d, iova, oa, lg) => {
  const { format, levels } = table.table;
  if (format === 'gcr3' || !(format === 'amdv1' ? d.parts.storesSizeV1(lg) : d.parts.storesSizeV2(lg))) return false;
  if (iova % pagesOf(lg) !== 0 || oa % pagesOf(lg) !== 0) return false;
  return levelOf(lg) < levels && iova + pagesOf(lg) <= ITEM_PAGES[levels]!;
};

const isLeaf = (d: InBoxDeviceAccess, table: TablePages, level: number, lo: number): boolean =>
  isV1(table) ? d.parts.v1IsLeaf(level, lo) : d.parts.v2IsLeaf(level, lo);

/** Nothing is written unless there are pages for all tables that are missing. */
const descend: MapperParts['descend'] = (d, table, iova, level) => {
  const { parts } = d;
  let page = table.root;
  for (let at = table.table.levels - 1; at > level; at--) {
    const index = itemIndex(iova, at);
    const words = d.memory.read(page);
    const lo = words[2 * index]!;
    if ((lo & 1) === 0 || isLeaf(d, table, at, lo)) {
      if (!table.has(at - level)) return -1;
      parts.clearLeaf(d, table, page, at, index);
      page = parts.linkTable(d, table, page, at, index);
    } else {
      page = table.systemPage(parts.addressField(d, lo, words[2 * index + 1]!));
      if (page < 0) return -1;
    }
  }
  return page;
};

/** A new table below the empty item: its system page. */
const linkTable: MapperParts['linkTable'] = (d, table, page, level, index) => {
  const child = table.take();
  if (isV1(table)) d.parts.encodePointerV1(d, level, child);
  else d.parts.encodePointerV2(d, child);
  d.store(page, index);
  const childPage = table.systemPage(child);
  d.memory.write(childPage).fill(0);
  return childPage;
};

const clearLeaf: MapperParts['clearLeaf'] = (d, table, page, level, index) => {
  const words = d.memory.write(page);
  const lo = words[2 * index]!;
  if (!isV1(table) || (lo & 1) === 0 || !isLeaf(d, table, level, lo)) {
    words.fill(0, 2 * index, 2 * index + 2);
    return;
  }
  const items = d.parts.itemsOfLeaf(d, level, lo, words[2 * index + 1]!);
  const first = index - (index % items);
  words.fill(0, 2 * first, 2 * (first + items));
};

/** Items of a v1 leaf by its size code; a code that reaches beyond the table is not ours, and means one item. */
const itemsOfLeaf: MapperParts['itemsOfLeaf'] = (d, level, lo, hi) => {
  const items = 2 ** (d.parts.v1LeafLg(level, lo, hi) - 12 - 9 * level);
  return items < 512 ? items : 1;
};

const unmapLeaf: MapperParts['unmapLeaf'] = (d, table, iova) => {
  if (!d.parts.findLeaf(d, table, iova)) return 0;
  d.parts.clearLeaf(d, table, d.leafTable, d.leafLevel, d.leafIndex);
  return d.leafLg;
};

const findLeaf: MapperParts['findLeaf'] = (d, table, iova) => {
  const { parts } = d;
  const { levels, format } = table.table;
  d.holeLg = 12;
  if (format === 'gcr3' || iova >= ITEM_PAGES[levels]!) return false;
  let page = table.root;
  for (let level = levels - 1; ; level--) {
    const index = itemIndex(iova, level);
    const words = d.memory.read(page);
    const lo = words[2 * index]!;
    const hi = words[2 * index + 1]!;
    if ((lo & 1) === 0) {
      d.holeLg = itemLg(level);
      return false;
    }
    if (isLeaf(d, table, level, lo)) {
      d.leafTable = page;
      d.leafLevel = level;
      d.leafIndex = index;
      d.leafLg = isV1(table) ? parts.v1LeafLg(level, lo, hi) : 12 + 9 * level;
      d.leafOa = parts.leafStart(parts.addressField(d, lo, hi), d.leafLg);
      return true;
    }
    page = table.systemPage(parts.addressField(d, lo, hi));
    if (page < 0) return false;
  }
};

export const mapParts: Pick<
  MapperParts,
  'mapLeaf' | 'acceptsLeaf' | 'descend' | 'linkTable' | 'clearLeaf' | 'itemsOfLeaf' | 'unmapLeaf' | 'findLeaf'
> = { mapLeaf, acceptsLeaf, descend, linkTable, clearLeaf, itemsOfLeaf, unmapLeaf, findLeaf };
