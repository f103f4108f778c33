import { EventKind } from '../../../model/vocabulary/outcome';
import { NO_TABLE } from './domain';
import { TABLE } from './item-class';
import type { TableParts } from './parts';

const allocTable: TableParts['allocTable'] = (d) => {
  if (d.budget <= 0) return 0;
  d.budget--;
  d.allocations++;
  d.liveTables++;
  const table = d.memory.take(d.index);
  d.parts.zeroTable(d, table);
  return table;
};

const zeroTable: TableParts['zeroTable'] = (d, table) => d.memory.zero(table);

const freeTable: TableParts['freeTable'] = (d, table) => {
  if (!d.memory.release(table)) return d.recorder.free(EventKind.strayFree);
  d.liveTables--;
  d.frees++;
  d.recorder.free(EventKind.freed);
};

const freeSubtree: TableParts['freeSubtree'] = (d, table, level) => {
  d.tick();
  for (let index = 0; index < 512 && level > 0; index++) {
    const at = d.memory.at(table, index);
    const lo = d.memory.words[at]!;
    if (lo === 0) continue;
    const hi = d.memory.words[at + 1]!;
    if (d.format.classify(d, level, lo, hi) === TABLE) d.parts.freeSubtree(d, d.parts.childOf(d, lo, hi), level - 1);
  }
  d.parts.freeTable(d, table);
};

/** page-tables.md 3.14. */
const teardown: TableParts['teardown'] = (d) => {
  d.parts.freeList(d, d.gather.tables);
  if (d.root !== NO_TABLE) d.parts.freeSubtree(d, d.root, d.top);
};

export const tableParts: TableParts = { allocTable, zeroTable, freeTable, freeSubtree, teardown };
