import { indexAt, pagesOf, within } from './arithmetic';
import { EMPTY, LEAF } from './item-class';
import type { LookupParts } from './parts';

/** page-tables.md 3.9. */
const lookup: LookupParts['lookup'] = (d, page) => {
  if (!d.inRange(page, page)) return -1;
  let table = d.root;
  for (let level = d.top; level >= 0; level--) {
    const at = d.memory.at(table, indexAt(page, level));
    const lo = d.memory.words[at]!;
    const hi = d.memory.words[at + 1]!;
    const itemClass = d.format.classify(d, level, lo, hi);
    if (itemClass === EMPTY) return -1;
    if (itemClass === LEAF) {
      const pages = pagesOf(d.format.leafLg(d, level, lo, hi));
      return d.format.leafOa(d, level, lo, hi) + within(page, pages);
    }
    table = d.parts.childOf(d, lo, hi);
  }
  return -1;
};

const iovaToPhys: LookupParts['iovaToPhys'] = (d, page) =>
  d.config.contract === 'generic-pt' ? d.parts.lookup(d, page) : d.parts.oldLookup(d, page);

export const lookupParts: LookupParts = { lookup, iovaToPhys };
