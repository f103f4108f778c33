import type { DmaBufEvent, WaitsFor } from '../vocabulary/dma-buf/outcome';
import type { DeviceIndex } from '../vocabulary/dma-buf/op';
import type { Buf } from './state';

/** What a call waits for, and whether it still has to. */
export interface Wait {
  readonly for: WaitsFor;
  readonly buf: Buf | null;
  isOver(): boolean;
}

/** A part of a call: hands out what it waits for, and goes on when that is over. */
export type Part<Result = void> = Generator<Wait, Result, void>;

/** A call that may wait, from its beginning to its end. */
export interface Call {
  readonly device: DeviceIndex;
  readonly op: string;
  /** Devices whose memory lock it holds. */
  readonly memoryLocks: Set<DeviceIndex>;
  /** It holds the lock of the set. */
  readonly setLock: boolean;
  /** Where its events go: to the outcome of the op that let it go on. */
  events: DmaBufEvent[];
}

export function* until(wait: Wait): Part {
  if (!wait.isOver()) yield wait;
}
