import type { ByteIova, IommuIndex, Spa, Subregion } from './config';

/** Host domain IDs: the lowest that is free, from 1 on, whatever the IOMMU. */
export type DomainId = number;

interface OfIommu {
  readonly iommu: IommuIndex;
}
interface OfRegion extends OfIommu {
  readonly region: Subregion;
}

/**
 * Steps of a call, in the order in which they happen: dma-mmio.md 8.2, 8.3, 8.6. `value`: 0 or a negative errno; a step
 * that failed is an event too.
 */
export type ViommuEvent =
  /** `domain` null: it failed. Tables of the format v1. */
  | (OfIommu & { readonly event: 'allocDomain'; readonly domain: DomainId | null; readonly value: number })
  | (OfIommu & { readonly event: 'freeDomain'; readonly domain: DomainId })
  /** [A] `block` null: it failed. A block comes zeroed. */
  | (OfRegion & {
      readonly event: 'allocBlock';
      readonly block: Spa | null;
      readonly bytes: number;
      readonly value: number;
    })
  /** [U] */
  | (OfRegion & {
      readonly event: 'setUncached';
      readonly block: Spa;
      readonly pages: number;
      readonly value: number;
    })
  /** [M] iommu_map: `paddr` as it is given to it, IOMMU prot bits of dma-mmio.md 0.4. */
  | (OfRegion & {
      readonly event: 'map';
      readonly iova: ByteIova;
      readonly paddr: number;
      readonly bytes: number;
      readonly prot: number;
      readonly value: number;
    })
  /** [N] iommu_unmap of `bytes` from `iova` on, and how many it unmapped. */
  | (OfRegion & {
      readonly event: 'unmap';
      readonly iova: ByteIova;
      readonly bytes: number;
      readonly unmapped: number;
    })
  /**
   * [F] A command that invalidates pages of a domain is queued on `iommu`: what the command covers. Cached translations go
   * when a completion wait behind it succeeds.
   */
  | (OfRegion & {
      readonly event: 'invalidate';
      readonly domain: DomainId;
      readonly iova: ByteIova;
      readonly bytes: number;
      readonly value: number;
    })
  /** [F] The completion wait; made only where the command was queued. */
  | (OfRegion & { readonly event: 'wait'; readonly value: number })
  /** [W] The attribute goes back to write-back. */
  | (OfRegion & { readonly event: 'restore'; readonly block: Spa; readonly pages: number; readonly value: number })
  /** [X] */
  | (OfRegion & { readonly event: 'freeBlock'; readonly block: Spa })
  /** VF and VF control MMIO, the allocator of guest IDs. */
  | (OfIommu & { readonly event: 'mapVf'; readonly value: number })
  | (OfIommu & { readonly event: 'mapVfControl'; readonly value: number })
  | (OfIommu & { readonly event: 'initGuestIds'; readonly value: number })
  | (OfIommu & { readonly event: 'unmapVf' | 'unmapVfControl' | 'destroyGuestIds' });

/** What one op gave. */
export interface ViommuOutcome {
  /** `absent`: the op was not made (op.ts). `crashed`: the kernel follows a bad pointer; every op after that is `absent`. */
  readonly end: 'returned' | 'absent' | 'crashed';
  /**
   * 0 or a negative errno; of an access that faults EFAULT; null where nothing was returned. Of uninit: what it returns, or
   * logs where it returns nothing.
   */
  readonly value: number | null;
  /**
   * The model only: any negative errno is right, the document names none. That of a teardown whose first failure is an
   * unmap that took less than was asked, or that has no failure but keeps the domain.
   */
  readonly anyError: boolean;
  /** Where an access came to; else null. */
  readonly reached: Spa | null;
  readonly events: readonly ViommuEvent[];
}
