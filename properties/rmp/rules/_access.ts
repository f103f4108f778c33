import type { RmpConfig } from '../../../model/vocabulary/rmp/config';
import { REGION_PAGES, RmpSize, VmplBit, type RmpEntry } from '../../../model/vocabulary/rmp/entry';
import type { AccessOp } from '../../../model/vocabulary/rmp/op';
import { ErrorBit } from '../../../model/vocabulary/rmp/outcome';
import type { RmpView } from '../../../model/vocabulary/rmp/view';
import type { RmpStep } from '../rule';
import { baseOf } from './_address';
import { effectiveOf, isHypervisors, isHypervisorsRegion } from './_entry';
import { hasErrorBit } from './_text';

const LARGE_LG = 21;

/** True for accesses that write: data writes, and A/D updates (rmp.md 3.1). */
export const isWrite = ({ kind }: AccessOp): boolean => kind === 'write' || kind === 'adUpdate';

/** True for reads and writes of data, as against fetches and the walk's own accesses. */
export const isData = ({ kind }: AccessOp): boolean => kind === 'read' || kind === 'write';

/** True where ordinary paging refuses the access before the RMP is asked (rmp.md 3.3 steps 1 and 2). */
export function failsPaging(op: AccessOp): boolean {
  if (op.by !== 'host' && !op.guestPresent) return true;
  return !op.nestedPresent || (isWrite(op) && !op.nestedWritable);
}

/** A guest PTE with the C-bit set while vTOM is active is a paging error of its own (rmp.md 3.2). */
export const hasReservedCBit = (op: AccessOp): boolean => op.by === 'snp-guest' && op.vtom !== null && op.cBit;

/**
 * The access of a step, if its verdict follows from the RMP alone; else null. Reads of the nested table are left out:
 * whether they are checked at all is open (`NPT_READ_CHECKED`).
 */
export function checkedAccess({ op, config, outcome, before }: RmpStep): AccessOp | null {
  if (op.op !== 'access' || op.kind === 'nestedTableRead' || !before.cpuSnpEnabled) return null;
  // Then any refusal may be a passing one: only what passes tells of the entry (rmp.md 3.3).
  if (config.assumptions.INUSE_SPURIOUS === 'on' && hasErrorBit(outcome.errorCode, ErrorBit.rmp)) return null;
  return failsPaging(op) || hasReservedCBit(op) ? null : op;
}

/** Effective C-bit of an SNP guest's access (rmp.md 3.2). */
export function isPrivate(op: AccessOp): boolean {
  if (!isData(op)) return true;
  return op.vtom === null ? op.cBit : op.gpa < op.vtom;
}

/** Hypervisor-Owned for a leaf of 2^lg bytes: 4K asks the page, anything larger its 2M chunk (rmp.md 3.1). */
export const isHypervisorsLeaf = (view: RmpView, op: AccessOp, lg: number): boolean =>
  lg < LARGE_LG ? isHypervisors(view, op.spa) : isHypervisorsRegion(view, baseOf(op.spa));

/** Which group of checks refuses a private access; null: all pass (rmp.md 3.3 steps 3 to 5). */
export type PrivateRefusal = 'ownership' | 'not validated' | 'vmpl' | null;

export function privateRefusal(view: RmpView, op: AccessOp): PrivateRefusal {
  const entry = effectiveOf(view, op.spa);
  if (entry === null || !isOwners(entry, op) || !fitsSize(entry, op)) return 'ownership';
  if (!entry.validated) return 'not validated';
  return maskAllows(entry, op) ? null : 'vmpl';
}

/** Covered, Guest-Owned, Reverse-Map and Mutable (rmp.md 3.1). */
export function isOwners(entry: RmpEntry, { asid, gpa }: { readonly asid: number; readonly gpa: number }): boolean {
  const unit = entry.size === RmpSize.size2M ? REGION_PAGES : 1;
  return (
    entry.assigned && entry.asid === asid && Math.floor(entry.gpa / unit) === Math.floor(gpa / unit) && !entry.immutable
  );
}

/** Page-Size: a nested leaf of 2M or 1G needs a 2M entry, one of 4K a 4K entry (rmp.md 3.1). */
export const fitsSize = (entry: RmpEntry, { nestedLg }: AccessOp): boolean =>
  (entry.size === RmpSize.size2M) === nestedLg >= LARGE_LG;

/** True for a mask that grants writes without reads: illegal, and refuses all data (rmp.md 1.1). */
export const isWriteOnly = (mask: number): boolean => (mask & VmplBit.write) !== 0 && (mask & VmplBit.read) === 0;

/** True if the mask of the VMPL allows the access (rmp.md 3.1). */
export function maskAllows(entry: RmpEntry, op: AccessOp): boolean {
  const mask = entry.masks[op.vmpl] ?? 0;
  if (isWriteOnly(mask)) return false;
  if (op.kind === 'fetch') return (mask & (op.user ? VmplBit.executeUser : VmplBit.executeSupervisor)) !== 0;
  return (mask & (isWrite(op) ? VmplBit.write : VmplBit.read)) !== 0;
}

/**
 * True where the sources leave a private access open: the size of an A/D update through a larger leaf, VMSA pages
 * under `VMSA_PAGE_DATA_ACCESS` = 'deny', and a fetch through a write-only mask.
 */
export function isOpenPrivate(config: RmpConfig, view: RmpView, op: AccessOp): boolean {
  if (op.kind === 'adUpdate' && op.nestedLg >= LARGE_LG) return true;
  const entry = effectiveOf(view, op.spa);
  if (entry === null) return false;
  if (entry.vmsa && config.assumptions.VMSA_PAGE_DATA_ACCESS === 'deny') return true;
  return op.kind === 'fetch' && isWriteOnly(entry.masks[op.vmpl] ?? 0);
}
