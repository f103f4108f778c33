/** Outcomes that many ops share. */
import { RmpCode, rmpOutcome, type FaultKind, type RmpOutcome } from '../vocabulary/rmp/outcome';

/** Success that changes or reports nothing more. */
export const SUCCESS: RmpOutcome = rmpOutcome();

const BY_CODE: readonly RmpOutcome[] = Array.from({ length: 256 }, (_, code) => rmpOutcome({ code }));
/** One return code or firmware status, and nothing else. */
export const withCode = (code: number): RmpOutcome => BY_CODE[code]!;

/** The first of `codes`, any of which is right. */
export const anyCode = (codes: readonly number[]): RmpOutcome =>
  codes.length === 1 ? withCode(codes[0]!) : rmpOutcome({ code: codes[0]!, codes });

/** A fault in place of a code. */
export const withFault = (fault: FaultKind, errorCode = 0): RmpOutcome => rmpOutcome({ code: -1, fault, errorCode });

/** An op without a code that passed: accesses, VMRUN and the other structure checks. */
export const PASSED: RmpOutcome = rmpOutcome({ code: -1 });

/** Exceptions common to all instructions (rmp.md 2.0). */
export const UNDEFINED: RmpOutcome = withFault('#UD');
export const PROTECTION: RmpOutcome = withFault('#GP');

export const FAIL_INPUT: RmpOutcome = withCode(RmpCode.failInput);
export const FAIL_PERMISSION: RmpOutcome = withCode(RmpCode.failPermission);
