import type { OaPage } from '../../../../model/vocabulary';
import { Errno } from '../../../../model/vocabulary/errno';
import { EventKind } from '../../../../model/vocabulary/outcome';
import { itemLg } from '../../../../model/vocabulary/units';
import type { Domain } from '../domain';
import type { GrowParts } from '../parts';

/** page-tables.md 3.5: all new levels first, one publication at the end. */
const growTop: GrowParts['growTop'] = (d) => {
  let level = d.top;
  let table = d.root;
  while (d.parts.needsTop(d, level)) {
    const failed = level >= d.parts.maxTop(d) ? Errno.ERANGE : 0;
    const newTop = failed === 0 ? d.parts.allocTable(d) : 0;
    if (newTop === 0) {
      freeNewTops(d, table, level);
      return failed === 0 ? Errno.ENOMEM : failed;
    }
    level++;
    d.parts.linkOldTop(d, newTop, level, table);
    table = newTop;
  }
  if (level !== d.top) d.parts.publishTop(d, table, level);
  return 0;
};

/** The unpublished tables, from the highest down to the one above the current top. */
function freeNewTops(d: Domain, highest: OaPage, level: number): void {
  let table = highest;
  for (let at = level; at > d.top; at--) {
    const word = d.memory.at(table, 0);
    const below = d.parts.childOf(d, d.memory.words[word]!, d.memory.words[word + 1]!);
    d.parts.freeTable(d, table);
    table = below;
  }
}

const needsTop: GrowParts['needsTop'] = (d, level) => {
  const { first, last, oa, len } = d.request;
  const reach = d.reach(level);
  if (first >= reach || last >= reach) return true;
  return d.parts.levelOf(d.parts.bestSize(d, first, oa, len)) > level;
};

/** A top of level t decodes nothing if one item of it spans the whole address space. */
const maxTop: GrowParts['maxTop'] = (d) => {
  let level = 5;
  while (level > 0 && itemLg(level) >= d.config.vasz) level--;
  return level;
};

const linkOldTop: GrowParts['linkOldTop'] = (d, newTop, level, oldTop) => {
  d.format.encodePointer(d, level, oldTop);
  d.parts.writeLeaf(d, newTop, 0, 1);
};

const publishTop: GrowParts['publishTop'] = (d, table, level) => {
  d.parts.flushDeviceTable(d);
  d.root = table;
  d.top = level;
  d.recorder.event(EventKind.top, level);
};

const flushDeviceTable: GrowParts['flushDeviceTable'] = (d) => d.recorder.event(EventKind.dteFlush, 0);

export const growParts: GrowParts = { growTop, needsTop, maxTop, linkOldTop, publishTop, flushDeviceTable };
