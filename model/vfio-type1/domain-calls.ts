import { Errno } from '../vocabulary/errno';
import { Prot } from '../vocabulary/prot';
import type { Pages } from '../vocabulary/vfio-type1/area';
import type { OpRun } from './op-run';
import { bytesOf } from './pages';
import type { Container, Domain, Mapping, Run } from './state';

/** The smallest page size of a bitmap. */
export const smallestSize = (pageSizes: bigint): bigint => pageSizes & -pageSizes;

/** The prot of a run: the rights, CACHE, and MMIO, with which CACHE is dropped (dma-mmio.md 5.4, 5.6). */
export function protOf({ config }: Container, { read, write }: Mapping, { pageClass }: Run): number {
  const rights = (read ? Prot.READ : 0) | (write ? Prot.WRITE : 0);
  if (pageClass !== 'mmio') return rights | Prot.CACHE;
  return rights | Prot.MMIO | (config.assumptions.VFIO_MMIO_CACHE === 'kept' ? Prot.CACHE : 0);
}

/** iommu_map of a run in one domain: 0 or a negative errno. What fails leaves nothing mapped (dma-mmio.md 5.4). */
export function mapRun(container: Container, op: OpRun, domain: Domain, mapping: Mapping, run: Run): number {
  const iova = bytesOf(run.page);
  const paddr = bytesOf(run.frame);
  const bytes = bytesOf(run.frames);
  const isAligned = ((iova | paddr | bytes) & (smallestSize(domain.config.pageSizes) - 1n)) === 0n;
  const value = op.mapFault() || (isAligned ? 0 : Errno.EINVAL);
  op.events.push({
    event: 'map',
    domain: domain.index,
    iova,
    paddr,
    bytes,
    prot: protOf(container, mapping, run),
    value,
  });
  return value;
}

/** iommu_unmap, which flushes by itself, or iommu_unmap_fast, which does not. */
export function unmapPages(op: OpRun, { index }: Domain, page: number, pages: Pages, flushes: boolean): void {
  op.events.push({ event: 'unmap', domain: index, iova: bytesOf(page), bytes: bytesOf(pages), flushes });
}

/** iommu_iotlb_sync. */
export function flush(op: OpRun, { index }: Domain): void {
  op.events.push({ event: 'flush', domain: index });
}
