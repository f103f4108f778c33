import type { ByteIova, IommuIndex, Subregion } from './config';

/**
 * A step that fails; names of dma-mmio.md 8.6 in brackets. The n-th fault that names a step and a sub-region hits the n-th
 * time that the op makes that step. Errnos are negative.
 */
export type ViommuFault =
  /** No memory for a domain: ENOMEM. Where host translation is disabled, that comes first. */
  | { readonly step: 'allocDomain' }
  /** [A] ENOMEM. Without a fault the step fails where no block is free. */
  | { readonly step: 'allocBlock'; readonly region: Subregion }
  /** [U] fails having made the first `pages` pages of the block uncached, 0 … 511. */
  | { readonly step: 'setUncached'; readonly region: Subregion; readonly pages: number; readonly errno: number }
  /** [M] maps nothing. */
  | { readonly step: 'map'; readonly region: Subregion; readonly errno: number }
  /** [N] unmaps `bytes` from the start of what was asked, a multiple of 4096; nothing fails if no more was asked. */
  | { readonly step: 'unmap'; readonly region: Subregion; readonly bytes: number }
  /** [F] the invalidation is not queued: nothing is invalidated, nothing waited for. */
  | { readonly step: 'queue'; readonly region: Subregion; readonly errno: number }
  /** [F] the completion wait runs out: EIO, and nothing was invalidated yet. */
  | { readonly step: 'wait'; readonly region: Subregion }
  /** [W] fails having made the first `pages` pages of the block write-back, 0 … 511. */
  | { readonly step: 'restore'; readonly region: Subregion; readonly pages: number; readonly errno: number }
  /** The driver's mapping of VF MMIO, or of VF control MMIO: ENOMEM. */
  | { readonly step: 'mapVf' | 'mapVfControl' };

/**
 * The calls of the machine: `init`, `uninit`: the private region of one IOMMU (dma-mmio.md 8.2, 8.3, 8.4). `driverInit`:
 * maps VF MMIO, then VF control MMIO, makes the allocator of guest IDs, then init; a failure undoes what was done, the last
 * first. `driverUninit`: uninit and, whatever that gives, undoes the rest of driverInit, the last first, as far as there is
 * any.
 *
 * What dma-mmio.md 8 leaves to be said:
 * - init while a domain is on record: EBUSY with an empty trace; but VIOMMU_INIT_TWICE. driverInit while VF MMIO is mapped:
 *   EBUSY with an empty trace.
 * - A failed init tears down the sub-region of the step that failed, then the others, as uninit does; it returns the errno of
 *   that step whatever fails on the way.
 * - Teardown of a sub-region: unmap what is mapped, flush all that was unmapped and not flushed, write-back of all 512 pages
 *   once setUncached was tried, free. A step with nothing to do is left out. Where one fails, or leaves a page mapped, the later ones are left out (but the flush of what was
 *   unmapped), and the block is leaked in its slot. The next sub-region follows.
 * - The domain is freed, and goes off record, when no slot holds a block and no device-table entry refers to it.
 * - A block that is leaked: the next teardown goes on where the last one failed (VIOMMU_RETRY). Under `at-once` the second
 *   unmap, of what is left, comes before the flush.
 * - Under VIOMMU_NON_PRESENT `cached`, init flushes each sub-region after its map, and a failure is one of that step.
 * - The value of a teardown is the first error; 0 where the domain is gone.
 */
export interface RegionOp {
  readonly op: 'init' | 'uninit' | 'driverInit' | 'driverUninit';
  readonly iommu: IommuIndex;
  readonly faults: readonly ViommuFault[];
}

/**
 * One op. `absent` (outcome.ts): there is no such IOMMU, setDte without a domain on record, clearDte without a device-table
 * entry.
 */
export type ViommuOp =
  | RegionOp
  /**
   * The IOMMU's own device-table entry refers to the private domain on record now (later patches do that); clearDte: to none.
   * Both flush the entry, not the IOTLB. They return 0.
   */
  | { readonly op: 'setDte'; readonly iommu: IommuIndex }
  | { readonly op: 'clearDte'; readonly iommu: IommuIndex }
  /**
   * The IOMMU itself reads or writes memory through its device-table entry: by the cached translation of domain ID and 4 KiB
   * page if there is one, else by the IOPTE, which is cached then. Without device-table entry or IOPTE it faults: EFAULT. A
   * write leaves data in the page. Permissions are not looked at.
   */
  | { readonly op: 'access'; readonly iommu: IommuIndex; readonly iova: ByteIova; readonly write: boolean };
