/** Writers of IO tables in simulated memory: what host and guest software leave there. */
import { bitOf, hasBit, pageOfAddressField } from '../page-table/formats/bits';
import { AMDV1 } from '../page-table/formats/amdv1';
import { AMDV2 } from '../page-table/formats/amdv2';
import { ItemClass, type PageFormat } from '../page-table/formats/format';
import type { DeviceOp } from '../vocabulary/device-access/op';
import type { SpaPage } from '../vocabulary/rmp/entry';
import { Prot } from '../vocabulary/prot';
import { hiOf, ITEM_PAGES, itemIndex, itemLg, loOf, pagesOf } from '../vocabulary/units';
import type { IoTablePages } from './io-table';
import type { DeviceAccessState } from './state';

type Op<Name extends DeviceOp['op']> = Extract<DeviceOp, { readonly op: Name }>;

const ITEMS = 512;

/** The format of a translating table; null: a GCR3 table. */
const formatOf = ({ table }: IoTablePages): PageFormat | null =>
  table.format === 'gcr3' ? null : table.format === 'amdv1' ? AMDV1 : AMDV2;

/** A place in a tree: the table page that a walk has come to. */
export interface Place {
  readonly page: SpaPage;
  readonly level: number;
}

/** Down from the root to `level`, as far as pointers lead within this tree's own pages; null: one leads out of it. */
function descend(
  io: DeviceAccessState,
  tree: IoTablePages,
  format: PageFormat,
  iova: number,
  level: number,
): Place | null {
  let page = tree.table.spa;
  for (let at = tree.table.levels - 1; ; at--) {
    if (at === level) return { page, level: at };
    const index = itemIndex(iova, at);
    const lo = io.memory.lo(page, index);
    const hi = io.memory.hi(page, index);
    if (format.classify(at, lo, hi) !== ItemClass.table) return { page, level: at };
    page = tree.spaOf(pageOfAddressField(lo, hi));
    if (page < 0) return null;
  }
}

/** Clears the leaf whose items `index` is one of, whole. */
function clearLeaf(io: DeviceAccessState, format: PageFormat, { page, level }: Place, index: number): void {
  const lg = format.leafLg(level, io.memory.lo(page, index), io.memory.hi(page, index));
  const items = Math.min(ITEMS, 2 ** (lg - itemLg(level)));
  const first = index - (index % items);
  for (let i = first; i < first + items; i++) io.memory.write(page, i, 0, 0);
}

const isLeaf = (io: DeviceAccessState, format: PageFormat, { page, level }: Place, index: number): boolean =>
  format.classify(level, io.memory.lo(page, index), io.memory.hi(page, index)) === ItemClass.leaf;

/** True if the table can hold such a leaf at all. */
function fits({ table }: IoTablePages, format: PageFormat, { iova, oa, lg }: Op<'ioMap'>): boolean {
  if (((format.sizes >> BigInt(lg)) & 1n) === 0n) return false;
  const level = Math.floor((lg - 12) / 9);
  const pages = pagesOf(lg);
  return level < table.levels && iova % pages === 0 && oa % pages === 0 && iova < ITEM_PAGES[table.levels]!;
}

/** Tables for the levels between `place` and the leaf's; the entry in their way goes, whole. */
function grow(
  io: DeviceAccessState,
  tree: IoTablePages,
  format: PageFormat,
  iova: number,
  place: Place,
  level: number,
): Place {
  let { page } = place;
  for (let at = place.level; at > level; at--) {
    const index = itemIndex(iova, at);
    if (isLeaf(io, format, { page, level: at }, index)) clearLeaf(io, format, { page, level: at }, index);
    const child = tree.take();
    const pointer = format.encodePointer(at, child, null);
    io.memory.write(page, index, pointer.lo, pointer.hi);
    page = tree.spaOf(child);
  }
  return { page, level };
}

