import type { StandInfo } from '../stand';
import type { EpochUpdate, Task, TaskResult } from './task';

/** What a campaign tells a worker thread. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly update: EpochUpdate }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'close' };

/** What a worker thread answers: `ready` once, then one answer for each task. */
export type FromWorker =
  | { readonly kind: 'ready'; readonly info: StandInfo }
  | { readonly kind: 'done'; readonly result: TaskResult }
  /** The stand could not be opened, or a task failed: a fault of the harness, or of the command line. */
  | { readonly kind: 'fault'; readonly message: string; readonly stack: string; readonly exitCode: number | null };
