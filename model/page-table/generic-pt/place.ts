/** Placing one leaf: page-tables.md 3.4. */
import type { IovaPage, Log2Size, OaPage } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { ITEM_PAGES, itemIndex } from '../../vocabulary/units';
import type { Domain } from '../domain';
import type { Gather } from '../gather';
import type { Table } from '../table';
import { ITEMS_OF, LEVEL_OF, LeafNode, hasLeaf } from '../table';

/** Places the leaf (page, oa, lg); unlinked tables go to `gather`. Returns 0, −EADDRINUSE or −ENOMEM. */
export function placeLeaf(
  domain: Domain,
  page: IovaPage,
  oa: OaPage,
  lg: Log2Size,
  prot: number,
  gather: Gather,
): number {
  const level = LEVEL_OF[lg]!;
  let table = domain.nearest(page, level);
  while (table.level > level) {
    const index = itemIndex(page, table.level);
    const item = table.slots[index]!;
    if (item !== null) {
      if (!item.isTable) return Errno.EADDRINUSE;
      table = item;
      continue;
    }
    // A table stays even if the call fails later.
    const below = domain.newTable(table, index);
    if (below === null) return Errno.ENOMEM;
    table = below;
  }
  if (level === 0) domain.lowest = table;

  const items = ITEMS_OF[lg]!;
  const first = itemIndex(page, level);
  for (let index = first; index < first + items; index++) {
    const item = table.slots[index]!;
    if (item === null) continue;
    if (!item.isTable || hasLeaf(item)) return Errno.EADDRINUSE;
    // An empty subtree gives way, even where a later item of the group collides (PT-087).
    unlinkEmpty(domain, table, index, item, gather);
  }

  const raw = domain.format.encodeLeaf(lg, oa, prot, domain.smeBit);
  // The address without a C-bit that the caller's address may carry (AMB-PA-HAS-C): what the entry decodes to.
  const output = domain.decodedAddress(oa);
  const leaf = new LeafNode(page, lg, level, items, items, output, raw.lo, raw.hi, 0);
  table.fill(first, leaf);
  domain.change.leafAdded(leaf);
  return 0;
}

/** Clears the pointer first, then the gather learns of it: it may sync, and free, what it already holds (6.1). */
function unlinkEmpty(domain: Domain, table: Table, index: number, below: Table, gather: Gather): void {
  const start = table.pageOf(index);
  const pages = ITEM_PAGES[table.level]!;
  const count = domain.unlink(table, index, below);
  if (domain.noGaps && gather.isDisjoint(start, 0, pages)) domain.sync(gather);
  gather.add(start, 0, start + pages - 1, 0xfff);
  gather.tables += count;
}
