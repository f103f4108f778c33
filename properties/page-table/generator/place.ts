import type { IovaPage, OaPage, Op, PageCount } from '../../../model/vocabulary';
import { OpKind } from '../../../model/vocabulary/op';
import { Prot } from '../../../model/vocabulary/prot';
import { pagesOf, trailingZeros } from '../../../model/vocabulary/units';
import { Weights } from '../../engine/draw';
import { remainder } from './align';
import { MAX_LEAVES_PER_CASE, MAX_LEAVES_PER_OP, MAX_SMALL_PAGES, USUAL_LEAVES_PER_OP } from './bounds';
import type { CaseContext } from './context';
import { clearOfCBit, fewEnough, fitOa } from './fit';
import { overwritesLargeLeaf } from './hazard';
import { mapOp, rangeOp } from './ops';

const TABLE_PAGES = 512;
const GIB_PAGES = TABLE_PAGES * TABLE_PAGES;

const RW = Prot.READ | Prot.WRITE;
const PROTS = new Weights<number>([
  [40, RW],
  [10, Prot.READ],
  [5, Prot.WRITE],
  [10, RW | Prot.CACHE],
  [20, RW | Prot.MMIO],
  [4, Prot.READ | Prot.MMIO],
  [4, RW | Prot.NOEXEC],
  [3, RW | Prot.PRIV | Prot.CACHE],
  [4, Prot.WRITE | Prot.NOEXEC | Prot.MMIO],
]);

/** A legal `prot`: mostly READ|WRITE, often with MMIO. */
export const drawProt = (c: CaseContext): number => c.draw.weighted(PROTS);

/** A length as drivers use it: often one page, mostly within 64, now and then up to a whole table. */
export function drawPages(c: CaseContext): PageCount {
  const draw = c.draw;
  const shape = draw.int(100);
  let pages = 1;
  if (shape >= 50) {
    if (shape < 75) pages = 2 + draw.int(7);
    else if (shape < 85) pages = 1 + draw.int(64);
    else if (shape < 98) pages = 2 << draw.int(6);
    else pages = 1 + draw.int(MAX_SMALL_PAGES);
  }
  return pages * c.minPages;
}

/** An address near one of the anchors of the case: close to it on either side, or some tables away. */
export function drawIova(c: CaseContext): IovaPage {
  const draw = c.draw;
  const anchor = c.anchors[draw.int(c.anchors.length)]!;
  const shape = draw.int(10);
  let iova = anchor;
  if (shape < 5) iova += (draw.int(96) - 32) * c.minPages;
  else if (shape < 7) iova += draw.int(TABLE_PAGES) * c.minPages;
  else if (shape < 8) iova += (draw.int(9) - 4) * TABLE_PAGES;
  else if (shape < 9) iova += (draw.int(5) - 2) * TABLE_PAGES + (draw.int(17) - 8) * c.minPages;
  return inSpace(c, iova);
}

/** `iova` moved into the address space and down to the smallest page. */
export function inSpace(c: CaseContext, iova: number): IovaPage {
  if (iova < 0) return 0;
  if (iova >= c.spacePages) return c.floorMin(c.spacePages - c.minPages);
  return c.floorMin(iova);
}

/** A physical address for `pages` at `iova`: mostly aligned like it, often adjacent to what was mapped before. */
export function drawOa(c: CaseContext, iova: IovaPage, pages: PageCount): OaPage {
  const draw = c.draw;
  const shape = draw.int(100);
  if (shape < 55) return c.oaBases[draw.int(c.oaBases.length)]! + remainder(iova, GIB_PAGES);
  if (shape < 70) return c.nextOa;
  if (shape < 80) return remainder(iova, c.oaPages);
  if (shape < 90) return c.oaBases[0]! + draw.int(64) * TABLE_PAGES + remainder(iova, TABLE_PAGES);
  // Anything: such a pair has no alignment in common, so that every page becomes a leaf.
  if (shape < 97 && pages <= 16 * c.minPages) return draw.int(c.oaPages);
  // A hole may be longer than the output space.
  return Math.max(0, c.oaPages - pages);
}

