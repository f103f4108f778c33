import type { GpaPage, RmpSize, SpaPage } from '../../../../model/vocabulary/rmp/entry';
import type { GuestTranslation, PvalidateOp, RmpAdjustOp, RmpQueryOp } from '../../../../model/vocabulary/rmp/op';
import type { RmpQueryOut } from '../../../../model/vocabulary/rmp/outcome';
import type { InBoxRmp } from '../in-box';
import type { UpdateRequest } from '../update-request';

/** An RmpCode: 0 lets the instruction go on. */
export type Code = number;
/** Operands that PVALIDATE, RMPADJUST and RMPQUERY share. */
export type GuestOperands = GuestTranslation & {
  readonly asid: number;
  readonly vmpl: number;
  readonly cpl: number;
  readonly size: RmpSize;
  readonly badInput: boolean;
};

/** The checks of RMPUPDATE, rmp.md 2.1 lines 1 to 5. */
export interface UpdateCheckParts {
  readonly updateFromGuest: (r: InBoxRmp, u: UpdateRequest) => Code;
  readonly updateInput: (r: InBoxRmp, u: UpdateRequest) => Code;
  readonly updateBusy: (r: InBoxRmp, u: UpdateRequest) => Code;
  readonly updateImmutable: (r: InBoxRmp, u: UpdateRequest) => Code;
  readonly updateOverlap: (r: InBoxRmp, u: UpdateRequest) => Code;
}

export interface UpdateParts extends UpdateCheckParts {
  /** Order in which the checks run; the first that fails decides. */
  readonly updateOrder: readonly (keyof UpdateCheckParts)[];
  /** Is this combination of assigned, asid, immutable and GPA one that software may ask for? */
  readonly isLegalTuple: (r: InBoxRmp, u: UpdateRequest) => boolean;
  /** Is the address, and the GPA of a 2M entry, aligned to the size asked for? */
  readonly isAligned: (r: InBoxRmp, u: UpdateRequest) => boolean;
  /** Do Validated, VMSA and the masks survive? Asked before anything is written. */
  readonly keepsRights: (r: InBoxRmp, u: UpdateRequest) => boolean;
  /** Validated, VMSA and masks of a page that changed hands. */
  readonly resetRights: (r: InBoxRmp, page: SpaPage, asid: number) => void;
  /** The GPA that is stored for the one asked for. */
  readonly storedGpa: (r: InBoxRmp, u: UpdateRequest) => GpaPage;
  /** All checks passed: the effect. */
  readonly applyUpdate: (r: InBoxRmp, u: UpdateRequest) => void;
  readonly assign4K: (r: InBoxRmp, u: UpdateRequest) => void;
  readonly assign2M: (r: InBoxRmp, u: UpdateRequest) => void;
  readonly unassign4K: (r: InBoxRmp, u: UpdateRequest) => void;
  readonly unassign2M: (r: InBoxRmp, u: UpdateRequest) => void;
}

/** Who works on an entry, so that an instruction answers FAIL_INUSE (rmp.md 2.1 line 3, 3.7). */
export interface BusyParts {
  /** One page, or with `whole` all of its region. */
  readonly isBusy: (r: InBoxRmp, page: SpaPage, whole: boolean) => boolean;
}

/** rmp.md 2.2. */
export interface PsmashParts {
  /** PSMASH of the byte address page + misaligned. */
  readonly psmashCheck: (r: InBoxRmp, page: SpaPage, isAligned: boolean, asid: number) => Code;
  readonly smash: (r: InBoxRmp, base: SpaPage) => void;
}

/** PVALIDATE, RMPADJUST, RMPQUERY: rmp.md 2.3 to 2.5. Parts that answer false have left a fault in `r`. */
export interface GuestInstructionParts {
  /** Is the caller allowed to execute the instruction at all? */
  readonly guestMayExecute: (r: InBoxRmp, op: GuestOperands) => boolean;
  /** Paging faults of the operand. */
  readonly guestTranslates: (r: InBoxRmp, op: GuestOperands) => boolean;
  /** Table 15-40: 4K asked of something larger exits; 2M of something smaller is FAIL_SIZEMISMATCH. */
  readonly operandIsLarger: (r: InBoxRmp, op: GuestOperands) => boolean;
  readonly operandIsSmaller: (r: InBoxRmp, op: GuestOperands) => boolean;
  /** Covered, Guest-Owned, Reverse-Map, Mutable. */
  readonly guestOwnsOperand: (r: InBoxRmp, op: GuestOperands) => boolean;
  /** Translation, size rules, ownership: 0, FAIL_SIZEMISMATCH, or −1 with a fault. */
  readonly reachOperand: (r: InBoxRmp, op: GuestOperands) => Code;
  /** NPF because the operand is not the guest's. */
  readonly raiseOperandFault: (r: InBoxRmp) => void;
  /** Is PVALIDATE allowed at this VMPL? A code, −1 with a fault, or 0. */
  readonly pvalidateVmpl: (r: InBoxRmp, op: PvalidateOp) => Code;
  readonly pvalidate: (r: InBoxRmp, op: PvalidateOp) => Code;
  readonly writeValidated: (r: InBoxRmp, page: SpaPage, validated: boolean) => void;
  readonly rmpadjust: (r: InBoxRmp, op: RmpAdjustOp) => Code;
  /** May `vmpl` set or ask for the rights of `target`? */
  readonly isLessPrivileged: (vmpl: number, target: number) => boolean;
  /** Does the caller have all that it grants? */
  readonly mayGrant: (r: InBoxRmp, op: RmpAdjustOp, page: SpaPage) => boolean;
  readonly writeVmsa: (r: InBoxRmp, op: RmpAdjustOp, page: SpaPage) => void;
  readonly rmpquery: (r: InBoxRmp, op: RmpQueryOp) => RmpQueryOut | null;
}
