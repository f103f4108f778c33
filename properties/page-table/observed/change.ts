import type { Change } from '../../../model/page-table/change';
import type { Leaf, TableRef } from '../../../model/vocabulary';
import type { ObservedTree } from './tree';

const sameEntry = (a: Leaf, b: Leaf): boolean =>
  a.lg === b.lg && a.level === b.level && a.lo === b.lo && a.hi === b.hi && a.items === b.items && a.found === b.found;

const sameTable = (a: TableRef, b: TableRef): boolean =>
  a === b || (a.page === b.page && a.level === b.level && a.lo === b.lo && a.hi === b.hi);

const tableKey = (t: TableRef): string => `${t.level}:${t.page}:${t.hi}:${t.lo}`;

/** Writes what differs between two dumps into `change`: leaves by place and entry, tables by place and pointer. */
export function changeBetween(before: ObservedTree, after: ObservedTree, change: Change): void {
  if (before === after) return;
  compareLeaves(before.leaves(), after.leaves(), change);
  compareTables(before.tables(), after.tables(), change);
}

/** Both lists are in ascending order. */
function compareLeaves(old: readonly Leaf[], now: readonly Leaf[], change: Change): void {
  for (let o = 0, n = 0; o < old.length || n < now.length;) {
    const was = old[o];
    const is = now[n];
    if (is === undefined || (was !== undefined && was.page < is.page)) {
      change.leafRemoved(was!);
      o++;
    } else if (was === undefined || is.page < was.page) {
      change.leafAdded(is);
      n++;
    } else {
      if (was !== is) compareLeaf(was, is, change);
      o++;
      n++;
    }
  }
}

/** Two leaves at one place. */
function compareLeaf(was: Leaf, is: Leaf, change: Change): void {
  if (!sameEntry(was, is)) {
    change.leafRemoved(was);
    change.leafAdded(is);
  } else if (was.dirty !== is.dirty) {
    change.leafDirtied(was, is);
  }
}

function compareTables(old: readonly TableRef[], now: readonly TableRef[], change: Change): void {
  // Most ops leave the tables alone: only what follows the first difference is worth a look-up.
  let same = 0;
  while (same < old.length && same < now.length && sameTable(old[same]!, now[same]!)) same++;
  if (same === old.length && same === now.length) return;
  const gone = new Map<string, TableRef>();
  for (let i = same; i < old.length; i++) gone.set(tableKey(old[i]!), old[i]!);
  for (let i = same; i < now.length; i++) if (!gone.delete(tableKey(now[i]!))) change.tableAdded(now[i]!);
  for (const table of gone.values()) change.tableRemoved(table);
}
