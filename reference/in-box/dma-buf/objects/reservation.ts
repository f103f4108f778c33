import type { Name } from '../../../../model/vocabulary/dma-buf/op';

/** What a fence stands for; a wait names the usages that it waits for. */
export type FenceUsage = 'kernel' | 'write' | 'read' | 'bookkeep';

export interface Fence {
  readonly name: Name;
  readonly usage: FenceUsage;
  signalled: boolean;
}

/** The reservation object of a buffer: a lock, and fences. */
export class Reservation {
  locked = false;
  readonly fences: Fence[] = [];
}
