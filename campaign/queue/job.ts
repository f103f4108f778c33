import type { Task, TaskResult } from '../crew/task';
import { pack, unpack } from './pack';

/** What waits on the queue: a task, and the updates that whoever does it must know. */
export interface QueuedTask {
  /** Of the run that it belongs to. */
  readonly campaign: string;
  /** Number of the last update before it. */
  readonly update: number;
  /** A Task, packed. */
  readonly task: string;
}

export const packTask = (campaign: string, update: number, task: Task): QueuedTask => ({
  campaign,
  update,
  task: pack(task),
});

export const taskOf = ({ task }: QueuedTask): Task => unpack<Task>(task);

/** What a worker hands back: a TaskResult, packed. */
export const packResult = (result: TaskResult): string => pack(result);

/** BullMQ hands results on as JSON. */
export const resultOf = (returned: string): TaskResult =>
  unpack<TaskResult>(returned.startsWith('"') ? (JSON.parse(returned) as string) : returned);
