import type { Area, AreaKind, Frame, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { InBoxType1 } from '../in-box';
import type { Batch } from '../objects/batch';
import type { Mapping, PageClass, Run } from '../objects/mapping';

/** What a fetch found: pages now in the batch, or reserved frames in a row that nothing pins. */
export interface Fetched {
  readonly frame: Frame;
  /** Of reserved frames. */
  readonly frames: Pages;
  readonly pageClass: PageClass;
}

/** A run while its pages are fetched. */
export interface GrowingRun {
  readonly mapping: Mapping;
  /** Page of the mapping that it begins with. */
  readonly page: Pages;
  /** Pages that it may have. */
  readonly most: Pages;
  /** Null: nothing was fetched yet. */
  run: Run | null;
  /** Pages that it adds to the locked ones. */
  locked: Pages;
}

/** From addresses of the user to runs of frames. dma-mmio.md 5.2, 5.3. Errnos are negative. */
export interface PinParts {
  readonly batchCapacity: (d: InBoxType1) => Pages;
  /** How many pages one run may have where `pages` are asked for. */
  readonly mostOfRun: (d: InBoxType1, pages: Pages) => Pages;
  /** The longest run from `page` of the mapping on, at most `pages`; or an errno: then nothing stays pinned. */
  readonly pinRun: (d: InBoxType1, mapping: Mapping, page: Pages, pages: Pages, batch: Batch) => Run | number;
  /** Fetches and takes pages until the run is as long as it gets: 0, or an errno. */
  readonly growRun: (d: InBoxType1, growing: GrowingRun, batch: Batch) => number;
  /** The first pages of a run are at `frame`; does nothing to a run that has begun. */
  readonly beginRun: (growing: GrowingRun, frame: Frame, pageClass: PageClass) => void;
  /** May what lies at `frame` go on with the run? */
  readonly goesOn: (run: Run, frame: Frame, pageClass: PageClass) => boolean;
  /** Pages of the batch go to the run; those that do not go on with it are left over. 0, or an errno. */
  readonly takeBatch: (d: InBoxType1, growing: GrowingRun, batch: Batch) => number;
  /** Pages that go on with the run go to it: 0, or an errno if that is over the limit. */
  readonly takePiece: (d: InBoxType1, growing: GrowingRun, pages: Pages) => number;
  /** Pages of a piece at `iova` that count as locked with this run. */
  readonly newlyLocked: (mapping: Mapping, iova: bigint, pages: Pages, pageClass: PageClass) => Pages;
  readonly isOverLimit: (d: InBoxType1, locked: Pages) => boolean;
  /** Pages count as locked: 0, or an errno. */
  readonly lockPages: (d: InBoxType1, pages: Pages) => number;
  /** A run that fails lets go of its own pages, then of the leftovers. */
  readonly dropRun: (d: InBoxType1, mapping: Mapping, run: Run | null, batch: Batch) => void;
  readonly dropLeftovers: (d: InBoxType1, mapping: Mapping, batch: Batch) => void;
  /** Up to `pages` pages from `vaddr` on. */
  readonly fetch: (d: InBoxType1, mapping: Mapping, vaddr: bigint, pages: Pages, batch: Batch) => Fetched | number;
  /** GUP: fills the batch; 0 or an errno. */
  readonly pinUserPages: (d: InBoxType1, mapping: Mapping, vaddr: bigint, pages: Pages, batch: Batch) => number;
  /** GUP's say of an area where it pins nothing. 0: it pins. */
  readonly refusal: (area: Area | null, write: boolean) => number;
  /** Where GUP failed with `errno`: the frames of a VM_PFNMAP area. */
  readonly followFrames: (
    d: InBoxType1,
    mapping: Mapping,
    vaddr: bigint,
    pages: Pages,
    errno: number,
  ) => Fetched | number;
  /** Are areas of this kind looked up where GUP refuses them? */
  readonly isFollowed: (kind: AreaKind) => boolean;
  /** Does the look-up find the page, faulting it in if need be? */
  readonly isThere: (area: Area, write: boolean) => boolean;
  /** May the frame that was found behind such an area be mapped without being pinned? */
  readonly isReserved: (d: InBoxType1, frame: Frame, kind: AreaKind) => boolean;
}
