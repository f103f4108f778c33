import type { DeviceAccessConfig } from '../../../model/vocabulary/device-access/config';
import type { Sdte } from '../../../model/vocabulary/device-access/op';
import type { GpaPage, SpaPage } from '../../../model/vocabulary/rmp/entry';
import type { IovaPage } from '../../../model/vocabulary/units';
import type { RmpHardware } from '../rmp/hardware';

/** In place of a PASID: the request has none. */
export const NO_PASID = -1;

/**
 * The device side as hardware that other hardware is wired to: numbers in, numbers out, nothing allocated on the way.
 * Pages are 4K page numbers, `lg` is log2 bytes of a leaf. What `dma` found is left in the fields until the next one.
 */
export interface DeviceHardware {
  readonly rmp: RmpHardware;
  /** Of the last `dma`, as in DmaOutcome: −1 where not reached. */
  readonly spa: SpaPage;
  readonly gpa: GpaPage;
  readonly reachLg: number;
  readonly hit: boolean;
  readonly fenced: boolean;
  /** Event code of the last request, 0 for none; its flags, and its address as page and byte offset. */
  readonly eventCode: number;
  readonly eventFlags: number;
  readonly eventPage: number;
  readonly eventOffset: number;

  /** Starts again from `config`, the RMP too; memory of the run before is used again. */
  reset(config: DeviceAccessConfig): void;

  /** One request; false: aborted. rmp.md 4.3. */
  dma(device: number, pasid: number, t: 0 | 1, iova: IovaPage, write: boolean): boolean;

  /** DTE of a host-only (v1) form that leads to the root of `table`: V, TV, IR, IW, Mode. */
  attachHost(device: number, table: number): void;
  setDte(device: number, qwords: readonly [bigint, bigint, bigint, bigint]): void;
  setSdte(device: number, sdte: Sdte | null): void;

  /** Writes one leaf and the tables above it; false: refused, nothing changed. See DeviceOp `ioMap`. */
  ioMap(table: number, iova: IovaPage, oa: number, lg: number, read: boolean, write: boolean, cBit: boolean): boolean;
  /** Clears the leaf that covers `iova`, whole: its size, or 0 where there is none. */
  ioUnmap(table: number, iova: IovaPage): number;
  /** Size of the leaf that covers `iova`, 0 where there is none; its first output page is left in `leafOa`. */
  leafAt(table: number, iova: IovaPage): number;
  readonly leafOa: number;
  /** Where `leafAt` or `ioUnmap` found no leaf: log2 bytes of the aligned block around `iova` that has none. */
  readonly holeLg: number;
  /** The raw entry that `leafAt` found has the C-bit. */
  readonly leafHasCBit: boolean;
  /** Drops IOTLB entries that overlap [iova, iova + pages); all of the device's where `pages` is 0; of all devices where `device` is −1. */
  invalidate(device: number, iova: IovaPage, pages: number): void;
  /** Drops the one entry that would serve the request; false: there is none. */
  evict(device: number, pasid: number, t: 0 | 1, iova: IovaPage): boolean;
  /** PSMASH and the 2M leaf of `iova` split together: an RmpCode; −1: refused, the leaf does not fit. rmp.md 2.7. */
  psmashIo(base: SpaPage, table: number, iova: IovaPage): number;

  isFenced(asid: number): boolean;
  clearFence(asid: number): void;
}
