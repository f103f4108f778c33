import type { DmaBufOutcome } from '../vocabulary/dma-buf/outcome';

/** An outcome but for its events. */
export type Ended = Omit<DmaBufOutcome, 'events'>;

export const returned = (value: number, bytes: bigint | null = null): Ended => ({ end: 'returned', value, bytes });
/** The call has begun, and waits. */
export const blocked: Ended = { end: 'blocked', value: null, bytes: null };
/** It would need a lock that is held. */
export const waits: Ended = { end: 'waits', value: null, bytes: null };
export const absent: Ended = { end: 'absent', value: null, bytes: null };
