import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { IovaPage, Log2Size } from '../../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from '../in-box';
import type { CachedTranslation } from '../iotlb';

/** One request from end to end. rmp.md 4.3. */
export interface RequestParts {
  readonly dma: (d: InBoxDeviceAccess) => boolean;
  /** No hit: walks both stages. False: aborted. */
  readonly translateRequest: (d: InBoxDeviceAccess) => boolean;
  /** Granule of the RMP check, by the sizes of both leaves (s1Lg 0: no S1). */
  readonly granuleOf: (d: InBoxDeviceAccess, s1Lg: Log2Size, s2Lg: Log2Size) => Log2Size;
  /** The leaf size that the check goes by. */
  readonly checkedLeaf: (d: InBoxDeviceAccess, s1Lg: Log2Size, s2Lg: Log2Size) => Log2Size;
  /** What an IOTLB entry made now covers. */
  readonly reachOf: (d: InBoxDeviceAccess, s1Lg: Log2Size, s2Lg: Log2Size, granule: Log2Size) => Log2Size;
  /** First page of the granule. */
  readonly roundDown: (page: SpaPage, granule: Log2Size) => SpaPage;
}

/** The RMP check. Each asks for one granule. */
export interface RmpCheckParts {
  readonly rmpAllows: (d: InBoxDeviceAccess, spa: SpaPage, gpa: GpaPage, granule: Log2Size) => boolean;
  /** Once more with 4K where 2M failed; the granule that passed, 0 where none did. */
  readonly retryGranule: (d: InBoxDeviceAccess, spa: SpaPage, gpa: GpaPage, granule: Log2Size) => Log2Size;
  readonly hitIsChecked: (d: InBoxDeviceAccess) => boolean;
  readonly isCheckedT0: (d: InBoxDeviceAccess) => boolean;
  readonly checkShared: (d: InBoxDeviceAccess, spa: SpaPage, granule: Log2Size) => boolean;
  readonly checkPrivate: (d: InBoxDeviceAccess, spa: SpaPage, gpa: GpaPage, granule: Log2Size) => boolean;
  /** At or above vTOM: the shared check. */
  readonly isAboveVtom: (d: InBoxDeviceAccess, gpa: GpaPage) => boolean;
}

/** The IOTLB. */
export interface IotlbParts {
  readonly iotlbLookup: (d: InBoxDeviceAccess) => CachedTranslation | null;
  /** Caches the request's translation. */
  readonly iotlbFill: (d: InBoxDeviceAccess, granule: Log2Size, reachLg: Log2Size) => void;
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
