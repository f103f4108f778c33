import type { RmpSize } from './entry';

/** Return codes of the RMP instructions. rmp.md 2.0. */
export const RmpCode = {
  success: 0,
  failInput: 1,
  failPermission: 2,
  failInUse: 3,
  failOverlap: 4,
  failSizeMismatch: 6,
  failNotSuitable: 7,
} as const;

/** Status values of firmware commands. rmp.md 2.7. */
export const FirmwareStatus = {
  success: 0,
  invalidPlatformState: 1,
  invalidAddress: 9,
  invalidParam: 0x16,
  invalidPageSize: 0x19,
  invalidPageState: 0x1a,
  invalidPageOwner: 0x1c,
  rmpInitRequired: 0x20,
  /** MMIO_VALIDATE refuses: which of its codes is which is not public, one stands for all. */
  refused: 0xff,
} as const;

/**
 * `#PF` of the host or of the guest itself (`guest#PF`), `NPF` exit, `#VC` 0x404, `#GP(0)`, `#UD`, or
 * `VMEXIT_INVALID`.
 */
export type FaultKind = '#PF' | 'guest#PF' | 'NPF' | '#VC' | '#GP' | '#UD' | 'VMEXIT_INVALID';

/** Error-code bits that the model sets; 32 and 33 are left out everywhere (rmp.md 3.4). */
export const ErrorBit = { present: 0, write: 1, user: 2, fetch: 4, rmp: 31, enc: 34, sizem: 35, vmpl: 36 } as const;

/** What one RMP op gives. */
export interface RmpOutcome {
  /** Return code or firmware status; −1 where a fault came instead, or the op has none (an access). */
  readonly code: number;
  /** The model only: every code that is right, `code` among them, where the sources leave the choice open. */
  readonly codes: readonly number[] | null;
  readonly fault: FaultKind | null;
  /** Error code of #PF and NPF, exact in a double; else 0. */
  readonly errorCode: number;
  /** PVALIDATE: nothing was to change. */
  readonly carry: boolean;
  /** RMPREAD: 16 bytes of the software format; RMPQUERY: mask, VMSA, size. Else null. */
  readonly read: RmpReadOut | RmpQueryOut | null;
  /** The model only: under INUSE_SPURIOUS an ownership fault would be right as well, the region being busy (rmp.md 3.3). */
  readonly mayFault?: boolean;
}

/** RMPREAD output. rmp.md 1.3. */
export interface RmpReadOut {
  readonly assigned: boolean;
  readonly size: RmpSize;
  /** For a 2M-aligned page: another page of the region is assigned. */
  readonly regionBusy: boolean;
  readonly immutable: boolean;
  /** Byte address. */
  readonly gpa: number;
  readonly asid: number;
}
/** RMPQUERY output. rmp.md 2.5. */
export interface RmpQueryOut {
  readonly mask: number;
  readonly vmsa: boolean;
  readonly size: RmpSize;
}

/** An outcome with the given fields, the others as for plain success. */
export const rmpOutcome = (fields: Partial<RmpOutcome> = {}): RmpOutcome => ({
  code: fields.code ?? 0,
  codes: fields.codes ?? null,
  fault: fields.fault ?? null,
  errorCode: fields.errorCode ?? 0,
  carry: fields.carry ?? false,
  read: fields.read ?? null,
});
