/** Growing the top of a v1 table: page-tables.md 3.5. */
import type { IovaPage, Level } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { EventKind } from '../../vocabulary/outcome';
import { itemLg } from '../../vocabulary/units';
import type { Domain } from '../domain';
import { Table } from '../table';

const MAX_TOP_LEVEL: Level = 5;

/**
 * 3.3 step 7: makes [.., last] reachable and the top high enough for a leaf of `leafLevel`. Returns 0, or −ERANGE or
 * −ENOMEM with the table as it was.
 */
export function growFor(domain: Domain, last: IovaPage, leafLevel: Level): number {
  const { format, top } = domain;
  if (!format.grows) return domain.inRange(last) ? 0 : Errno.ERANGE;
  if (domain.inRange(last) && leafLevel <= top.level) return 0;

  // Whole levels are put on top privately; nobody sees them until the end.
  let level = top.level;
  let fresh = 0;
  while (last >= domain.reachAt(level) || leafLevel > level) {
    level++;
    let error = 0;
    if (level > MAX_TOP_LEVEL || itemLg(level) >= domain.config.vasz) error = Errno.ERANGE;
    else if (!domain.allocate()) error = Errno.ENOMEM;
    if (error !== 0) {
      domain.free(fresh);
      return error;
    }
    fresh++;
  }

  // The device-table entries are rewritten and flushed before the new top is published, once (PT-151).
  domain.change.event(EventKind.dteFlush, 0);
  while (domain.top.level < level) putOnTop(domain);
  domain.change.event(EventKind.top, level);
  return 0;
}

/** A new top whose item 0 points to the old one. Its page was allocated before. */
export function putOnTop(domain: Domain): void {
  const below = domain.top;
  const above = new Table(below.level + 1, 0, 0, 0);
  const pointer = domain.pointers[above.level]!;
  below.lo = pointer.lo;
  below.hi = pointer.hi;
  above.put(0, below);
  domain.change.tableAdded(below);
  domain.raise(above);
  // A large leaf may replace the old top in the same op (PT-092).
  domain.change.undone = true;
}
