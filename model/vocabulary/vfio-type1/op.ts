import type { Area } from './area';

/** Index of a domain in the configuration. */
export type DomainIndex = number;

/** The argument of an ioctl: complete, not readable (EFAULT), or with an argsz that is too small (EINVAL). */
export type Type1Argument = 'ok' | 'unreadable' | 'small';

/**
 * A step that fails; only the one that is counted, from 0 in each op. A step that the op does not come to changes
 * nothing. Errnos are negative.
 */
export type Type1Fault =
  /** The object of a mapping: ENOMEM. */
  | { readonly at: 'mapping' }
  /** The page of the batch: its capacity is 1 then. dma-mmio.md 5.2. */
  | { readonly at: 'batch' }
  /**
   * The page that would be the nth that GUP pins in this op cannot be pinned, however often GUP comes to it: a call
   * stops before it, one that begins with it gives `errno`; 0: it gives no page, which counts as EFAULT.
   */
  | { readonly at: 'pin'; readonly nth: number; readonly errno: number }
  /**
   * The nth time that pages are added to the locked ones of the process: EINTR, a fatal signal while it waits for the
   * lock.
   */
  | { readonly at: 'account'; readonly nth: number }
  /** The nth call of iommu_map. Nothing of it stays mapped. */
  | { readonly at: 'map'; readonly nth: number; readonly errno: number }
  /**
   * The note of the nth piece to be unpinned later: the pieces noted so far are flushed and unpinned, this one by
   * itself.
   */
  | { readonly at: 'piece'; readonly nth: number };

/** VFIO_IOMMU_MAP_DMA. dma-mmio.md 5.1. Numbers are unsigned 64-bit. `otherFlags`: unknown flag bits. */
export interface MapOp {
  readonly op: 'map';
  readonly argument: Type1Argument;
  readonly otherFlags: boolean;
  readonly read: boolean;
  readonly write: boolean;
  /**
   * VADDR flag: a mapping whose vaddr is invalid, exactly this range, gets another. ENOENT where none is in the range,
   * EINVAL where it is another or its vaddr is valid. The process is the same: nothing is accounted.
   */
  readonly updateVaddr: boolean;
  readonly iova: bigint;
  readonly vaddr: bigint;
  readonly size: bigint;
  readonly fail: Type1Fault | null;
}

/** VFIO_IOMMU_UNMAP_DMA. dma-mmio.md 5.5. Numbers are unsigned 64-bit. `otherFlags`: unknown flag bits. */
export interface UnmapOp {
  readonly op: 'unmap';
  readonly argument: Type1Argument;
  readonly otherFlags: boolean;
  /** UNMAP_ALL flag. */
  readonly all: boolean;
  /**
   * VADDR flag: the mappings stay, their vaddr becomes invalid. EBUSY in a container with a mediated device, before the
   * range is looked at. EINVAL, and nothing changed, where one of them has an invalid vaddr already.
   */
  readonly invalidateVaddr: boolean;
  readonly iova: bigint;
  readonly size: bigint;
  readonly fail: Type1Fault | null;
}

/**
 * One op. Ops that make no sense are not made: attach twice, detach of what is not attached, mmap over an area, an area
 * that is not there (barMemory: of `pfnmap` or `ioPfnmap`), pinPage without a mediated device, unpinPage of what it has
 * not pinned.
 */
export type Type1Op =
  | MapOp
  | UnmapOp
  /**
   * A group is attached. In this order: EBUSY while the vaddr of a mapping is invalid; EINVAL where the domain's
   * aperture does not meet the windows there are, or leaves out a part of a mapping, or a reserved region meets a
   * mapping, or no window is left. Then all mappings, in IOVA order, are replayed into it, and it becomes the first of
   * the list (Linux vfio_iommu_type1.c). One that was only recorded is pinned in runs as in a map; of one that is
   * mapped each page has the class that it had when it was mapped.
   *
   * A replay that fails lets the failing run and the leftovers go, then undoes what it did, from the mapping that fails
   * back to the first: one that was mapped before is unmapped as a whole, whether or not anything of it was replayed;
   * of one that was only recorded each piece of contiguous memory is unmapped, then unpinned.
   */
  | { readonly op: 'attach'; readonly domain: DomainIndex; readonly fail: Type1Fault | null }
  /**
   * Its group is detached, and the domain freed as it is. With the last domain all mappings are removed first, in IOVA
   * order. In a container with a mediated device they stay: unmapped, unpinned but for that device's own pins (which
   * are accounted from now on), as if recorded without a domain.
   */
  | { readonly op: 'detach'; readonly domain: DomainIndex; readonly fail: Type1Fault | null }
  /** The process maps an area, where none is. */
  | { readonly op: 'mmap'; readonly area: Area }
  /** The area with this start goes; what is pinned of it stays pinned. */
  | { readonly op: 'munmap'; readonly start: bigint }
  /** Memory of the device behind a VM_PFNMAP area is switched on or off. */
  | { readonly op: 'barMemory'; readonly start: bigint; readonly enabled: boolean }
  /**
   * The mediated device pins the page at `iova` (page aligned), to read, or also to write. In this order: EINVAL where
   * no mapping is; EPERM where it has not the rights; success where the device has the page pinned already, once more;
   * the errno of the fetch (dma-mmio.md 5.2), with the rights of the mapping. Then a `ram` page is pinned, and
   * accounted unless the container has pinned one for this page of the mapping (over the limit: unpinned, ENOMEM); a
   * `reserved` one is neither pinned nor accounted; a frame without struct page is EINVAL.
   */
  | { readonly op: 'pinPage'; readonly iova: bigint; readonly write: boolean }
  /**
   * The mediated device lets the page at `iova` go, once; with the last time it is unpinned (dirty as the mapping has
   * WRITE), and un-accounted unless the container has pinned a `ram` page there.
   */
  | { readonly op: 'unpinPage'; readonly iova: bigint };
