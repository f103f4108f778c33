import { Errno } from '../vocabulary/errno';
import type { MapOp } from '../vocabulary/vfio-type1/op';
import { smallestSize, mapRun, unmapPages } from './domain-calls';
import { newBatch, type Batch } from './fetch';
import type { OpRun } from './op-run';
import { pageOf, TOP } from './pages';
import { pinRun, release, releaseLeftovers } from './pin-run';
import { addRun, doneOf, mappingsWithin, type Container, type Mapping, type Run } from './state';
import { unmapMapping } from './unmap-mapping';
import { isInWindow, pageSizesOf } from './windows';

/** VFIO_IOMMU_MAP_DMA: dma-mmio.md 5.1, in its order. 0 or a negative errno. */
export function mapDma(container: Container, op: OpRun, request: MapOp): number {
  const { iova, vaddr, size, read, write, updateVaddr } = request;
  if (request.argument === 'unreadable') return Errno.EFAULT;
  if (request.argument === 'small' || request.otherFlags) return Errno.EINVAL;
  if (size === 0n) return Errno.EINVAL;
  if (iova + size > TOP || vaddr + size > TOP) return Errno.EOVERFLOW;
  if ((read || write) === updateVaddr) return Errno.EINVAL;
  if (((size | iova | vaddr) & (smallestSize(pageSizesOf(container)) - 1n)) !== 0n) return Errno.EINVAL;
  const page = pageOf(iova);
  const pages = pageOf(size);
  const there = mappingsWithin(container, page, page + pages - 1);
  if (updateVaddr) return setVaddr(there, page, pages, pageOf(vaddr));
  if (there.length > 0) return Errno.EEXIST;
  if (container.mappings.length >= container.config.entryLimit) return Errno.ENOSPC;
  if (!isInWindow(container, iova, iova + size - 1n)) return Errno.EINVAL;
  if (op.fails('mapping')) return Errno.ENOMEM;
  const virtualPage = pageOf(vaddr);
  const mapping: Mapping = {
    page,
    pages,
    read,
    write,
    virtualPage,
    vaddrInvalid: false,
    runs: null,
    ramPages: 0,
    mediated: new Map(),
  };
  container.mappings = [...container.mappings, mapping].sort((a, b) => a.page - b.page);
  return container.domains.length === 0 ? 0 : pinAndMap(container, op, mapping);
}

/** dma-mmio.md 5.1, step 5. */
function setVaddr(there: readonly Mapping[], page: number, pages: number, virtualPage: number): number {
  const mapping = there[0];
  if (mapping === undefined) return Errno.ENOENT;
  if (!mapping.vaddrInvalid || mapping.page !== page || mapping.pages !== pages) return Errno.EINVAL;
  mapping.virtualPage = virtualPage;
  mapping.vaddrInvalid = false;
  return 0;
}

/** dma-mmio.md 5.4: all of the mapping, or nothing, and no entry. */
function pinAndMap(container: Container, op: OpRun, mapping: Mapping): number {
  const batch = newBatch(container, op);
  mapping.runs = [];
  let value = 0;
  while (value === 0 && doneOf(mapping) < mapping.pages) {
    const run = pinRun(container, op, batch, mapping);
    value = typeof run === 'number' ? run : mapRunInAll(container, op, batch, mapping, run);
  }
  if (value !== 0) remove(container, op, mapping);
  return value;
}

/**
 * One call a domain, in list order. One that fails takes those before it back, the latest first, and lets all pages go.
 */
function mapRunInAll(container: Container, op: OpRun, batch: Batch, mapping: Mapping, run: Run): number {
  for (const [index, domain] of container.domains.entries()) {
    const value = mapRun(container, op, domain, mapping, run);
    if (value === 0) continue;
    const done = container.domains.slice(0, index).reverse();
    for (const mapped of done) unmapPages(op, mapped, run.page, run.frames, true);
    release(op, run, mapping);
    releaseLeftovers(op, batch, mapping);
    return value;
  }
  addRun(mapping, run);
  return 0;
}

/** The mapping leaves the domains and the container. */
export function remove(container: Container, op: OpRun, mapping: Mapping): void {
  unmapMapping(container, op, mapping);
  container.mappings = container.mappings.filter((other) => other !== mapping);
}
