import type { GpaPage, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { IovaPage, Level, Log2Size } from '../../../../model/vocabulary/units';
import type { InBoxDeviceAccess } from '../in-box';

/** Raw 64-bit entries as the IOMMU decodes them: halves `lo`, `hi` (page-tables.md 1, 2). */
export interface EntryParts {
  readonly v1IsPresent: (lo: number) => boolean;
  readonly v1IsLeaf: (level: Level, lo: number) => boolean;
  /** Of the raw value, C-bit included. page-tables.md 1.5. */
  readonly v1LeafLg: (level: Level, lo: number, hi: number) => Log2Size;
  /** Is there a leaf of this size? */
  readonly v1HasSize: (lg: Log2Size) => boolean;
  readonly v1Read: (hi: number) => boolean;
  readonly v1Write: (hi: number) => boolean;
  readonly v2IsPresent: (lo: number) => boolean;
  readonly v2IsLeaf: (level: Level, lo: number) => boolean;
  readonly v2Write: (lo: number) => boolean;
  /** Bits 51:12 without the C-bit. */
  readonly addressField: (d: InBoxDeviceAccess, lo: number, hi: number) => SpaPage;
  /** First page of a leaf of `lg`: bits below are size code, or must be zero. */
  readonly leafStart: (page: SpaPage, lg: Log2Size) => SpaPage;
}

/**
 * Walks. Each leaves what it found in the device's `s1` or `s2` (page, leaf size, permissions); false: the request is
 * aborted and the event recorded, or for a walk of the S2 stage alone, nothing translates.
 */
export interface WalkParts {
  /** iova → gpa by GCR3 table and S1 table. */
  readonly walkS1: (d: InBoxDeviceAccess, iova: IovaPage) => boolean;
  /** GCR3 table → root of the S1 table, in `s1Root`. */
  readonly walkGcr3: (d: InBoxDeviceAccess) => boolean;
  readonly pasidIndex: (pasid: number, level: Level) => number;
  /** System page of the S1-side table at guest page `table`; −1: aborted. */
  readonly fetchS1Table: (d: InBoxDeviceAccess, table: GpaPage) => SpaPage;
  /** Does the RMP let the IOMMU fetch the table at `table`, found at `spa` through a leaf of `lg`? */
  readonly s1FetchAllowed: (d: InBoxDeviceAccess, table: GpaPage, spa: SpaPage, lg: Log2Size) => boolean;
  /** gpa → spa by the host table. */
  readonly walkS2: (d: InBoxDeviceAccess, gpa: GpaPage) => boolean;
  /** What stands for the host walk where Mode is 0. */
  readonly passThrough: (d: InBoxDeviceAccess, gpa: GpaPage) => boolean;
  /** IO page faults of the host table, and of the guest's; false. */
  readonly hostFault: (d: InBoxDeviceAccess, flags: number) => false;
  readonly guestFault: (d: InBoxDeviceAccess, flags: number) => false;
  /** May the IOMMU read a host table at `page`? Records the event where not. */
  readonly hostTableReadable: (d: InBoxDeviceAccess, page: SpaPage) => boolean;
  /** Index of the item for `page` in a table of `level`. */
  readonly itemOf: (page: number, level: Level) => number;
  /** Is `page` within what `levels` levels translate? */
  readonly s1Reaches: (iova: IovaPage, levels: number) => boolean;
  readonly s2Reaches: (gpa: GpaPage, levels: number) => boolean;
  /** Page within the leaf: leaf start plus what the address has below `lg`. */
  readonly translate: (leaf: SpaPage, page: number, lg: Log2Size) => SpaPage;
  /** A permission so far, and that of the entry at hand. */
  readonly andAlong: (above: boolean, here: boolean) => boolean;
  /** What the host's stage and the device entry allow. */
  readonly hostMayRead: (d: InBoxDeviceAccess) => boolean;
  readonly hostMayWrite: (d: InBoxDeviceAccess) => boolean;
  /** The same with the guest's stage. */
  readonly mayRead: (d: InBoxDeviceAccess) => boolean;
  readonly mayWrite: (d: InBoxDeviceAccess) => boolean;
}
