import type { RmpOutcome } from '../../model/vocabulary/rmp/outcome';
import { address } from '../plain/words';

const CODES = ['success', 'FAIL_INPUT', 'FAIL_PERMISSION', 'FAIL_INUSE', 'FAIL_OVERLAP', '', 'FAIL_SIZEMISMATCH'];

/** Every code that is right, in words: more than one where the sources leave the choice open. */
function codeText({ code, codes }: RmpOutcome): string {
  const names = [...new Set(codes ?? [code])].map((c) => (CODES[c] ? `${c} (${CODES[c]})` : String(c)));
  return names.join(' or ');
}

/** What came of an RMP op, in words. */
export function rmpText(op: { readonly op: string }, outcome: RmpOutcome): string {
  const { fault, errorCode, code, carry, read } = outcome;
  if (fault !== null) {
    const bits = fault === '#PF' || fault === 'NPF' ? `, error code ${address(errorCode)}` : '';
    return `fault ${fault}${bits}`;
  }
  if (op.op === 'access') return outcome.mayFault === true ? 'passes, or faults and is retried' : 'passes';
  if (read !== null && code === 0) return readText(read);
  if (code === 0) return carry ? 'success, nothing was to change (CF = 1)' : 'success';
  return `returns ${codeText(outcome)}`;
}

function readText(read: NonNullable<RmpOutcome['read']>): string {
  const size = `size ${read.size === 1 ? '2M' : '4K'}`;
  if (!('assigned' in read))
    return `mask ${address(read.mask)}, ${read.vmsa ? 'a VMSA page' : 'no VMSA page'}, ${size}`;
  const owner = read.assigned ? `assigned to ASID ${read.asid}` : 'not assigned';
  return `the entry is ${owner}, ${size}, guest address ${address(read.gpa)}`;
}
