/** The old driver's wrappers `amd_iommu_map_pages`, `amd_iommu_unmap_pages` and friends: page-tables.md 5.1. */
import type { PageCount } from '../../vocabulary';
import { Errno } from '../../vocabulary/errno';
import type { Domain } from '../domain';
import type { Gather } from '../gather';
import type { UnmapRequest } from '../generic-pt/unmap';
import { lastOffset, lastPage } from '../range';
import { wrapped, type MapPagesRequest, type PagesRequest } from './request';
import { mapPagesV1 } from './v1-map';
import { readDirtyV1, unmapPagesV1 } from './v1-unmap';
import { mapPagesV2, unmapPagesV2 } from './v2';

/**
 * `map_pages`. MMIO leaves are without the C-bit here as everywhere in the model: that the old wrapper drops the MMIO
 * flag (4.3) breaks PT-032, and what a rule forbids is an exhibit's business.
 */
export function mapPages(domain: Domain, request: MapPagesRequest): number {
  // Overwriting an entry with its own value changes nothing.
  domain.change.undone = true;
  return domain.config.format === 'amdv1' ? mapPagesV1(domain, request) : mapPagesV2(domain, request);
}

/** `unmap_pages`: what it removed goes to the gather; under NpCache a disjoint gather is synced first. */
export function unmapPages(domain: Domain, request: PagesRequest, gather: Gather): PageCount {
  const removed = domain.config.format === 'amdv1' ? unmapPagesV1(domain, request) : unmapPagesV2(domain, request);
  if (removed === 0) return 0;
  const { iova, iovaOffset } = request;
  if (domain.noGaps && gather.isDisjoint(iova, iovaOffset, removed)) domain.sync(gather);
  gather.add(iova, iovaOffset, wrapped(lastPage(iova, iovaOffset, removed, 0)), lastOffset(iovaOffset, 0));
  return removed;
}

/** `read_and_clear_dirty`: v1 only, without errors. */
export function readDirty(domain: Domain, request: UnmapRequest & { readonly flags: number }): number {
  if (!domain.format.tracksDirty) return Errno.EOPNOTSUPP;
  readDirtyV1(domain, request);
  return 0;
}
