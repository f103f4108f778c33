import { Errno } from '../../../model/vocabulary/errno';
import { SUBREGION_BYTES, type Subregion } from '../../../model/vocabulary/viommu/config';
import { KernelCrash, type InBoxViommu } from '../../in-box/viommu';
import type { Iommu, Slot } from '../../in-box/viommu/objects/iommu';
import type { V1Domain } from '../../in-box/viommu/objects/v1-domain';

/** What the allocator of domains returns: one, or an error pointer, which is not null either. */
type DomainPointer = V1Domain | number;

/** viommu_private_space_init(). dma-mmio.md 8.2. */
export function init(d: InBoxViommu, iommu: Iommu): number {
  // The test for null never fires: what follows works with an error pointer too, up to where it is followed (V-1). And
  // nobody asks whether there is a domain already (V-11).
  const pointer = d.parts.allocDomain(d, iommu);
  iommu.domain = typeof pointer === 'number' ? null : pointer;
  for (const region of d.parts.regions) {
    iommu.slots[region] = allocMap(d, iommu, pointer, region);
    if (iommu.slots[region] !== null) continue;
    uninitFrom(d, iommu, pointer);
    // Whatever the step has said (V-8).
    return Errno.ENOMEM;
  }
  return 0;
}

/** viommu_priv_alloc_map_flush(), which does not flush (V-12). Null where it fails. */
function allocMap(d: InBoxViommu, iommu: Iommu, pointer: DomainPointer, region: Subregion): Slot | null {
  const block = d.parts.allocBlock(d, iommu, region);
  if (typeof block === 'number') return null;
  const slot: Slot = { block, triedUncached: false, unflushed: null, isLeaked: false };
  if (d.parts.setUncached(d, iommu, region, slot) !== 0) {
    // Pages that became uncached stay so (V-7).
    d.parts.freeBlock(d, iommu, region, block);
    return null;
  }
  follow(pointer);
  if (d.parts.mapRegion(d, iommu, region, slot) === 0) return slot;
  // Nobody looks at what it returns (V-6).
  d.parts.restore(d, iommu, region, slot);
  d.parts.freeBlock(d, iommu, region, block);
  return null;
}

/** viommu_private_space_uninit(). dma-mmio.md 8.3. It returns nothing (V-9): the first error is what it logs. */
export const uninit = (d: InBoxViommu, iommu: Iommu): number =>
  iommu.domain === null ? 0 : uninitFrom(d, iommu, iommu.domain);

function uninitFrom(d: InBoxViommu, iommu: Iommu, pointer: DomainPointer): number {
  let firstError = 0;
  for (const region of d.parts.regions) {
    const slot = iommu.slots[region];
    if (slot === null || slot === undefined) continue;
    follow(pointer);
    const error = unmapFlushFree(d, iommu, region, slot);
    firstError ||= error;
    iommu.slots[region] = null;
  }
  follow(pointer);
  d.parts.freeDomain(d, iommu);
  return firstError;
}

/** viommu_priv_unmap_flush_free(). */
function unmapFlushFree(d: InBoxViommu, iommu: Iommu, region: Subregion, slot: Slot): number {
  const iova = d.parts.iovaOf(region);
  // A warning where it is less than all (V-2); no flush, and no error, where it is nothing (V-3).
  const unmapped = d.parts.unmapOnce(d, iommu, region, iova, SUBREGION_BYTES);
  const flushed = unmapped > 0 ? d.parts.flush(d, iommu, region, iova, unmapped) : 0;
  // Whether the flush failed (V-4), or this does (V-6).
  d.parts.restore(d, iommu, region, slot);
  d.parts.freeBlock(d, iommu, region, slot.block);
  return flushed;
}

/** @throws KernelCrash for an error pointer */
function follow(pointer: DomainPointer): void {
  if (typeof pointer === 'number') throw new KernelCrash(`error pointer ${pointer}`);
}
