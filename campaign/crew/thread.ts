import { Worker } from 'node:worker_threads';
import { CampaignError } from '../campaign-error';
import type { StandInfo } from '../stand';
import type { FromWorker, ToWorker } from './message';
import type { EpochUpdate, Task, TaskResult } from './task';

/** A worker thread is over before it answered: its task is to be given to another one. */
export class WorkerLost extends Error {
  override readonly name = 'WorkerLost';
}

/** Time that a worker is given to close its subject. */
const CLOSE_MS = 2_000;

/** One worker thread. */
export class Thread {
  /** What is waited for; the worker has one task at a time. */
  private waiting: { resolve(message: FromWorker): void; reject(error: Error): void } | null = null;
  private readonly over: Promise<void>;
  private isOver = false;
  private reason = 'it ended';

  private constructor(private readonly worker: Worker) {
    worker.on('message', (message: FromWorker) => this.answer(message));
    worker.on('error', (error) => (this.reason = error.message));
    worker.on('messageerror', (error) => (this.reason = error.message));
    this.over = new Promise((resolve) => {
      worker.on('exit', () => {
        this.isOver = true;
        this.waiting?.reject(new WorkerLost(this.reason));
        this.waiting = null;
        resolve();
      });
    });
  }

  /** Starts the worker in `file` with `data`, and waits until its stand is open. */
  static async start(file: string, data: unknown): Promise<{ readonly thread: Thread; readonly info: StandInfo }> {
    const thread = new Thread(new Worker(file, { workerData: data }));
    const message = await thread.next();
    if (message.kind !== 'ready') throw new Error(`a worker began with ${message.kind}`);
    return { thread, info: message.info };
  }

  begin(update: EpochUpdate): void {
    this.say({ kind: 'begin', update });
  }

  /** Throws WorkerLost (as a rejection) if the worker ends first. */
  async do(task: Task): Promise<TaskResult> {
    if (this.isOver) throw new WorkerLost(this.reason);
    this.say({ kind: 'task', task });
    const message = await this.next();
    if (message.kind !== 'done') throw new Error(`a worker answered a task with ${message.kind}`);
    return message.result;
  }

  async close(): Promise<void> {
    this.say({ kind: 'close' });
    const timer = setTimeout(() => void this.worker.terminate(), CLOSE_MS);
    await this.over;
    clearTimeout(timer);
  }

  private say(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private next(): Promise<FromWorker> {
    return new Promise((resolve, reject) => (this.waiting = { resolve, reject }));
  }

  private answer(message: FromWorker): void {
    const { waiting } = this;
    this.waiting = null;
    if (message.kind !== 'fault') return waiting?.resolve(message);
    const { stack, exitCode } = message;
    const error =
      exitCode === 64 || exitCode === 70 ? new CampaignError(message.message, exitCode) : new Error(message.message);
    waiting?.reject(Object.assign(error, { stack }));
  }
}
