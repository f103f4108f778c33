/** `unmap_range`: page-tables.md 3.8. */
import type { ByteOffset, IovaPage, PageCount } from '../../vocabulary';
import { ALL_PAGES, ITEM_PAGES, itemIndex, pagesOf } from '../../vocabulary/units';
import type { Domain } from '../domain';
import type { Gather } from '../gather';
import { lastOffset, lastPage } from '../range';
import type { Table } from '../table';
import { ITEMS } from '../table';

/** The range that an unmap asks for; an op has this shape. */
export interface UnmapRequest {
  readonly iova: IovaPage;
  readonly iovaOffset: ByteOffset;
  readonly len: PageCount;
  readonly lenOffset: ByteOffset;
}

/** One unmap on its way through the tables. */
class Walk {
  domain!: Domain;
  /** Page of the last byte of the request. */
  last: IovaPage = 0;
  /** Last page that the request covers whole. */
  lastWhole: IovaPage = 0;
  removed: PageCount = 0;
  freed = 0;

  /** `walk(l, t, va)` of 3.8; false: stop. */
  enter(table: Table, page: IovaPage): boolean {
    const { domain, last } = this;
    const span = ITEM_PAGES[table.level]!;
    const { slots } = table;
    let cur = page;
    let index = itemIndex(page, table.level);
    while (index < ITEMS && cur <= last) {
      const item = slots[index]!;
      if (item === null) return false;
      if (item.isTable) {
        const start = table.pageOf(index);
        // Decided before descending, from the request.
        const full = cur === start && start + span - 1 <= this.lastWhole;
        if (!this.enter(item, cur)) return false;
        if (full) this.freed += domain.unlink(table, index, item);
        index++;
      } else {
        // Only the first item can be entered in the middle of a leaf.
        if (cur !== item.page) return false;
        for (let end = index + item.items; index < end; index++) table.clear(index);
        this.removed += pagesOf(item.lg);
        domain.change.leafRemoved(item);
      }
      cur = table.pageOf(index);
    }
    return true;
  }
}

const walk = new Walk();

/** Unmaps; what was removed goes to `gather`. Returns the pages removed, from iova on without a gap. */
export function unmapRange(domain: Domain, request: UnmapRequest, gather: Gather): PageCount {
  const { iova, iovaOffset, len, lenOffset } = request;
  if (len === 0 && lenOffset === 0) return 0;
  const last = lastPage(iova, iovaOffset, len, lenOffset);
  if (last >= ALL_PAGES || !domain.inRange(last)) return 0;
  // No leaf starts within a page.
  if (iovaOffset !== 0) return 0;
  if (domain.config.assumptions['AMB-UNMAP-LARGER'] === 'refuse' && endsInside(domain, last)) return 0;

  walk.domain = domain;
  walk.last = last;
  walk.lastWhole = lastOffset(iovaOffset, lenOffset) === 0xfff ? last : last - 1;
  walk.removed = walk.freed = 0;
  walk.enter(domain.top, iova);

  const { removed, freed } = walk;
  if (removed > 0) gatherRange(domain, iova, removed, gather);
  gather.tables += freed;
  return removed;
}

/** A gather of a flush queue gets no range; under NpCache it may not cover gaps (6.2). */
function gatherRange(domain: Domain, start: IovaPage, pages: PageCount, gather: Gather): void {
  if (domain.config.queued && gather === domain.gather) return;
  if (domain.noGaps && gather.isDisjoint(start, 0, pages)) domain.sync(gather);
  gather.add(start, 0, start + pages - 1, 0xfff);
}

/** AMB-UNMAP-LARGER: the request's last page lies in a leaf that goes on after it. */
function endsInside(domain: Domain, last: IovaPage): boolean {
  const leaf = domain.walk(last);
  return leaf !== null && leaf.page + pagesOf(leaf.lg) - 1 > last;
}
