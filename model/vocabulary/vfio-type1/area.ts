/** Number of a frame of 4 KiB of physical memory: exact, below 2^40. */
export type Frame = number;
/** How many frames, or pages of 4 KiB. */
export type Pages = number;

/** Frames in a row. */
export interface FrameSpan {
  readonly frame: Frame;
  readonly frames: Pages;
}

/**
 * What physical memory is there, in frame order. `ram`: pages with a struct page that is not reserved. `reserved`:
 * pages of System RAM whose struct page is PageReserved. Frames in no span have no struct page: BARs. A frame is
 * reserved, `rsvd` of dma-mmio.md 5.2, unless it is `ram`.
 */
export interface MemorySpan extends FrameSpan {
  readonly kind: 'ram' | 'reserved';
}

/**
 * Frames in a row behind an area, mapped by leaves of so many frames: 1, 512 or 262,144. Number of frames, first frame
 * and address are multiples of it; the frames of a leaf are of one kind. `memory` and `fsdax` are mapped by leaves of
 * 1.
 */
export interface AreaRun extends FrameSpan {
  readonly leaf: Pages;
}

/**
 * Flags of a VMA, and whether GUP pins its pages for long. dma-mmio.md 5.2. `memory`: neither VM_IO nor VM_PFNMAP; GUP
 * pins its pages, all `ram`. `fsdax`: the same, and GUP refuses with EOPNOTSUPP. `io`: VM_IO alone. `pfnmap`: VM_PFNMAP
 * alone. `ioPfnmap`: both, as a BAR is mapped.
 */
export type AreaKind = 'memory' | 'fsdax' | 'io' | 'pfnmap' | 'ioPfnmap';

/** A VMA of the process, known by its start. Areas do not overlap. */
export interface Area {
  /** Virtual address, page aligned. */
  readonly start: bigint;
  readonly kind: AreaKind;
  readonly writable: boolean;
  /** False: an access faults as for a BAR whose memory is disabled (SIGBUS). Says nothing of `memory`. */
  readonly enabled: boolean;
  /** False: the first look at a page has to fault it in, dropping the lock. Changes nothing of what is seen. */
  readonly populated: boolean;
  /** From `start` on, one behind the other; at least one. */
  readonly runs: readonly AreaRun[];
}
