/** Event-log records: rmp.md 4.5. */
import type { DmaOp } from '../vocabulary/device-access/op';
import { EventCode, EventFlag, type IommuEvent } from '../vocabulary/device-access/outcome';
import type { GpaPage, SpaPage } from '../vocabulary/rmp/entry';
import { toU64 } from '../vocabulary/units';

const WRITE = 1 << EventFlag.write;
const PRESENT = 1 << EventFlag.present;
const PERMISSION = 1 << EventFlag.permission;

const writeFlag = (write: boolean): number => (write ? WRITE : 0);

/** The DTE is one that no request may go through. */
export const illegalDte = (op: DmaOp): IommuEvent => ({
  code: EventCode.illegalDte,
  device: op.device,
  flags: writeFlag(op.write),
  address: 0n,
});

/** Not present, or present and not allowed; names the IOVA, whichever stage failed. */
export const ioPageFault = (op: DmaOp, present: boolean): IommuEvent => ({
  code: EventCode.ioPageFault,
  device: op.device,
  flags: writeFlag(op.write) | (present ? PRESENT | PERMISSION : 0),
  address: toU64(op.iova, op.offset),
});

/** The RMP refused the data page; names its GPA. */
export const rmpPageFault = (op: DmaOp, gpa: GpaPage): IommuEvent => ({
  code: EventCode.rmpPageFault,
  device: op.device,
  flags: writeFlag(op.write),
  address: toU64(gpa, op.offset),
});

/** The RMP refused the fetch of a guest's table page on behalf of the request; names the GPA of that page. */
export const tableFetchFault = (op: DmaOp, gpa: GpaPage): IommuEvent => ({
  code: EventCode.rmpPageFault,
  device: op.device,
  flags: writeFlag(op.write),
  address: toU64(gpa),
});

/** The RMP refused an access of the IOMMU itself; names the SPA. */
export const rmpHwError = (device: number, spa: SpaPage, write: boolean): IommuEvent => ({
  code: EventCode.rmpHwError,
  device,
  flags: writeFlag(write),
  address: toU64(spa),
});
