import { Errno } from '../../../../model/vocabulary/errno';
import { EventKind } from '../../../../model/vocabulary/outcome';
import { Prot } from '../../../../model/vocabulary/prot';
import { ITEM_PAGES, itemLg, trailingZeros } from '../../../../model/vocabulary/units';
import { indexAt, pagesOf, wrapped } from '../arithmetic';
import type { OldParts } from '../parts';
import { bug } from '../trap';

const nextLevel = (lo: number): number => (lo >>> 9) & 7;

/** The driver's wrapper: all of prot but READ, WRITE and, since the MMIO fix, MMIO is dropped (5.1). */
const oldMapPages: OldParts['oldMapPages'] = (d, lg) => {
  d.request.prot &= Prot.READ | Prot.WRITE | Prot.MMIO;
  d.updated = false;
  return d.isV1 ? d.parts.oldMapV1(d, lg) : d.parts.oldMapV2(d, lg);
};

/** page-tables.md 5.1. */
const oldMapV1: OldParts['oldMapV1'] = (d, lg) => {
  const { first, firstOffset, oa, oaOffset, len, prot } = d.request;
  if ((firstOffset | oaOffset) !== 0 || trailingZeros(first) < lg - 12 || trailingZeros(oa) < lg - 12) {
    bug('iova or paddr is not aligned to pgsize');
  }
  if ((prot & (Prot.READ | Prot.WRITE)) === 0) return Errno.EINVAL;
  const level = d.parts.levelOf(lg);
  const items = d.parts.itemsOf(lg, level);
  const pages = pagesOf(lg);
  let failed = 0;
  for (let done = 0; done + pages <= len && failed === 0; done += pages) {
    d.tick();
    const iova = wrapped(first + done);
    const table = d.parts.oldGrow(d, iova + pages - 1, level) ? d.parts.oldDescendV1(d, iova, level) : Errno.ENOMEM;
    if (table < 0) {
      failed = Errno.ENOMEM;
      break;
    }
    const index = indexAt(iova, level);
    for (let i = 0; i < items; i++) d.parts.oldReplaceItemV1(d, table, index + i);
    d.parts.encodeLeafOldV1(d, lg, wrapped(oa + done), prot);
    d.parts.writeLeaf(d, table, index, items);
    d.parts.accountMapped(d, pages);
  }
  d.parts.oldFinishMap(d);
  return failed;
};

/** Each level is published for itself: the software top first, then the device table (docs/protocol.md). */
const oldGrow: OldParts['oldGrow'] = (d, lastPage, level) => {
  while (lastPage >= ITEM_PAGES[d.top + 1]! || d.top < level) {
    const newTop = d.parts.allocTable(d);
    if (newTop === 0) return false;
    if (d.top === 5) {
      d.warnings++;
      d.parts.freeTable(d, newTop);
      return false;
    }
    d.parts.linkOldTop(d, newTop, d.top + 1, d.root);
    d.root = newTop;
    d.top++;
    d.recorder.event(EventKind.top, d.top);
    d.parts.flushDeviceTable(d);
  }
  return true;
};

const oldDescendV1: OldParts['oldDescendV1'] = (d, iova, level) => {
  let table = d.root;
  let at = d.top;
  while (at > level) {
    d.tick();
    const index = indexAt(iova, at);
    const word = d.memory.at(table, index);
    const lo = d.memory.words[word]!;
    const isPresent = (lo & 1) !== 0;
    const nl = nextLevel(lo);
    if (isPresent && nl === 7) {
      d.parts.oldClearReplicas(d, table, at, index);
      d.updated = true;
      continue;
    }
    let child: number;
    if (!isPresent || nl === 0) {
      child = d.parts.installTable(d, table, at, index);
      if (child < 0) return child;
      if (isPresent) d.updated = true;
    } else {
      if (nl !== at) return Errno.ENOMEM;
      child = d.parts.childOf(d, lo, d.memory.words[word + 1]!);
    }
    table = child;
    at--;
  }
  return table;
};

/** Only the replicas that still equal the one that was met. */
const oldClearReplicas: OldParts['oldClearReplicas'] = (d, table, level, index) => {
  const met = d.memory.at(table, index);
  const { words } = d.memory;
  const lo = words[met]!;
  const hi = words[met + 1]!;
  const items = 1 << (d.format.leafLg(d, level, lo, hi) - itemLg(level));
  const start = d.memory.at(table, index & ~(items - 1));
  for (let at = start; at < start + items * 2; at += 2) {
    if (words[at] === lo && words[at + 1] === hi) words[at] = words[at + 1] = 0;
  }
};

const oldReplaceItemV1: OldParts['oldReplaceItemV1'] = (d, table, index) => {
  const at = d.memory.at(table, index);
  const lo = d.memory.words[at]!;
  const hi = d.memory.words[at + 1]!;
  d.parts.clearItems(d, table, index, 1);
  const nl = nextLevel(lo);
  if ((lo & 1) === 0 || nl === 0 || nl === 7) return;
  d.parts.collectSubtree(d, d.parts.childOf(d, lo, hi), nl - 1);
  d.updated = true;
};

/** Flush of the whole call iff something was replaced, then free (5.1 step 4). */
const oldFinishMap: OldParts['oldFinishMap'] = (d) => {
  if (d.updated) {
    const { first, firstOffset, last, lastOffset } = d.request;
    d.recorder.event(EventKind.flush, 0, first, firstOffset, last, lastOffset);
    d.parts.flushPages(d, first, firstOffset, last, lastOffset, true);
  }
  d.parts.freeList(d, d.pending);
};

export const oldMapV1Parts: Pick<
  OldParts,
  'oldMapPages' | 'oldMapV1' | 'oldGrow' | 'oldDescendV1' | 'oldClearReplicas' | 'oldReplaceItemV1' | 'oldFinishMap'
> = { oldMapPages, oldMapV1, oldGrow, oldDescendV1, oldClearReplicas, oldReplaceItemV1, oldFinishMap };
