import { Errno } from '../vocabulary/errno';
import type { Subregion } from '../vocabulary/viommu/config';
import { DONE, type Call, type Result } from './call';
import type { Domain } from './domain';

/** F: invalidate-pages of the private domain's ID on this IOMMU, and the completion wait behind it. dma-mmio.md 8.3. */
export function flush(
  { iommu, faults, events }: Call,
  region: Subregion,
  domain: Domain,
  { base, bytes }: { readonly base: number; readonly bytes: number },
): Result {
  const of = { iommu: iommu.index, region };
  const refused = faults.take('queue', region)?.errno ?? 0;
  events.push({ event: 'invalidate', ...of, domain: domain.id, iova: base, bytes, value: refused });
  if (refused !== 0) return refused;
  iommu.iotlb.queue(domain.id, base, bytes);
  // A wait that runs out is a failure as good as one of queueing (V-5).
  const late = faults.take('wait', region) === null ? 0 : Errno.EIO;
  events.push({ event: 'wait', ...of, value: late });
  if (late !== 0) return late;
  iommu.iotlb.complete();
  return DONE;
}
