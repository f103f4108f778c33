import type { GpaPage, SpaPage } from '../rmp/entry';
import type { RmpOp } from '../rmp/op';
import type { IovaPage } from '../units';

/** The secure device table entry: layout unknown, so an abstract record. rmp.md 4.9. */
export interface Sdte {
  readonly valid: boolean;
  /** Levels of the host table; 0: none. */
  readonly mode: number;
  readonly hostRoot: SpaPage;
  /** Root of the S1 table (AMD v2) as a guest page, or null. */
  readonly s1Root: GpaPage | null;
  /** Levels of the S1 table: 4 or 5. */
  readonly s1Levels: number;
  readonly asid: number;
  readonly vmpl: number;
  /** GPAs from here on get the shared check; null: all are private. */
  readonly vtom: GpaPage | null;
}

/** One DMA request of at most 4K, that crosses no page. rmp.md 4.3. */
export interface DmaOp {
  readonly op: 'dma';
  readonly device: number;
  /** Null: a request without PASID. */
  readonly pasid: number | null;
  /** TDISP: 1 is trusted. */
  readonly t: 0 | 1;
  readonly iova: IovaPage;
  readonly offset: number;
  readonly write: boolean;
}

/** Ops of the device side. */
export type DeviceOp =
  | DmaOp
  /** The four qwords of a device's DTE, raw. rmp.md 4.9. */
  | { readonly op: 'setDte'; readonly device: number; readonly qwords: readonly [bigint, bigint, bigint, bigint] }
  | { readonly op: 'setSdte'; readonly device: number; readonly sdte: Sdte | null }
  /**
   * Writes the leaf for `iova` → `oa` (page numbers) of 2^lg bytes into table number `table`, and the tables above it;
   * a larger leaf in its way, and smaller ones below it, are replaced. v1: any lg of the format; v2: 12, 21, 30.
   */
  | {
      readonly op: 'ioMap';
      readonly table: number;
      readonly iova: IovaPage;
      readonly oa: SpaPage | GpaPage;
      readonly lg: number;
      readonly read: boolean;
      readonly write: boolean;
      /** The entry carries the C-bit (config.rmp.cBit). */
      readonly cBit: boolean;
    }
  /** Clears whatever leaf covers `iova`, whole. */
  | { readonly op: 'ioUnmap'; readonly table: number; readonly iova: IovaPage }
  /** Makes `pasid` of GCR3 table number `table` lead to the root of S1 table number `s1`. */
  | { readonly op: 'gcr3'; readonly table: number; readonly pasid: number; readonly s1: number }
  /** Writes one raw 64-bit word of simulated memory, whatever it is. */
  | { readonly op: 'poke'; readonly spa: SpaPage; readonly index: number; readonly value: bigint }
  /** Drops IOTLB entries: of a device (all where null), of the pages [iova, iova + pages) (all where pages is 0). */
  | { readonly op: 'invalidate'; readonly device: number | null; readonly iova: IovaPage; readonly pages: number }
  /** The hardware drops the entry that would serve this request, if there is one. */
  | {
      readonly op: 'evict';
      readonly device: number;
      readonly pasid: number | null;
      readonly t: 0 | 1;
      readonly iova: IovaPage;
    }
  | { readonly op: 'clearFence'; readonly asid: number }
  /** The guest of a bound device reads or writes its MMIO: all ones, or dropped, while fenced. rmp.md 4.5. */
  | { readonly op: 'mmio'; readonly device: number; readonly write: boolean }
  /** The IOMMU reads a host-side structure (DTE, command buffer), or writes a log or a completion. rmp.md 3.8, 4.2. */
  | { readonly op: 'iommuRead'; readonly spa: SpaPage }
  | { readonly op: 'iommuWrite'; readonly spa: SpaPage; readonly what: 'log' | 'completion' | 'hostAD' }
  /** TMPM PSMASH_IO: RMP entry and 2M leaf for `iova` of table number `table` split together. rmp.md 2.7. */
  | { readonly op: 'psmashIo'; readonly spa: number; readonly table: number; readonly iova: IovaPage };

export type DeviceAccessOp = DeviceOp | RmpOp;
export type DeviceAccessOpName = DeviceAccessOp['op'];
