import type { DmaApiOutcome } from '../vocabulary/dma-api/outcome';

/** How an op ended: its outcome but for reports and events. */
export type Ended = Omit<DmaApiOutcome, 'reports' | 'events'>;

const nothing = { address: null, entries: [], mapType: null, attrs: null } as const;

export const absent: Ended = { end: 'absent', value: null, ...nothing };
export const bug: Ended = { end: 'bug', value: null, ...nothing };
export const returned = (value: number): Ended => ({ end: 'returned', value, ...nothing });