/** A map from `iova` with everything else drawn. */
export function mapAt(c: CaseContext, iova: IovaPage, pages: PageCount): Op {
  return mapTo(c, iova, drawOa(c, iova, pages), pages, drawProt(c));
}

/** A well-formed map, made to fit the spaces, the sizes and the bounds of a case; the kind is drawn. */
export function mapTo(c: CaseContext, iova: IovaPage, oa: OaPage, pages: PageCount, prot: number): Op {
  iova = inSpace(c, iova);
  pages = Math.min(Math.max(c.floorMin(pages), c.minPages), c.spacePages - iova, c.oaPages);
  oa = fitOa(c, oa, pages);
  pages = fewEnough(c, iova, oa, pages);
  pages = clearOfCBit(c, iova, oa, pages);
  if (c.leaves > MAX_LEAVES_PER_CASE) return unmapRange(c, iova, pages);
  if (overwritesLargeLeaf(c, iova, pages)) return unmapRange(c, iova, pages);
  return mapOfSomeKind(c, iova, oa, pages, prot);
}

/** The same map through one of the calls that the subject has. */
function mapOfSomeKind(c: CaseContext, iova: IovaPage, oa: OaPage, pages: PageCount, prot: number): Op {
  const shape = c.draw.int(8);
  const range = c.can(OpKind.map);
  if (range && shape < 3) return mapOp(OpKind.map, c.domain, iova, oa, pages, prot, 0);
  if (c.can(OpKind.mapPages) && (shape < 6 || !c.can(OpKind.iommuMap))) {
    const lg = pgsizeLg(c, iova, oa, pages, shape);
    if (lg !== 0) return mapOp(OpKind.mapPages, c.domain, iova, oa, pages, prot, lg);
  }
  if (c.can(OpKind.iommuMap)) return mapOp(OpKind.iommuMap, c.domain, iova, oa, pages, prot, 0);
  if (range) return mapOp(OpKind.map, c.domain, iova, oa, pages, prot, 0);
  // Only map_pages of an old driver is left, and no one size fits: one page of the smallest one.
  return mapOp(OpKind.mapPages, c.domain, iova, oa, c.minPages, prot, c.minLg);
}

/** pgsize for one `map_pages`; 0 if the range has none within the bounds. */
function pgsizeLg(c: CaseContext, iova: IovaPage, oa: OaPage, pages: PageCount, shape: number): number {
  const common = c.commonLg(iova, oa, pages);
  // generic_pt takes pgsize for a length only; what the smallest size gives, another may not change (PT-061).
  if (!c.ioPgtable) return shape < 4 ? c.minLg : common;
  // Here pgsize is the size of each leaf. Smaller leaves than need be are legal, and leave tables behind.
  if (shape === 3 && pages <= USUAL_LEAVES_PER_OP * c.minPages) return c.minLg;
  return common !== 0 && pages <= MAX_LEAVES_PER_OP * pagesOf(common) ? common : 0;
}

/** An unmap of the range through one of the calls that the subject has. */
export function unmapRange(c: CaseContext, iova: IovaPage, pages: PageCount): Op {
  const fast = c.can(OpKind.unmap) && (c.draw.int(2) === 0 || !c.can(OpKind.iommuUnmap));
  if (!fast) return rangeOp(OpKind.iommuUnmap, c.domain, iova, pages, 0);
  return rangeOp(OpKind.unmap, c.domain, iova, pages, c.ioPgtable ? unmapPgsizeLg(c, iova, pages) : 0);
}

/** pgsize for one `unmap_pages` of an old driver: it goes by the entries that it finds, so the length is what counts. */
const unmapPgsizeLg = (c: CaseContext, iova: IovaPage, pages: PageCount): number =>
  c.sizeAtMost[12 + Math.min(trailingZeros(iova), trailingZeros(pages))]! || c.minLg;
