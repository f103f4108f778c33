import type { QueueEvents } from 'bullmq';
import { randomUUID } from 'node:crypto';
import { CampaignError } from '../campaign-error';
import type { Crew } from '../crew/crew';
import { nameOfTask, type EpochUpdate, type Task, type TaskResult } from '../crew/task';
import type { StandInfo } from '../stand';
import { Board, type Announcement } from './board';
import { connectQueue, QUEUE, type Connection } from './connection';
import { packTask, resultOf } from './job';
import { pack } from './pack';

/** Tasks under way at a time: enough for a few dozen workers, few enough to end soon when a campaign is interrupted. */
const UNDER_WAY = 64;
/** How often a campaign says that it is on, and counts its workers. */
const BEAT_MS = 1_000;
/** Without a worker for so long, a line says how to start one. */
const LONELY_MS = 5_000;

/** What a campaign on a queue is, besides its address. */
export interface QueuedCampaign {
  readonly toolVersion: string;
  /** A StandSpec: workers open their stands by it. */
  readonly spec: unknown;
  readonly info: StandInfo;
  /** Told of what a person should know: no worker, a lost connection. */
  readonly note: (line: string) => void;
}

/** A task whose result is waited for. */
interface Pending {
  readonly task: Task;
  resolve(result: TaskResult): void;
  reject(error: Error): void;
}

/** Workers on any number of machines, behind a queue. One that dies has its task given to another one. */
export class QueueCrew implements Crew {
  readonly info: StandInfo;
  readonly size = UNDER_WAY;
  workers = 0;
  lost = 0;
  private readonly announcement: Omit<Announcement, 'protocol' | 'over'>;
  private readonly board: Board;
  private readonly note: (line: string) => void;
  private readonly pending = new Map<string, Pending>();
  private beat: NodeJS.Timeout | null = null;
  private fault: CampaignError | null = null;
  /** Number of the last update that was put up, and of the last task. */
  private update = 0;
  private tasks = 0;
  private lonelySince = performance.now();

  private constructor(
    private readonly connection: Connection,
    private readonly events: QueueEvents,
    { toolVersion, spec, info, note }: QueuedCampaign,
  ) {
    this.info = info;
    this.note = note;
    this.announcement = { id: randomUUID(), toolVersion, spec: pack(spec), info };
    this.board = new Board(connection.queue);
  }

  /** Takes the queue at `url` for a campaign. Throws CampaignError where that cannot be. */
  static async start(url: string, campaign: QueuedCampaign): Promise<QueueCrew> {
    const connection = await connectQueue(url, campaign.note);
    const { bullmq, options, queue, address } = connection;
    await refuseSecond(new Board(queue), address.text);
    // What a campaign left that was killed: its results are not wanted any more.
    await queue.obliterate({ force: true });
    const events = new bullmq.QueueEvents(QUEUE, options);
    events.on('error', () => undefined);
    await events.waitUntilReady();
    const crew = new QueueCrew(connection, events, campaign);
    await crew.listen();
    return crew;
  }

  async begin(update: EpochUpdate, snapshot: () => EpochUpdate): Promise<void> {
    await this.board.post(this.announcement.id, this.update + 1, update, snapshot);
    this.update++;
  }

  async run(task: Task): Promise<TaskResult> {
    if (this.fault !== null) throw this.fault;
    const { id } = this.announcement;
    const jobId = `${id}-${++this.tasks}`;
    const answer = new Promise<TaskResult>((resolve, reject) => this.pending.set(jobId, { task, resolve, reject }));
    const options = { jobId, removeOnComplete: { count: UNDER_WAY }, removeOnFail: { count: UNDER_WAY } };
    await this.connection.queue.add(task.kind, packTask(id, this.update, task), options);
    return answer;
  }

  async close(): Promise<void> {
    if (this.beat !== null) clearInterval(this.beat);
    const { queue } = this.connection;
    await this.board.announce({ ...this.announcement, over: true });
    await queue.obliterate({ force: true });
    await this.board.clear(this.announcement.id, this.update);
    await this.events.close();
    await this.connection.close();
  }

  private async listen(): Promise<void> {
    this.events.on('completed', ({ jobId, returnvalue }) => this.settle(jobId, resultOf(returnvalue)));
    this.events.on('failed', ({ jobId, failedReason }) => {
      const task = this.pending.get(jobId)?.task;
      if (task !== undefined) this.settle(jobId, new CampaignError(`${nameOfTask(task)}: ${failedReason}`, 70));
    });
    this.events.on('stalled', () => this.lost++);
    await this.board.announce({ ...this.announcement, over: false });
    this.beat = setInterval(() => void this.sayOn().catch(() => undefined), BEAT_MS);
  }

  private settle(jobId: string, result: TaskResult | Error): void {
    const waiting = this.pending.get(jobId);
    if (waiting === undefined) return;
    this.pending.delete(jobId);
    if (result instanceof Error) waiting.reject(result);
    else waiting.resolve(result);
  }

  /** Keeps the campaign announced, as long as Redis knows it. */
  private async sayOn(): Promise<void> {
    const { id } = this.announcement;
    const on = await this.board.read();
    if (on !== null && on.id !== id) return this.giveUp('another campaign has taken the queue');
    if (on === null && this.update > 0 && !(await this.board.remembers(id, this.update))) {
      return this.giveUp('it has forgotten the campaign (was it started anew?)');
    }
    await this.board.announce({ ...this.announcement, over: false });
    this.workers = await this.connection.queue.getWorkersCount();
    this.complainIfLonely();
  }

  private complainIfLonely(): void {
    const now = performance.now();
    if (this.workers > 0) this.lonelySince = Infinity;
    else if (this.lonelySince === Infinity) this.lonelySince = now;
    else if (now - this.lonelySince > LONELY_MS) {
      this.note(`no worker at ${this.connection.address.text}: start some by campaign worker --queue`);
      this.lonelySince = now + 11 * LONELY_MS;
    }
  }

  private giveUp(why: string): void {
    const { text } = this.connection.address;
    this.fault = new CampaignError(`${text}: ${why}; nothing is lost, go on by --resume`, 70);
    for (const jobId of [...this.pending.keys()]) this.settle(jobId, this.fault);
  }
}

/** A queue serves one campaign at a time; one that was killed counts until it has been silent for some seconds. */
async function refuseSecond(board: Board, text: string): Promise<void> {
  const on = await board.read();
  if (on === null || on.over) return;
  const { subject } = on.info;
  for (let tries = 0; tries < 8; tries++) {
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS));
    if ((await board.read()) === null) return;
  }
  throw new CampaignError(
    `${text} is busy with a campaign on ${subject}: choose another database, as in redis://host/1`,
    64,
  );
}
