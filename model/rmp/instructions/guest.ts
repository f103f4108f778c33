/** What the instructions of a guest have in common: rmp.md 2.3 steps 3 to 5, 2.4 steps 4 and 5. */
import { RmpSize, type RmpEntry } from '../../vocabulary/rmp/entry';
import type { GuestTranslation } from '../../vocabulary/rmp/op';
import { RmpCode, type RmpOutcome } from '../../vocabulary/rmp/outcome';
import { isOwnMutable } from '../access/checks';
import { Err, RMP_VIOLATION } from '../access/error-code';
import { withCode, withFault } from '../outcome';
import type { RmpMachineState } from '../state';

const LG_2M = 21;
/** Nested accesses carry U = 1; the effective C-bit of these instructions is 1. */
const NESTED = Err.user + Err.enc;
const GUEST_NOT_PRESENT = withFault('guest#PF');
const NESTED_NOT_PRESENT = withFault('NPF', NESTED);
/** Bits 35, 34, 31, 2 and 0, as logged in the field (2.3). */
const SIZE_MISMATCH = withFault('NPF', NESTED + RMP_VIOLATION + Err.sizem);
const OWNERSHIP = withFault('NPF', NESTED + RMP_VIOLATION);
const FAIL_SIZEMISMATCH = withCode(RmpCode.failSizeMismatch);

/** Translation: paging faults of the guest, then of the nested table. Null: it translates. */
export function translationFault(op: GuestTranslation): RmpOutcome | null {
  if (!op.guestPresent) return GUEST_NOT_PRESENT;
  return op.nestedPresent ? null : NESTED_NOT_PRESENT;
}

/** Size rules of table 15-40: NPF with SIZEM, or code 6. Null: sizes match. `entry` is effective. */
export function sizeFailure(op: GuestTranslation, size: RmpSize, entry: RmpEntry | null): RmpOutcome | null {
  if (size === RmpSize.size4K) return op.nestedLg >= LG_2M || entry?.size === RmpSize.size2M ? SIZE_MISMATCH : null;
  return op.nestedLg < LG_2M || entry?.size === RmpSize.size4K ? FAIL_SIZEMISMATCH : null;
}

/** RMP checks Covered, Guest-Owned, Reverse-Map, Mutable: the fault of any that fails. */
export const ownershipFailure = (
  rmp: RmpMachineState,
  op: GuestTranslation & { readonly asid: number },
): RmpOutcome | null => (isOwnMutable(rmp.table.effective(op.spa), op.asid, op.gpa) ? null : OWNERSHIP);
