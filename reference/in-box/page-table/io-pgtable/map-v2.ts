import { Errno } from '../../../../model/vocabulary/errno';
import { Prot } from '../../../../model/vocabulary/prot';
import { indexAt, pagesOf, wrapped } from '../arithmetic';
import type { OldParts } from '../parts';

const PS = 0x80;

/** page-tables.md 5.2: upper address bits are ignored, nothing is checked for alignment. */
const oldMapV2: OldParts['oldMapV2'] = (d, lg) => {
  const { first, oa, len, prot } = d.request;
  if (!d.format.storesSize(lg)) {
    d.warnings++;
    return Errno.EINVAL;
  }
  const pages = pagesOf(lg);
  if (len < pages || (prot & (Prot.READ | Prot.WRITE)) === 0) return Errno.EINVAL;
  const level = d.parts.levelOf(lg);
  let failed = 0;
  for (let done = 0; done + pages <= len; done += pages) {
    d.tick();
    const iova = wrapped(first + done);
    const table = d.parts.oldDescendV2(d, iova, level);
    if (table < 0) {
      failed = table;
      break;
    }
    const index = indexAt(iova, level);
    d.parts.oldReplaceItemV2(d, table, level, index);
    d.parts.encodeLeafOldV2(d, lg, wrapped(oa + done), prot);
    d.parts.writeLeaf(d, table, index, 1);
    d.parts.accountMapped(d, pages);
  }
  d.parts.oldFinishMap(d);
  return failed;
};

const oldDescendV2: OldParts['oldDescendV2'] = (d, iova, level) => {
  let table = d.root;
  let at = d.top;
  while (at > level) {
    d.tick();
    const index = indexAt(iova, at);
    const word = d.memory.at(table, index);
    const lo = d.memory.words[word]!;
    if ((lo & 1) !== 0 && (lo & PS) !== 0) {
      d.parts.clearItems(d, table, index, 1);
      d.updated = true;
      continue;
    }
    const child =
      (lo & 1) === 0 ? d.parts.installTable(d, table, at, index) : d.parts.childOf(d, lo, d.memory.words[word + 1]!);
    if (child < 0) return child;
    table = child;
    at--;
  }
  return table;
};

/**
 * A table is freed at once, before the flush. A leaf of the same size is just replaced: that the released code takes
 * its data page for a table and frees it is the hazard of 3.12.
 */
const oldReplaceItemV2: OldParts['oldReplaceItemV2'] = (d, table, level, index) => {
  const at = d.memory.at(table, index);
  const lo = d.memory.words[at]!;
  const hi = d.memory.words[at + 1]!;
  if ((lo & 1) === 0) return;
  d.updated = true;
  d.parts.clearItems(d, table, index, 1);
  if (level > 0 && (lo & PS) === 0) d.parts.freeSubtree(d, d.parts.childOf(d, lo, hi), level - 1);
};

export const oldMapV2Parts: Pick<OldParts, 'oldMapV2' | 'oldDescendV2' | 'oldReplaceItemV2'> = {
  oldMapV2,
  oldDescendV2,
  oldReplaceItemV2,
};
