import { CampaignError } from '../campaign-error';
import type { StandInfo } from '../stand';
import type { Crew } from './crew';
import { nameOfTask, type EpochUpdate, type Task, type TaskResult } from './task';
import { Thread, WorkerLost } from './thread';

/** Workers that one task may cost before it is taken for what kills them. */
const MOST_ATTEMPTS = 3;

/** Worker threads of this process, a stand in each. A worker that dies is replaced, and its task done again. */
export class ThreadCrew implements Crew {
  lost = 0;
  private readonly free: Thread[] = [];
  private readonly wanted: ((thread: Thread) => void)[] = [];
  private snapshot: (() => EpochUpdate) | null = null;

  private constructor(
    private readonly file: string,
    private readonly data: unknown,
    private readonly threads: Set<Thread>,
    readonly info: StandInfo,
  ) {
    this.free.push(...threads);
  }

  /** Starts `size` workers; `file` serves a campaign (serveCampaign) on the stand that `data` describes. */
  static async start(file: string, data: unknown, size: number): Promise<ThreadCrew> {
    const started = await Promise.all(Array.from({ length: size }, () => Thread.start(file, data)));
    return new ThreadCrew(file, data, new Set(started.map(({ thread }) => thread)), started[0]!.info);
  }

  get size(): number {
    return this.threads.size;
  }

  get workers(): number {
    return this.size;
  }

  begin(update: EpochUpdate, snapshot: () => EpochUpdate): void {
    this.snapshot = snapshot;
    for (const thread of this.threads) thread.begin(update);
  }

  async run(task: Task): Promise<TaskResult> {
    for (let attempt = 1; ; attempt++) {
      const thread = this.free.pop() ?? (await new Promise<Thread>((resolve) => this.wanted.push(resolve)));
      try {
        const result = await thread.do(task);
        this.release(thread);
        return result;
      } catch (error) {
        if (!(error instanceof WorkerLost)) throw error;
        this.release(await this.replace(thread));
        if (attempt === MOST_ATTEMPTS)
          throw new CampaignError(`${nameOfTask(task)} cost ${attempt} workers: ${error.message}`, 70);
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.threads].map((thread) => thread.close()));
  }

  private release(thread: Thread): void {
    const next = this.wanted.shift();
    if (next === undefined) this.free.push(thread);
    else next(thread);
  }

  private async replace(dead: Thread): Promise<Thread> {
    this.lost++;
    const { thread } = await Thread.start(this.file, this.data);
    if (this.snapshot !== null) thread.begin(this.snapshot());
    this.threads.delete(dead);
    this.threads.add(thread);
    return thread;
  }
}
