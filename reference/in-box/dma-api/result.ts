import type { DmaApiOutcome } from '../../../model/vocabulary/dma-api/outcome';

/** How an op came out; events and reports are collected on the way. */
export type Result = Omit<DmaApiOutcome, 'events' | 'reports'>;

const NOTHING: Omit<Result, 'end'> = { value: null, address: null, entries: [], mapType: null, attrs: null };

export const ABSENT: Result = { ...NOTHING, end: 'absent' };
export const BUG: Result = { ...NOTHING, end: 'bug' };

export const returned = (value: number, more: Partial<Omit<Result, 'end' | 'value'>> = {}): Result => ({
  ...NOTHING,
  ...more,
  end: 'returned',
  value,
});
