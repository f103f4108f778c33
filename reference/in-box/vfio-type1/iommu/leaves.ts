import type { Frame, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { IopteSpan } from '../../../../model/vocabulary/vfio-type1/view';
import { ITEM_PAGES, rawU64 } from '../../../../model/vocabulary/units';
import { EMPTY, LEAF, type Domain as Tables } from '../../page-table';
import { bytesOf } from '../page';

/** Bits of the high half of a v1 leaf: page-tables.md 1.1. */
const IR = 1 << 29;
const IW = 1 << 30;

/** Where a page leads. */
export interface Translation {
  readonly frame: Frame;
  /** Frames from there to the end of the leaf. */
  readonly frames: Pages;
}

/** Where `page` leads; null: nowhere. */
export function leafAt(tables: Tables, page: Pages): Translation | null {
  if (!tables.inRange(page, page)) return null;
  let table = tables.root;
  for (let level = tables.top; level >= 0; level--) {
    const index = Math.floor(page / ITEM_PAGES[level]!) % 512;
    const at = tables.memory.at(table, index);
    const [lo, hi] = [tables.memory.words[at]!, tables.memory.words[at + 1]!];
    const itemClass = tables.format.classify(tables, level, lo, hi);
    if (itemClass === EMPTY) return null;
    if (itemClass === LEAF) {
      const pages = 2 ** (tables.format.leafLg(tables, level, lo, hi) - 12);
      const inLeaf = page % pages;
      return { frame: tables.format.leafOa(tables, level, lo, hi) + inLeaf, frames: pages - inLeaf };
    }
    table = tables.parts.childOf(tables, lo, hi);
  }
  return null;
}

/** All leaves, lowest first, joined where they lead on with the same bits. */
export function leafSpans(tables: Tables): readonly IopteSpan[] {
  const spans: IopteSpan[] = [];
  walk(tables, tables.root, tables.top, 0, spans);
  return spans;
}

function walk(tables: Tables, table: Frame, level: number, start: Pages, spans: IopteSpan[]): void {
  const itemPages = ITEM_PAGES[level]!;
  for (let index = 0; index < 512; index++) {
    const at = tables.memory.at(table, index);
    const [lo, hi] = [tables.memory.words[at]!, tables.memory.words[at + 1]!];
    if ((lo | hi) === 0) continue;
    const page = start + index * itemPages;
    if (tables.format.classify(tables, level, lo, hi) === LEAF) {
      const lg = tables.format.leafLg(tables, level, lo, hi);
      append(spans, tables, page, tables.format.leafOa(tables, level, lo, hi), 2 ** (lg - 12), lo, hi);
      index += tables.parts.itemsOf(lg, level) - 1;
    } else walk(tables, tables.parts.childOf(tables, lo, hi), level - 1, page, spans);
  }
}

function append(spans: IopteSpan[], { sme }: Tables, page: Pages, frame: Frame, frames: Pages, lo: number, hi: number) {
  const hasCBit = (sme.lo | sme.hi) === 0 ? null : ((lo & sme.lo) | (hi & sme.hi)) !== 0;
  const span: IopteSpan = {
    iova: bytesOf(page),
    paddr: bytesOf(frame),
    bytes: bytesOf(frames),
    read: (hi & IR) !== 0,
    write: (hi & IW) !== 0,
    cBit: hasCBit,
    raw: rawU64(lo, hi),
  };
  const last = spans.at(-1);
  if (last !== undefined && leadsOn(last, span)) spans[spans.length - 1] = { ...last, bytes: last.bytes + span.bytes };
  else spans.push(span);
}

const leadsOn = (a: IopteSpan, b: IopteSpan): boolean =>
  a.iova + a.bytes === b.iova &&
  a.paddr + a.bytes === b.paddr &&
  a.read === b.read &&
  a.write === b.write &&
  a.cBit === b.cBit;
