import type { Area, MemorySpan, Pages } from './area';
import type { Type1Assumptions } from './assumption';

/** IOVA space from `first` to `last`, inclusive. Unsigned 64-bit. */
export interface IovaWindow {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * An IOMMU domain with the group that brings it. No two domains of a configuration are compatible: each attached group
 * makes a domain of its own.
 */
export interface DomainConfig {
  /**
   * Page sizes, bit k for 2^k bytes. All domains of a configuration have one of 4 KiB or more in common. iommu_map
   * refuses with EINVAL (or ENXIO, as formats differ) what is not aligned to the smallest: IOVA, address, length.
   */
  readonly pageSizes: bigint;
  readonly aperture: IovaWindow;
  /** Reserved regions of its group, in address order, apart from each other and page aligned. */
  readonly reserved: readonly IovaWindow[];
}

/** A container of type VFIO_TYPE1v2_IOMMU with one process as its user. Pages are 4 KiB. */
export interface Type1Config {
  readonly assumptions: Type1Assumptions;
  /** Position of the C-bit where memory encryption is on, in all domains; else null. */
  readonly cBit: number | null;
  /** None is attached at the start. */
  readonly domains: readonly DomainConfig[];
  /**
   * The container has a mediated device from the start to the end: it pins pages by itself (pinPage), and a container
   * without domains keeps its mappings. Without one nothing can be pinned so.
   */
  readonly mediated: boolean;
  /** Module parameter dma_entry_limit: how many mappings a container may have. */
  readonly entryLimit: number;
  /** Module parameter disable_hugepages. */
  readonly hugePagesDisabled: boolean;
  /** RLIMIT_MEMLOCK, and what the process has locked at the start, by other means. */
  readonly lockLimit: Pages;
  readonly locked: Pages;
  readonly capIpcLock: boolean;
  readonly memory: readonly MemorySpan[];
  /** At the start, in address order. */
  readonly areas: readonly Area[];
}
