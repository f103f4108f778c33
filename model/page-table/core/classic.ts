/** The classic core over `map_pages` and `unmap_pages`, with the splitter: page-tables.md 3.11. */
import type { IovaPage, OaPage, PageCount } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { OpFlag } from '../../vocabulary/op';
import { ALL_PAGES } from '../../vocabulary/units';
import { classicSplit } from '../best';
import type { Domain } from '../domain';
import { Gather } from '../gather';
import type { MapRequest } from '../generic-pt/map';
import type { UnmapRequest } from '../generic-pt/unmap';
import { mapPages, unmapPages } from '../io-pgtable/ops';
import { wrapped } from '../io-pgtable/request';
import type { Core } from './core';

/** The gather of an `iommu_unmap`. Empty between calls. */
const own = new Gather();

function checkGfp(domain: Domain, flags: number): number {
  if ((flags & OpFlag.badGfp) === 0) return 0;
  domain.change.warn();
  return Errno.EINVAL;
}

function mapNosync(domain: Domain, request: MapRequest, flags: number): number {
  const gfp = checkGfp(domain, flags);
  if (gfp !== 0) return gfp;
  if (!domain.paging) return Errno.EINVAL;
  if (domain.sizes.all.length === 0) {
    domain.change.warn();
    return Errno.ENODEV;
  }
  const { iova, oa, oaOffset, len, prot } = request;
  if (oaOffset !== 0 || oa % domain.sizes.smallestPages !== 0 || !isAligned(domain, request)) return Errno.EINVAL;

  let done = 0;
  let ret = 0;
  while (done < len && ret === 0) {
    const page: IovaPage = (iova + done) % ALL_PAGES;
    const out: OaPage = (oa + done) % ALL_PAGES;
    const { lg, count } = classicSplit(domain.sizes, page, out, len - done);
    domain.mapped = 0;
    ret = mapPages(domain, { iova: page, iovaOffset: 0, oa: out, oaOffset: 0, lg, count, prot });
    // Accounted for even on error.
    done += domain.mapped;
  }
  if (ret !== 0) unmap(domain, { iova: wrapped(iova), iovaOffset: 0, len: done, lenOffset: 0 });
  return ret;
}

/** True if iova and length are multiples of the smallest size. */
function isAligned(domain: Domain, { iova, iovaOffset, len, lenOffset }: UnmapRequest): boolean {
  const smallest = domain.sizes.smallestPages;
  return iovaOffset === 0 && lenOffset === 0 && iova % smallest === 0 && len % smallest === 0;
}

function unmap(domain: Domain, request: UnmapRequest): PageCount {
  if (!domain.paging) return 0;
  const usable = domain.sizes.all.length > 0;
  if (!usable) domain.change.warn();
  // The sync comes whatever went before it.
  const removed = usable && isAligned(domain, request) ? unmapAll(domain, request) : 0;
  domain.sync(own);
  return removed;
}

function unmapAll(domain: Domain, { iova, len }: UnmapRequest): PageCount {
  let page: number = iova;
  let removed = 0;
  while (removed < len) {
    const { lg, count } = classicSplit(domain.sizes, page, page, len - removed);
    const pages = unmapPages(domain, { iova: page, iovaOffset: 0, lg, count }, own);
    if (pages === 0) break;
    page = wrapped(page + pages);
    removed += pages;
  }
  return removed;
}

export const CLASSIC_CORE: Core = { mapNosync, unmap, checkSg: checkGfp };
