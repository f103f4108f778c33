import type { IoTable } from '../../../model/vocabulary/device-access/config';
import { ITEM_PAGES, itemLg, pagesOf } from '../../../model/vocabulary/units';
import { leafLgV1, pageIn, type ReadWord } from '../walk';

/** A leaf of a table in simulated memory. */
export interface TableLeaf {
  readonly first: number;
  readonly target: number;
  readonly lg: number;
  readonly raw: bigint;
}

/** Table pages that are read at most: raw words may be anything, and lead anywhere. */
const MOST_TABLE_PAGES = 64;
const ITEMS = 512;

/** The leaves of one table, ascending; what leads out of the table's own pages is not followed. rmp.md 4.9. */
export function leavesOf(table: IoTable, word: ReadWord, cBit: number | null): TableLeaf[] {
  const leaves = new Map<number, TableLeaf>();
  const isHost = table.format === 'amdv1';
  let visited = 0;
  const walk = (page: number, level: number, base: number): void => {
    const at = page - table.address;
    if (at < 0 || at >= table.pages || visited === MOST_TABLE_PAGES) return;
    visited++;
    for (let index = 0; index < ITEMS; index++) {
      const raw = word(table.spa + at, index);
      if ((raw & 1n) === 0n) continue;
      const first = base + index * ITEM_PAGES[level]!;
      if (!isLeaf(raw, level, isHost)) {
        walk(pageIn(raw, isHost ? cBit : null), level - 1, first);
        continue;
      }
      const lg = isHost ? leafLgV1(raw, level) : itemLg(level);
      // Replicated items are one leaf.
      const start = aligned(first, lg);
      if (!leaves.has(start))
        leaves.set(start, { first: start, target: aligned(pageIn(raw, isHost ? cBit : null), lg), lg, raw });
    }
  };
  if (table.format !== 'gcr3') walk(table.address, table.levels - 1, 0);
  return [...leaves.values()];
}

const aligned = (page: number, lg: number): number => Math.floor(page / pagesOf(lg)) * pagesOf(lg);

/** v1: next level 0 or 7; v2: the PS bit. Level 0 holds nothing else. page-tables.md 1.2, 2.2. */
function isLeaf(raw: bigint, level: number, isHost: boolean): boolean {
  if (level === 0) return true;
  const next = (raw >> 9n) & 7n;
  return isHost ? next === 0n || next === 7n : level <= 2 && (raw & (1n << 7n)) !== 0n;
}
