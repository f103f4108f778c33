/** The G3 core over generic-pt domains: page-tables.md 3.11. It checks the domain and gfp, and nothing else. */
import type { PageCount } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import { OpFlag } from '../../vocabulary/op';
import type { Domain } from '../domain';
import { Gather } from '../gather';
import { mapRange, type MapRequest } from '../generic-pt/map';
import { unmapRange, type UnmapRequest } from '../generic-pt/unmap';
import type { Core } from './core';

/** The gather of an `iommu_unmap`. Empty between calls. */
const own = new Gather();

const usable = (domain: Domain): boolean => domain.paging && domain.sizes.all.length > 0;

function mapNosync(domain: Domain, request: MapRequest, flags: number): number {
  if (!usable(domain) || (flags & OpFlag.badGfp) !== 0) {
    domain.change.warn();
    return Errno.EINVAL;
  }
  domain.mapped = 0;
  const ret = mapRange(domain, request);
  if (ret === 0) return 0;
  if (domain.mapped > 0) {
    const { iova, iovaOffset } = request;
    unmap(domain, { iova, iovaOffset, len: domain.mapped, lenOffset: 0 });
    domain.change.undone = true;
  }
  return ret === Errno.ENXIO ? lengthError(domain, request) : ret;
}

/** AMB-LEN: whether a length that is no multiple of the smallest size answers as the classic core does (PT-064). */
function lengthError(domain: Domain, { len, lenOffset }: MapRequest): number {
  const multiple = lenOffset === 0 && len % domain.sizes.smallestPages === 0;
  return !multiple && domain.config.assumptions['AMB-LEN'] === 'einval' ? Errno.EINVAL : Errno.ENXIO;
}

function unmap(domain: Domain, request: UnmapRequest): PageCount {
  if (!usable(domain)) {
    domain.change.warn();
    return 0;
  }
  const removed = unmapRange(domain, request, own);
  domain.sync(own);
  return removed;
}

export const GENERIC_CORE: Core = { mapNosync, unmap, checkSg: () => 0 };
