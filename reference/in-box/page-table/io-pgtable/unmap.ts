import { pagesOf, within, wrapped } from '../arithmetic';
import { TABLE } from '../item-class';
import type { OldParts } from '../parts';

/** page-tables.md 5.1, 5.2: the wrapper adds what went to the gather; no table is ever freed. */
const oldUnmapPages: OldParts['oldUnmapPages'] = (d, lg, gather) => {
  const { first, firstOffset, len } = d.walk;
  const pages = pagesOf(lg);
  const wanted = Math.floor(len / pages) * pages;
  d.removed = 0;
  if (!d.isV1 && (!d.format.storesSize(lg) || wanted === 0)) {
    d.warnings++;
    return 0;
  }
  let page = first;
  while (d.removed < wanted) {
    d.tick();
    const gone = d.parts.oldUnmapOne(d, page);
    if (gone === 0) break;
    d.removed += gone;
    page = wrapped(page - within(page, gone) + gone);
  }
  if (d.removed > 0) {
    const end = wrapped(first + d.removed - (firstOffset === 0 ? 1 : 0));
    const endOffset = (firstOffset + 4095) & 4095;
    if (d.config.flush === 'no-gaps' && gather.isDisjoint(first, firstOffset, end, endOffset)) {
      d.parts.gatherSync(d, gather);
    }
    gather.widen(first, firstOffset, end, endOffset);
  }
  return d.removed;
};

const oldUnmapOne: OldParts['oldUnmapOne'] = (d, page) => {
  if (!(d.isV1 ? d.parts.oldFetchV1(d, page) : d.parts.oldFetchV2(d, page))) return 0;
  const { table, index, lg } = d.fetched;
  const level = d.parts.levelOf(lg);
  d.parts.oldClearGroup(d, table, level, index, d.parts.itemsOf(lg, level));
  return pagesOf(lg);
};

/**
 * A later map may have put a pointer into the group. Its leaves go, as all that translates there does; the pointer
 * stays, for unmap frees no table, and without it the tables below would be lost (the released code loses them: PT-170).
 */
const oldClearGroup: OldParts['oldClearGroup'] = (d, table, level, index, items) => {
  d.tick();
  const { words } = d.memory;
  for (let i = index; i < index + items; i++) {
    const at = d.memory.at(table, i);
    const lo = words[at]!;
    if (lo === 0) continue;
    const hi = words[at + 1]!;
    const isPointer = level > 0 && d.format.classify(d, level, lo, hi) === TABLE;
    if (isPointer) d.parts.oldClearGroup(d, d.parts.childOf(d, lo, hi), level - 1, 0, 512);
    else d.parts.clearItems(d, table, i, 1);
  }
};

export const oldUnmapParts: Pick<OldParts, 'oldUnmapPages' | 'oldUnmapOne' | 'oldClearGroup'> = {
  oldUnmapPages,
  oldUnmapOne,
  oldClearGroup,
};
