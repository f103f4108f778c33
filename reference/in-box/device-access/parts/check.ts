import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { IovaPage, Log2Size } from '../../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from '../in-box';
import type { CachedTranslation } from '../iotlb';

/** One request from end to end. rmp.md 4.3. */
export interface RequestParts {
  readonly dma: (d: InBoxDeviceAccess) => boolean;
  /** A hit: permissions and RMP with the cached translation. */
  readonly useCached: (d: InBoxDeviceAccess, cached: CachedTranslation) => boolean;
  /** The RMP check failed. */
  readonly refuse: (d: InBoxDeviceAccess, gpa: GpaPage) => false;
  /** No hit: walks both stages. False: aborted. */
  readonly translateRequest: (d: InBoxDeviceAccess) => boolean;
  /** The leaf size that the check goes by (`s1Lg` 0: no S1). NESTED_CHECK_SIZE. */
  readonly checkedLeaf: (d: InBoxDeviceAccess, s1Lg: Log2Size, s2Lg: Log2Size) => Log2Size;
  /** Granule of the RMP check of a leaf. */
  readonly granuleOf: (d: InBoxDeviceAccess, leafLg: Log2Size) => Log2Size;
  /** Is this an S1-only request that S1_ONLY_ON_SNP says is fixed up? */
  readonly isFixedUp: (d: InBoxDeviceAccess) => boolean;
  /** What an IOTLB entry made now covers. */
  readonly reachOf: (d: InBoxDeviceAccess, s1Lg: Log2Size, s2Lg: Log2Size, granule: Log2Size) => Log2Size;
  /** First page of the granule. */
  readonly roundDown: (page: SpaPage, granule: Log2Size) => SpaPage;
}

/** The RMP check, of `spa` reached as `gpa`. Granules are 12 or 21, or a leaf's own size where a switch says so. */
export interface RmpCheckParts {
  /** The granule whose check passed, 0 where none did. */
  readonly passingGranule: (
    d: InBoxDeviceAccess,
    spa: SpaPage,
    gpa: GpaPage,
    granule: Log2Size,
    write: boolean,
  ) => Log2Size;
  /** May a check that failed at 2M be repeated at 4K? */
  readonly mayRetry: (d: InBoxDeviceAccess, granule: Log2Size) => boolean;
  readonly rmpAllows: (d: InBoxDeviceAccess, spa: SpaPage, gpa: GpaPage, granule: Log2Size, write: boolean) => boolean;
  /** Is a hit checked with the entries of now? */
  readonly hitIsChecked: (d: InBoxDeviceAccess) => boolean;
  readonly sharedReadIsChecked: (d: InBoxDeviceAccess) => boolean;
  readonly checkShared: (d: InBoxDeviceAccess, spa: SpaPage, granule: Log2Size) => boolean;
  readonly checkPrivate: (
    d: InBoxDeviceAccess,
    spa: SpaPage,
    gpa: GpaPage,
    granule: Log2Size,
    write: boolean,
  ) => boolean;
  /** Does this T=1 request get the shared check? */
  readonly isAboveVtom: (d: InBoxDeviceAccess, gpa: GpaPage) => boolean;
}

/** The IOTLB. */
export interface IotlbParts {
  readonly iotlbLookup: (d: InBoxDeviceAccess) => CachedTranslation | null;
  /** Caches the request's translation. */
  readonly iotlbFill: (d: InBoxDeviceAccess, granule: Log2Size, reachLg: Log2Size) => void;
  /** Replaces an entry by one of 2^granule bytes for the request at hand. */
  readonly iotlbNarrow: (
    d: InBoxDeviceAccess,
    cached: CachedTranslation,
    gpa: GpaPage,
    spa: SpaPage,
    granule: Log2Size,
  ) => void;
  readonly iotlbInvalidate: (d: InBoxDeviceAccess, device: number, iova: IovaPage, pages: number) => void;
  readonly iotlbEvict: (d: InBoxDeviceAccess, device: number, pasid: number, t: number, iova: IovaPage) => boolean;
}

/** Events and fences. rmp.md 4.5. */
export interface EventParts {
  readonly illegalDte: (d: InBoxDeviceAccess) => void;
  readonly ioPageFault: (d: InBoxDeviceAccess, flags: number) => void;
  /** RMP_PAGE_FAULT at the guest page `gpa`. */
  readonly rmpPageFault: (d: InBoxDeviceAccess, gpa: GpaPage, offset: number) => void;
  readonly rmpHwError: (d: InBoxDeviceAccess, spa: SpaPage) => void;
  /** Event flag of a write. */
  readonly directionFlag: (d: InBoxDeviceAccess) => number;
  /** Is the request refused because its guest is fenced? */
  readonly fenceBlocks: (d: InBoxDeviceAccess) => boolean;
  /** After a failed RMP check of a T=1 request. */
  readonly fenceOnRmpFault: (d: InBoxDeviceAccess) => void;
  /** After an IO page fault of the host table for a T=1 request. */
  readonly fenceOnHostFault: (d: InBoxDeviceAccess) => void;
  readonly clearFence: (d: InBoxDeviceAccess, asid: number) => void;
  /** Does the guest's MMIO access reach the device? */
  readonly mmioPasses: (d: InBoxDeviceAccess, device: number) => boolean;
  /** A DMA write that passed: the ghost tag. */
  readonly noteDmaWrite: (d: InBoxDeviceAccess, spa: SpaPage) => void;
}

/** Structures of the IOMMU itself. rmp.md 3.8, 4.2. */
export interface StructureParts {
  readonly iommuMayRead: (d: InBoxDeviceAccess, page: SpaPage) => boolean;
  readonly iommuMayLog: (d: InBoxDeviceAccess, page: SpaPage) => boolean;
  readonly iommuMayUpdate: (d: InBoxDeviceAccess, page: SpaPage) => boolean;
}
