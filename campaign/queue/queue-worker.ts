import type { Worker } from 'bullmq';
import { CampaignError } from '../campaign-error';
import type { EpochUpdate } from '../crew/task';
import { ThreadCrew } from '../crew/thread-crew';
import { Board, misfit, type Announcement } from './board';
import { connectQueue, QUEUE } from './connection';
import { packResult, taskOf, type QueuedTask } from './job';
import { Replica } from './replica';
import { unpack } from './pack';

/** How often a worker looks whether its campaign is still on. */
const LOOK_MS = 500;
/** A worker that has not been heard of for so long is taken for dead, and its tasks are given to others. */
const LOCK_MS = 3_000;
const STALLED_MS = 1_000;
/** Workers that one task may cost. */
const MOST_LOST = 5;

export interface WorkerPlan {
  readonly url: string;
  readonly toolVersion: string;
  /** Threads, a subject in each. */
  readonly threads: number;
  /** File that serves a campaign in a thread (serveCampaign). */
  readonly file: string;
  readonly note: (line: string) => void;
}

/**
 * Works for the campaign on a queue until it is over, or `signal` aborts: waits for one, opens the stand, does one task
 * after the other in each thread. Returns how many it did. Throws CampaignError where it cannot work for it.
 */
export async function workForQueue(plan: WorkerPlan, signal: AbortSignal): Promise<number> {
  const { url, note } = plan;
  const { bullmq, queue, options, address, complain, close } = await connectQueue(url, note);
  const board = new Board(queue);
  let done = 0;
  try {
    for (let isOver = false; !isOver;) {
      const campaign = await nextCampaign(board, address.text, signal, note);
      if (campaign === null) break;
      const bench = await Bench.open(campaign, plan, board);
      note(`working for the campaign on ${campaign.info.subject} at ${address.text}, ${plan.threads} at a time`);
      const worker = new bullmq.Worker(QUEUE, (job: { data: QueuedTask }) => bench.do(job.data), {
        ...options,
        concurrency: plan.threads,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_MS,
        maxStalledCount: MOST_LOST,
      });
      worker.on('error', (error) => isReal(error) && complain(error));
      isOver = await untilOver(board, campaign.id, signal);
      await leave(worker, bench);
      done += bench.done;
    }
  } finally {
    await close();
  }
  return done;
}

/** A task that was given to another worker meanwhile is no trouble of anyone's. */
const isReal = ({ message }: Error): boolean => !/Missing (lock|key) for job|could not renew lock/i.test(message);

/** The campaign that is on, as soon as one is; null if aborted. One that is over ends the wait too. */
async function nextCampaign(
  board: Board,
  text: string,
  signal: AbortSignal,
  note: (line: string) => void,
): Promise<Announcement | null> {
  for (let looks = 0; !signal.aborted; looks++) {
    const on = await unless(signal, board.read());
    if (on?.over === true) note(`the campaign on ${on.info.subject} is over`);
    if (on !== null) return on.over ? null : on;
    if (looks === 1) note(`waiting for a campaign at ${text}`);
    await pause();
  }
  return null;
}

/** True if the campaign has ended, or nobody wants to work any more; false if it is gone: it may come back. */
async function untilOver(board: Board, id: string, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const on = await unless(signal, board.read());
    if (signal.aborted) return true;
    if (on === null || on.id !== id) return false;
    if (on.over) return true;
    await pause();
  }
  return true;
}

/** What Redis says; null if aborted first: a Redis that is gone says nothing. */
async function unless<T>(signal: AbortSignal, said: Promise<T | null>): Promise<T | null> {
  const heard = new AbortController();
  const options = { once: true, signal: heard.signal };
  try {
    const aborted = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), options));
    return await Promise.race([said, aborted]);
  } finally {
    heard.abort();
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

async function leave(worker: Worker, bench: Bench): Promise<void> {
  // By force: whoever waits for a task of this campaign waits no more, or has it done by another worker.
  await worker.close(true);
  await bench.close();
}

/** The stands of one machine with what they know of the campaign. */
class Bench {
  done = 0;
  private replica = new Replica();
  /** Number of the last update that was taken in. */
  private known = 0;
  /** Updates are taken in one after the other. */
  private catching: Promise<void> = Promise.resolve();

  private constructor(
    private readonly campaign: Announcement,
    private readonly board: Board,
    private readonly start: () => Promise<ThreadCrew>,
    private crew: ThreadCrew,
  ) {}

  /** Throws CampaignError where the stand is another one than the campaign's. */
  static async open(campaign: Announcement, plan: WorkerPlan, board: Board): Promise<Bench> {
    const reason = misfit(campaign, plan.toolVersion);
    if (reason !== null) throw new CampaignError(`${reason}: install the same version on both sides`, 64);
    const start = (): Promise<ThreadCrew> => ThreadCrew.start(plan.file, unpack(campaign.spec), plan.threads);
    const crew = await start();
    const bench = new Bench(campaign, board, start, crew);
    const [mine, wanted] = [crew.info, campaign.info];
    if (JSON.stringify(mine) === JSON.stringify(wanted)) return bench;
    await bench.close();
    const difference =
      mine.version === wanted.version ? 'other rules or goals' : `version ${mine.version}, not ${wanted.version}`;
    throw new CampaignError(`${mine.subject} is another one on this machine: it has ${difference}`, 64);
  }

  async do(queued: QueuedTask): Promise<string> {
    if (queued.campaign !== this.campaign.id) throw new Error('the task is of another campaign');
    await this.catchUp(queued.update);
    const result = await this.crew.run(taskOf(queued));
    this.done++;
    return packResult(result);
  }

  close(): Promise<void> {
    return this.crew.close();
  }

  private catchUp(wanted: number): Promise<void> {
    return (this.catching = this.catching.then(() => this.learn(wanted)));
  }

  private async learn(wanted: number): Promise<void> {
    while (this.known < wanted) {
      const next = this.known === 0 ? null : await this.board.update(this.campaign.id, this.known + 1);
      if (next === null) await this.beginAnew();
      else this.take(next, this.known + 1);
    }
  }

  /** What came in between is gone, or nothing is known yet: the stands start from all that is known now. */
  private async beginAnew(): Promise<void> {
    const base = await this.board.base(this.campaign.id);
    if (base === null || base.number <= this.known) throw new Error('what the campaign knows is gone');
    if (this.known > 0) {
      await this.crew.close();
      this.crew = await this.start();
      this.replica = new Replica();
    }
    this.take(base.update, base.number);
  }

  private take(update: EpochUpdate, number: number): void {
    this.replica.take(update);
    this.crew.begin(update, () => this.replica.snapshot());
    this.known = number;
  }
}
