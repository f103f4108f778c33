/** `map_range`: page-tables.md 3.3. */
import type { ByteOffset, IovaPage, OaPage, PageCount } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { Prot } from '../../vocabulary/prot';
import { ALL_PAGES, pagesOf } from '../../vocabulary/units';
import { best } from '../best';
import type { Domain } from '../domain';
import { Gather } from '../gather';
import { lastPage } from '../range';
import { LEVEL_OF } from '../table';
import { growFor } from './grow';
import { placeLeaf } from './place';

/** What a map call asks for; an op has this shape. */
export interface MapRequest {
  readonly iova: IovaPage;
  readonly iovaOffset: ByteOffset;
  readonly oa: OaPage;
  readonly oaOffset: ByteOffset;
  readonly len: PageCount;
  readonly lenOffset: ByteOffset;
  readonly prot: number;
}

/** The gather of a map, for tables that give way to a larger leaf. Empty between calls. */
const unlinked = new Gather();

/** Maps; `domain.mapped` grows by the pages placed, also on failure. Returns 0 or a negative errno. */
export function mapRange(domain: Domain, request: MapRequest): number {
  const { iova, oa, len, prot } = request;
  // Steps 1 to 6: the first check that fails decides (PT-072).
  const error = checkMap(domain, request);
  if (error !== 0) {
    if ((prot & (Prot.READ | Prot.WRITE)) === 0) domain.change.warn();
    return error;
  }
  const last = iova + len - 1;
  let lg = best(domain.sizes, iova, last, oa);

  // Step 7.
  let ret = growFor(domain, last, LEVEL_OF[lg]!);
  if (ret !== 0) return ret;

  // Step 8: the greedy layout of 3.2, ascending, until the first failure.
  let done = 0;
  for (;;) {
    ret = placeLeaf(domain, iova + done, oa + done, lg, prot, unlinked);
    if (ret !== 0) break;
    done += pagesOf(lg);
    if (done === len) break;
    lg = best(domain.sizes, iova + done, last, oa + done);
  }

  // Step 9: also when step 8 failed.
  if (unlinked.tables > 0) domain.sync(unlinked);
  // Steps 10, 11.
  domain.mapped += done;
  return ret;
}

/** Steps 1 to 6 of 3.3: 0, or the error of the first check that fails. */
export function checkMap(domain: Domain, request: MapRequest): number {
  const { iova, iovaOffset, oa, oaOffset, len, lenOffset, prot } = request;
  // 1
  if ((prot & (Prot.READ | Prot.WRITE)) === 0) return Errno.EINVAL;
  // 2, and beside it AMB-PA-HAS-C: both ask whether the address is one at all.
  if (oa >= domain.oaPages) return Errno.ERANGE;
  if (domain.refusesAddress(oa)) return Errno.EINVAL;
  // 4
  if (len === 0 && lenOffset === 0) return Errno.EINVAL;
  // 4b
  if (lastPage(oa, oaOffset, len, lenOffset) >= domain.oaPages) return Errno.ERANGE;
  // 5
  if (lastPage(iova, iovaOffset, len, lenOffset) >= ALL_PAGES) return Errno.EOVERFLOW;
  // 6. A length with a tail that no size fits is refused here too: intended, see 3.12 and PT-064.
  if (!isAligned(domain, request)) return Errno.ENXIO;
  return 0;
}

/** True if addresses and length are multiples of the smallest size, so that every leaf of the layout has one. */
function isAligned(domain: Domain, { iova, iovaOffset, oa, oaOffset, len, lenOffset }: MapRequest): boolean {
  if ((iovaOffset | oaOffset | lenOffset) !== 0) return false;
  const smallest = domain.sizes.smallestPages;
  if (smallest === 1) return true;
  return smallest !== 0 && iova % smallest === 0 && oa % smallest === 0 && len % smallest === 0;
}