/** `ioMap`. False: refused, nothing changed. */
export function ioMap(io: DeviceAccessState, op: Op<'ioMap'>): boolean {
  const tree = io.tables[op.table];
  const format = tree === undefined ? null : formatOf(tree);
  if (tree === undefined || format === null || !fits(tree, format, op)) return false;
  const level = Math.floor((op.lg - 12) / 9);
  const reached = descend(io, tree, format, op.iova, level);
  if (reached === null || reached.level - level > tree.free) return false;
  const place = grow(io, tree, format, op.iova, reached, level);
  const first = itemIndex(op.iova, level);
  // A larger leaf of the same level goes whole; smaller ones, and tables, are overwritten.
  if (isLeaf(io, format, place, first)) clearLeaf(io, format, place, first);
  const prot = (op.read ? Prot.READ : 0) | (op.write ? Prot.WRITE : 0);
  const leaf = format.encodeLeaf(op.lg, op.oa, prot, op.cBit ? io.cBit : null);
  const items = 2 ** (op.lg - itemLg(level));
  for (let i = first; i < first + items; i++) io.memory.write(place.page, i, leaf.lo, leaf.hi);
  return true;
}

/** The leaf that covers `iova`; null: none. */
export function findLeaf(
  io: DeviceAccessState,
  table: number,
  iova: number,
): (Place & { readonly index: number }) | null {
  const tree = io.tables[table];
  const format = tree === undefined ? null : formatOf(tree);
  if (tree === undefined || format === null || iova >= ITEM_PAGES[tree.table.levels]!) return null;
  const place = descend(io, tree, format, iova, 0);
  if (place === null) return null;
  const index = itemIndex(iova, place.level);
  return isLeaf(io, format, place, index) ? { ...place, index } : null;
}

/** `ioUnmap`. False: nothing is mapped there. */
export function ioUnmap(io: DeviceAccessState, { table, iova }: Op<'ioUnmap'>): boolean {
  const leaf = findLeaf(io, table, iova);
  if (leaf === null) return false;
  clearLeaf(io, formatOf(io.tables[table]!)!, leaf, leaf.index);
  return true;
}

/**
 * Replaces the 2M leaf of an AMD v1 table by a table of 512 leaves with its bits. A leaf of the item's size is encoded
 * alike at both levels (page-tables.md 1.4), so that only the address counts up.
 */
export function splitLeaf(
  io: DeviceAccessState,
  table: number,
  { page, level, index }: Place & { readonly index: number },
): void {
  const tree = io.tables[table]!;
  const lo = io.memory.lo(page, index);
  const hi = io.memory.hi(page, index);
  const first = pageOfAddressField(lo, hi);
  const child = tree.take();
  for (let i = 0; i < ITEMS; i++)
    io.memory.write(tree.spaOf(child), i, (loOf(first + i) | (lo & 0xfff)) >>> 0, (hi & ~0xfffff) | hiOf(first + i));
  const pointer = AMDV1.encodePointer(level, child, null);
  io.memory.write(page, index, pointer.lo, pointer.hi);
}

const VALID = bitOf(0).lo;

/** `gcr3`: PASID → root of an S1 table. False: refused, nothing changed. */
export function writeGcr3(io: DeviceAccessState, op: Op<'gcr3'>): boolean {
  const tree = io.tables[op.table];
  const s1 = io.tables[op.s1];
  if (tree?.table.format !== 'gcr3' || s1?.table.format !== 'amdv2') return false;
  if (op.pasid >= ITEM_PAGES[tree.table.levels]!) return false;
  // Validate and select: how far the tree leads already.
  let page = tree.table.spa;
  let level = tree.table.levels - 1;
  for (; level > 0; level--) {
    const index = itemIndex(op.pasid, level);
    const lo = io.memory.lo(page, index);
    if (!hasBit(lo, 0, 0)) break;
    const next = tree.spaOf(pageOfAddressField(lo, io.memory.hi(page, index)));
    if (next < 0) return false;
    page = next;
  }
  if (level > tree.free) return false;
  // Apply
  for (; level > 0; level--) {
    const child = tree.take();
    writeAddress(io, page, itemIndex(op.pasid, level), child);
    page = tree.spaOf(child);
  }
  writeAddress(io, page, itemIndex(op.pasid, 0), s1.table.address);
  return true;
}

function writeAddress(io: DeviceAccessState, page: SpaPage, index: number, address: number): void {
  io.memory.write(page, index, (loOf(address) | VALID) >>> 0, hiOf(address));
}
