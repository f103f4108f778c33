import type { Frame, Pages } from '../../../../model/vocabulary/vfio-type1/area';
import type { Interval } from './interval-tree';
import { PageClasses } from './page-classes';

/** What the pages of a run are: pinned memory, what is reserved, or of that what a device answers for. dma-mmio.md 5.2, 5.6. */
export type PageClass = 'ram' | 'reserved' | 'mmio';

/** Frames in a row, all of one class. */
export interface Run {
  readonly frame: Frame;
  frames: Pages;
  readonly pageClass: PageClass;
}

/** A page that the mediated device has pinned. */
export interface MediatedPin {
  readonly frame: Frame;
  /** Of a `ram` page: the frame itself is pinned, and locked. */
  readonly isRam: boolean;
  times: number;
}

/** A mapping of the container; while it is being made, as much of it as there is. */
export class Mapping implements Interval {
  bytes = 0n;
  vaddrInvalid = false;
  /** It is in the tables of the domains; else it is only recorded. */
  isMapped = false;
  readonly classes = new PageClasses();
  /** A prot of its own, beside its rights: bits that a marking keeps here. */
  mark = 0;
  /** By IOVA. */
  readonly mediatedPins = new Map<bigint, MediatedPin>();

  constructor(
    readonly iova: bigint,
    public vaddr: bigint,
    readonly read: boolean,
    readonly write: boolean,
  ) {}

  get last(): bigint {
    return this.iova + this.bytes - 1n;
  }
}
