import type { Leaf, TableRef } from '../../../model/vocabulary';
import type { ObservedTree } from './tree';

/** What changed between two states of a domain. */
export interface Change {
  readonly added: readonly Leaf[];
  readonly removed: readonly Leaf[];
  readonly dirtied: readonly { readonly before: Leaf; readonly after: Leaf }[];
  readonly tablesAdded: readonly TableRef[];
  readonly tablesRemoved: readonly TableRef[];
}

const NONE: Change = { added: [], removed: [], dirtied: [], tablesAdded: [], tablesRemoved: [] };

const sameEntry = (a: Leaf, b: Leaf): boolean =>
  a.lg === b.lg && a.level === b.level && a.lo === b.lo && a.hi === b.hi && a.items === b.items && a.found === b.found;

const tableKey = (t: TableRef): string => `${t.level}:${t.page}:${t.hi}:${t.lo}`;

/** Compares two dumps: leaves by place and entry, tables by place and pointer. Both list leaves in ascending order. */
export function changeBetween(before: ObservedTree, after: ObservedTree): Change {
  if (before === after) return NONE;
  const added: Leaf[] = [];
  const removed: Leaf[] = [];
  const dirtied: { before: Leaf; after: Leaf }[] = [];
  const [old, now] = [before.leaves(), after.leaves()];
  let [o, n] = [0, 0];
  while (o < old.length || n < now.length) {
    const was = old[o];
    const is = now[n];
    if (is === undefined || (was !== undefined && was.page < is.page)) {
      removed.push(was!);
      o++;
    } else if (was === undefined || is.page < was.page) {
      added.push(is);
      n++;
    } else {
      if (was !== is && !sameEntry(was, is)) {
        removed.push(was);
        added.push(is);
      } else if (was.dirty !== is.dirty) dirtied.push({ before: was, after: is });
      o++;
      n++;
    }
  }
  const oldTables = new Map<string, TableRef>();
  for (const table of before.tables()) oldTables.set(tableKey(table), table);
  const tablesAdded: TableRef[] = [];
  for (const table of after.tables()) if (!oldTables.delete(tableKey(table))) tablesAdded.push(table);
  return { added, removed, dirtied, tablesAdded, tablesRemoved: [...oldTables.values()] };
}
