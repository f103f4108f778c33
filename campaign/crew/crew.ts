import type { StandInfo } from '../stand';
import type { EpochUpdate, Task, TaskResult } from './task';

/**
 * Those who do the work of a campaign: threads of this process, or processes on other machines. Whoever does a task, and
 * in whatever order, its result is the same: a task that was lost with its worker is given to another one.
 */
export interface Crew {
  readonly info: StandInfo;
  /** Tasks that it makes sense to have under way at a time. */
  readonly size: number;
  /** Workers that do them. */
  readonly workers: number;
  /** Workers that died and were replaced. */
  readonly lost: number;
  /**
   * Begins an epoch: all tasks of the one before are done. `snapshot` gives all that a worker must know that joins
   * later in the epoch.
   */
  begin(update: EpochUpdate, snapshot: () => EpochUpdate): void | Promise<void>;
  /** Does one task. A rejection is a fault of the harness: it ends the campaign. */
  run(task: Task): Promise<TaskResult>;
  close(): Promise<void>;
}
