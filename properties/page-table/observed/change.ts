import type { Leaf, StateView, TableRef } from '../../../model/vocabulary';

/** What changed between two states of a domain. */
export interface Change {
  readonly added: readonly Leaf[];
  readonly removed: readonly Leaf[];
  readonly dirtied: readonly { readonly before: Leaf; readonly after: Leaf }[];
  readonly tablesAdded: readonly TableRef[];
  readonly tablesRemoved: readonly TableRef[];
}

const sameEntry = (a: Leaf, b: Leaf): boolean =>
  a.lg === b.lg && a.level === b.level && a.lo === b.lo && a.hi === b.hi && a.items === b.items && a.found === b.found;

const tableKey = (t: TableRef): string => `${t.level}:${t.page}:${t.hi}:${t.lo}`;

/** Compares two dumps: leaves by place and entry, tables by place and pointer. */
export function changeBetween(before: StateView, after: StateView): Change {
  const old = new Map<number, Leaf>();
  for (const leaf of before.leaves()) old.set(leaf.page, leaf);
  const added: Leaf[] = [];
  const dirtied: { before: Leaf; after: Leaf }[] = [];
  for (const leaf of after.leaves()) {
    const was = old.get(leaf.page);
    if (was === undefined || !sameEntry(was, leaf)) {
      added.push(leaf);
      continue;
    }
    old.delete(leaf.page);
    if (was.dirty !== leaf.dirty) dirtied.push({ before: was, after: leaf });
  }
  const oldTables = new Map<string, TableRef>();
  for (const table of before.tables()) oldTables.set(tableKey(table), table);
  const tablesAdded: TableRef[] = [];
  for (const table of after.tables()) if (!oldTables.delete(tableKey(table))) tablesAdded.push(table);
  return { added, removed: [...old.values()], dirtied, tablesAdded, tablesRemoved: [...oldTables.values()] };
}
