import { Errno } from '../vocabulary/errno';
import type { UnmapOp } from '../vocabulary/vfio-type1/op';
import { smallestSize } from './domain-calls';
import { remove } from './map';
import { letAllGo } from './mediated';
import type { OpRun } from './op-run';
import { bytesOf, pageOf, TOP } from './pages';
import { lastPage, mappingsWithin, type Container, type Mapping } from './state';
import { pageSizesOf } from './windows';

/** VFIO_IOMMU_UNMAP_DMA: dma-mmio.md 5.5. How many bytes, or a negative errno. */
export function unmapDma(container: Container, op: OpRun, request: UnmapOp): bigint | number {
  const { iova, size, all, invalidateVaddr } = request;
  if (request.argument === 'unreadable') return Errno.EFAULT;
  if (request.argument === 'small' || request.otherFlags) return Errno.EINVAL;
  if (invalidateVaddr && container.config.mediated) return Errno.EBUSY;
  const misaligned = smallestSize(pageSizesOf(container)) - 1n;
  if ((iova & misaligned) !== 0n) return Errno.EINVAL;
  if (all ? iova !== 0n || size !== 0n : size === 0n || (size & misaligned) !== 0n) return Errno.EINVAL;
  if (iova + size > TOP) return Errno.EOVERFLOW;
  const first = pageOf(iova);
  const last = pageOf(all ? TOP : iova + size) - 1;
  const there = mappingsWithin(container, first, last);
  if (there.some((mapping) => mapping.page < first || lastPage(mapping) > last)) return Errno.EINVAL;
  if (invalidateVaddr) {
    if (there.some(({ vaddrInvalid }) => vaddrInvalid)) return Errno.EINVAL;
    for (const mapping of there) mapping.vaddrInvalid = true;
  } else {
    for (const mapping of there) {
      letAllGo(op, mapping);
      remove(container, op, mapping);
    }
  }
  return there.reduce((bytes, { pages }: Mapping) => bytes + bytesOf(pages), 0n);
}
