import { Status } from '../../../model/vocabulary/outcome';

/** An end that the harness survives: BUG, a memory fault, or the work limit. Stops the trace after the op (docs/protocol.md). */
export class Trap extends Error {
  constructor(
    /** One of Status.bug, Status.fault, Status.hang. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The kernel's BUG(): the machine stops here. */
export const bug = (why: string): never => {
  throw new Trap(Status.bug, why);
};
