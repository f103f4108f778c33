import type { IovaPage, Level, OaPage } from '../../../../model/vocabulary';
import { ALL_PAGES, ITEM_PAGES } from '../../../../model/vocabulary/units';
import { NO_TABLE, type Domain } from '../domain';

/** Bits of a pointer that stay when its address is removed: all but 51:12. */
const KEEP_LO = 0xfff;
const KEEP_HI = 0xfff0_0000;

/** Lists the walk of the pages [first, last], clipped to what the top table's items reach. */
export function dumpWindow(d: Domain, first: IovaPage, last: IovaPage, rawPointers: boolean): void {
  const reach = d.top === 5 ? ALL_PAGES : ITEM_PAGES[d.top + 1]!;
  const start = Math.max(first, 0);
  const end = Math.min(last, reach - 1);
  if (start <= end && d.root !== NO_TABLE) dumpTable(d, d.root, d.top, 0, start, end, rawPointers);
}

/** A marker, then the whole tree of the domain. */
export function dumpTree(d: Domain, rawPointers: boolean): void {
  d.recorder.writer.run(15, d.index, d.top, d.liveTables, 0, true);
  if (d.root !== NO_TABLE) dumpTable(d, d.root, d.top, 0, 0, Infinity, rawPointers);
}

/**
 * Raw memory as a debugger would list it: what a pointer is comes from the document alone, not from the parts, which
 * may have been replaced. Pointers out of memory are listed but not followed.
 */
function dumpTable(
  d: Domain,
  table: OaPage,
  level: Level,
  tableStart: IovaPage,
  first: IovaPage,
  last: IovaPage,
  rawPointers: boolean,
): void {
  d.tick();
  const writer = d.recorder.writer;
  writer.tableBreak();
  const itemPages = ITEM_PAGES[level]!;
  const words = d.memory.words;
  const base = d.memory.at(table, 0);
  const begin = first > tableStart ? Math.floor((first - tableStart) / itemPages) : 0;
  const end = Math.min(511, Math.floor((last - tableStart) / itemPages));
  for (let index = nextUsed(words, base, begin, end); index <= end; index = nextUsed(words, base, index, end)) {
    const at = base + index * 2;
    const lo = words[at]!;
    const hi = words[at + 1]!;
    if (isPointer(d, level, lo)) {
      const lowMask = rawPointers ? -1 : KEEP_LO | d.sme.lo;
      const highMask = rawPointers ? -1 : KEEP_HI | d.sme.hi;
      writer.run(level, index, 1, (lo & lowMask) >>> 0, (hi & highMask) >>> 0, true);
      const child = (hi & 0x000f_ffff & ~d.sme.hi) * 2 ** 20 + ((lo & ~d.sme.lo) >>> 12);
      if (d.memory.holds(child)) {
        dumpTable(d, child, level - 1, tableStart + index * itemPages, first, last, rawPointers);
      }
      index++;
      continue;
    }
    const start = index++;
    while (index <= end && words[base + index * 2] === lo && words[base + index * 2 + 1] === hi) index++;
    writer.run(level, start, index - start, lo, hi);
  }
}

/** The first item from `index` on that is not zero; end + 1 if there is none. Most of a table is empty: four at once. */
function nextUsed(words: Uint32Array, base: number, index: number, end: number): number {
  let at = base + index * 2;
  const stop = base + end * 2 + 2;
  while (at + 8 <= stop && isZero(words, at) && isZero(words, at + 4)) at += 8;
  while (at < stop && (words[at]! | words[at + 1]!) === 0) at += 2;
  return (at - base) / 2;
}

/** True if two items are zero. */
const isZero = (words: Uint32Array, at: number): boolean =>
  (words[at]! | words[at + 1]! | words[at + 2]! | words[at + 3]!) === 0;

/** page-tables.md 1.2, 2.2. */
function isPointer(d: Domain, level: Level, lo: number): boolean {
  if ((lo & 1) === 0 || level === 0) return false;
  if (!d.isV1) return level > 2 || (lo & 0x80) === 0;
  const nl = (lo >>> 9) & 7;
  return nl !== 0 && nl !== 7;
}
