/** Error codes of #PF and NPF: rmp.md 3.4. Bits above 31 make them sums, not bit masks. */
import { ErrorBit } from '../../vocabulary/rmp/outcome';

/** Values of the single bits. */
export const Err = {
  present: 2 ** ErrorBit.present,
  write: 2 ** ErrorBit.write,
  user: 2 ** ErrorBit.user,
  reserved: 2 ** 3,
  fetch: 2 ** ErrorBit.fetch,
  rmp: 2 ** ErrorBit.rmp,
  enc: 2 ** ErrorBit.enc,
  sizem: 2 ** ErrorBit.sizem,
  vmpl: 2 ** ErrorBit.vmpl,
} as const;

/** P = 1 and RMP: the translation existed, the RMP refused. */
export const RMP_VIOLATION = Err.present + Err.rmp;
