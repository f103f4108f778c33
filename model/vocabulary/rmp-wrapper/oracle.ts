import type { RmpOp } from '../rmp/op';
import type { RmpView } from '../rmp/view';

/**
 * Who answers RMP instructions: the state of the RMP is theirs, kernel code has none of its own. Addresses are system
 * physical byte addresses as the instruction got them, exact in a double because pages are 4K. A code of −1 says that
 * the instruction faults.
 */
export interface RmpOracle {
  /** RMPUPDATE with 16 bytes of the software format (rmp.md 1.3); the return code (rmp.md 2.0). */
  rmpupdate(spa: number, state: Uint8Array): number;
  psmash(spa: number): number;
  /** RMPREAD: the code, and 16 bytes of the software format where it is 0. */
  rmpread(spa: number): { readonly code: number; readonly bytes: Uint8Array };
  /** The 16 bytes in memory of the entry of a page that is covered, in the raw format (rmp.md 1.2). */
  rawEntry(spa: number): Uint8Array;
  /** What others than the kernel do to the RMP. */
  apply(op: RmpOp): void;
  readonly view: RmpView;
}
