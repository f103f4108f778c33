import type { GpaPage, SpaPage } from '../rmp/entry';
import type { RmpOutcome } from '../rmp/outcome';

/** Event codes. rmp.md 4.5. */
export const EventCode = { illegalDte: 0x1, ioPageFault: 0x2, rmpPageFault: 0xd, rmpHwError: 0xe } as const;

/** Flag bits of an event (IO_PAGE_FAULT positions). rmp.md 4.5. */
export const EventFlag = { interrupt: 3, present: 4, write: 5, permission: 6, reserved: 7, translation: 8 } as const;

/** One event-log record. */
export interface IommuEvent {
  readonly code: number;
  readonly device: number;
  /** Mask of EventFlag bits: write, and for IO page faults present and permission. */
  readonly flags: number;
  /** Byte address: GPA of RMP_PAGE_FAULT, IOVA of IO_PAGE_FAULT, SPA of RMP_HW_ERROR, 0 for ILLEGAL_DEV_TABLE_ENTRY. */
  readonly address: bigint;
}

/** What a DMA request gives. */
export interface DmaOutcome {
  readonly ok: boolean;
  /** System page reached; −1 where aborted. */
  readonly spa: SpaPage;
  /** Guest page between the stages; −1 where the walk did not get there. */
  readonly gpa: GpaPage;
  /** log2 of the bytes that the IOTLB entry made, or used, covers; 0 where aborted. */
  readonly reachLg: number;
  readonly event: IommuEvent | null;
  /** The ASID is fenced after this request. */
  readonly fenced: boolean;
  /** The request was served from the IOTLB. */
  readonly hit: boolean;
}

/** Outcome of a device op. Fields that an op does not use are null or the neutral value. */
export interface DeviceOutcome {
  readonly dma: DmaOutcome | null;
  /** Of RMP ops, of psmashIo. */
  readonly rmp: RmpOutcome | null;
  /** False: the op was refused (no table page left, nothing to unmap, a size the format has not). */
  readonly done: boolean;
  /** `mmio` reads: all ones. */
  readonly allOnes: boolean;
  readonly event: IommuEvent | null;
}

/** A cached translation. rmp.md 4.3. */
export interface IotlbEntry {
  readonly device: number;
  readonly pasid: number | null;
  readonly t: 0 | 1;
  /** First page and log2 bytes that it serves. */
  readonly iova: number;
  readonly reachLg: number;
  /** GPA and SPA page of the first page. */
  readonly gpa: GpaPage;
  readonly spa: SpaPage;
  /** Granule of its RMP check: 12 or 21, or the leaf's where a switch says so. */
  readonly granuleLg: number;
  readonly read: boolean;
  readonly write: boolean;
}
