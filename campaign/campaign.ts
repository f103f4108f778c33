import type { CampaignEnd, CampaignLimits, CampaignSample } from '../model/vocabulary/campaign';
import type { CampaignTrace } from './case';
import { Harvest } from './corpus/harvest';
import type { Crew } from './crew/crew';
import type { EpochUpdate, Task, TaskResult } from './crew/task';
import { FindingBook, type Way } from './findings/book';
import type { Journal } from './journal';
import { Sampler } from './sampler';
import type { ShardResult } from './shard';
import type { CampaignState } from './state';
import { Totals } from './totals';

/** Ops that shrinking one finding may run. */
const SHRINK_BUDGET_OPS = 20_000;
/** A subject that hung, or allocated without end, so often is searched no further: each time costs seconds. */
const MOST_SLOW_DEATHS = 12;
/** Traces of earlier campaigns in one task. */
const REPLAYED_AT_ONCE = 16;
/** Seconds between two states on disk: what a kill may cost. More while a state takes long: at most a tenth of the time. */
const SAVE_SECONDS = 1;
const SAVE_SHARE = 10;
const MOST_SAVE_SECONDS = 10;

/** What a campaign is to do. */
export interface CampaignPlan {
  readonly seed: string;
  readonly limits: CampaignLimits;
  /** Traces of earlier campaigns, to be run before the first case. */
  readonly earlier: readonly CampaignTrace[];
  /** The state to go on from; null: the beginning. */
  readonly state: CampaignState | null;
  readonly shrinkBudgetOps?: number;
  /** Called at the end of every epoch. */
  readonly onEpoch?: (sample: CampaignSample) => void | Promise<void>;
}

/** One campaign: epochs of cases, done by a crew, taken in in case order. */
export class Campaign {
  readonly totals: Totals;
  readonly harvest = new Harvest();
  readonly book: FindingBook;
  private readonly sampler: Sampler;
  private readonly started = performance.now();
  private epoch = 0;
  private nextCase = 0;
  /** Seconds of the campaign before this process took it up. */
  private secondsBefore = 0;
  private newestSeconds = 0;
  private nextSave = -Infinity;
  private isSaveDue = false;
  /** True after a part of an epoch: what is written down is the state before it. */
  private isPartial = false;

  constructor(
    private readonly crew: Crew,
    private readonly journal: Journal,
    private readonly plan: CampaignPlan,
  ) {
    this.totals = new Totals(crew.info.rules.length, crew.info.goals.length);
    this.book = new FindingBook(plan.seed);
    this.sampler = new Sampler(this, crew);
    if (plan.state !== null) this.restore(plan.state);
  }

  get seconds(): number {
    return this.secondsBefore + (performance.now() - this.started) / 1000;
  }

  /** Seconds since the last new behaviour. */
  get quietSeconds(): number {
    return this.seconds - this.newestSeconds;
  }

  /** Deviations of the known file that no longer show. */
  staleDeviations: readonly string[] = [];

  get epochsDone(): number {
    return this.epoch;
  }

  /** Runs until a limit is reached, or the signal aborts: then what is done of the epoch counts for the report only. */
  async run(signal: AbortSignal): Promise<CampaignEnd> {
    const snapshot = (): EpochUpdate => this.harvest.snapshot(this.epoch);
    await this.crew.begin(snapshot(), snapshot);
    if (this.plan.state === null) await this.replayEarlier(signal);
    let end = this.endOf(signal);
    while (end === null) {
      await this.runEpoch(signal);
      end = this.endOf(signal);
    }
    await this.shrinkRest(signal);
    await this.findStale();
    if (!this.isPartial) this.save();
    this.journal.keepFindings(this.book.merged(), true);
    this.journal.addSample(this.sampler.take());
    return end;
  }

  /** All that is needed to go on from here. */
  get state(): CampaignState {
    const { epoch, seconds, newestSeconds, totals, harvest, book } = this;
    const corpus = harvest.kept();
    const orphans = harvest.orphans();
    return {
      epoch,
      seconds,
      newestSeconds,
      totals: totals.state,
      corpus,
      orphans,
      ways: book.all,
      droppedWays: book.droppedKeys,
    };
  }

  private restore(state: CampaignState): void {
    this.epoch = state.epoch;
    this.nextCase = state.epoch * this.crew.info.pace.epochCases;
    this.secondsBefore = state.seconds;
    this.newestSeconds = state.newestSeconds;
    this.totals.restore(state.totals);
    this.harvest.restore(state.corpus, state.orphans, (id) => this.journal.entry(id));
    this.book.restore(state.ways, state.droppedWays);
  }

  private endOf(signal: AbortSignal): CampaignEnd | null {
    const { cases, seconds, plateauSeconds } = this.plan.limits;
    if (signal.aborted) return 'interrupted';
    if (this.totals.slowDeaths >= MOST_SLOW_DEATHS) return 'casualties';
    if (cases !== null && this.nextCase >= cases) return 'cases';
    if (seconds !== null && this.seconds >= seconds) return 'time';
    return plateauSeconds !== null && this.quietSeconds >= plateauSeconds ? 'plateau' : null;
  }

  private async replayEarlier(signal: AbortSignal): Promise<void> {
    const { earlier } = this.plan;
    const tasks: Task[] = [];
    for (let at = 0; at < earlier.length; at += REPLAYED_AT_ONCE) {
      tasks.push({ kind: 'replay', traces: earlier.slice(at, at + REPLAYED_AT_ONCE), first: -1 - at });
    }
    for (const result of await this.runShards(tasks, [], () => signal.aborted)) {
      this.totals.takeReplayed(result);
      this.takeIn(result);
    }
    await this.finishEpoch(!signal.aborted);
  }

  private async runEpoch(signal: AbortSignal): Promise<void> {
    const { epochCases, shardCases } = this.crew.info.pace;
    const { cases, seconds } = this.plan.limits;
    const first = this.epoch * epochCases;
    const end = Math.min(first + epochCases, cases ?? Infinity);
    const tasks: Task[] = [];
    for (let at = first; at < end; at += shardCases) {
      tasks.push({ kind: 'shard', epoch: this.epoch, first: at, count: Math.min(shardCases, end - at) });
    }
    const isOver = (): boolean => signal.aborted || (seconds !== null && this.seconds >= seconds);
    const shrinks = this.book.pending.slice(0, this.crew.size);
    const results = await this.runShards(tasks, shrinks, isOver);
    const isWhole = end === first + epochCases && results.length === tasks.length;
    // A part of an epoch is run again after a resume.
    if (!isWhole) this.save();
    this.isPartial = !isWhole;
    for (const result of results) {
      this.totals.take(result);
      this.takeIn(result);
    }
    this.nextCase = results.length === tasks.length ? end : first;
    if (isWhole) this.epoch++;
    await this.finishEpoch(isWhole);
  }

  /**
   * Does tasks of cases, and shrinks beside them, all at once as far as the crew can. Returns the results in case order,
   * up to the first task that was not begun. Too many slow deaths end it at the same task whoever ran which.
   */
  private async runShards(
    tasks: readonly Task[],
    shrinks: readonly Way[],
    isOver: () => boolean,
  ): Promise<ShardResult[]> {
    const results: ShardResult[] = [];
    const waiting = [...shrinks];
    let done = 0;
    let next = 0;
    let slowDeaths = this.totals.slowDeaths;
    const lane = async (): Promise<void> => {
      for (let way = waiting.shift(); way !== undefined; way = waiting.shift()) await this.shrink(way);
      while (next < tasks.length && slowDeaths < MOST_SLOW_DEATHS && !isOver()) {
        const at = next++;
        const result = shardOf(await this.crew.run(tasks[at]!));
        // Not lost if this process is: what the epoch makes of them comes later.
        this.journal.keepFindings(this.book.unheard(result.failures, this.seconds), false);
        results[at] = result;
        for (; results[done] !== undefined && slowDeaths < MOST_SLOW_DEATHS; done++)
          slowDeaths += results[done]!.slowDeaths;
      }
    };
    const lanes = Array.from({ length: this.crew.size }, lane);
    // The crew is busy with its first tasks meanwhile; of what they bring the state knows nothing yet.
    await Promise.all([...lanes, this.saveIfDue()]);
    return results.slice(0, done);
  }

  private async shrink({ key, raw }: Way): Promise<void> {
    const answer = await this.crew.run({
      kind: 'shrink',
      raw,
      budgetOps: this.plan.shrinkBudgetOps ?? SHRINK_BUDGET_OPS,
    });
    if (answer.kind === 'shrink') this.book.settle(key, answer.finding);
  }

  private async findStale(): Promise<void> {
    const answer = await this.crew.run({ kind: 'stale' });
    if (answer.kind === 'stale') this.staleDeviations = answer.deviations;
  }

  /** What still waits to be shrunk when the search is over. */
  private async shrinkRest(signal: AbortSignal): Promise<void> {
    const waiting = [...this.book.pending];
    const lane = async (): Promise<void> => {
      for (let way = waiting.shift(); way !== undefined && !signal.aborted; way = waiting.shift())
        await this.shrink(way);
    };
    await Promise.all(Array.from({ length: this.crew.size }, lane));
  }

  private takeIn(result: ShardResult): void {
    const before = this.harvest.behaviours;
    this.harvest.take(result);
    if (this.harvest.behaviours > before) this.newestSeconds = this.seconds;
    this.book.note(result.failures, this.seconds);
  }

  private async finishEpoch(isWhole: boolean): Promise<void> {
    const update = this.harvest.update(this.epoch);
    for (const entry of update.corpus.added) this.journal.addEntry(entry);
    this.journal.dropEntries(update.corpus.removed);
    this.journal.keepFindings(this.book.merged(), false);
    await this.crew.begin(update, () => this.harvest.snapshot(this.epoch));
    this.isSaveDue = isWhole && this.seconds >= this.nextSave;
    const sample = this.sampler.takeIfDue();
    if (sample !== null) this.journal.addSample(sample);
    await this.plan.onEpoch?.(this.sampler.now());
  }

  private async saveIfDue(): Promise<void> {
    if (this.isSaveDue) this.save();
  }

  private save(): void {
    this.isSaveDue = false;
    const before = this.seconds;
    this.journal.save(this.state);
    const cost = this.seconds - before;
    this.nextSave = this.seconds + Math.min(Math.max(SAVE_SECONDS, SAVE_SHARE * cost), MOST_SAVE_SECONDS);
  }
}

function shardOf(answer: TaskResult): ShardResult {
  if (answer.kind !== 'shard') throw new Error(`a worker answered a shard with a ${answer.kind}`);
  return answer.result;
}
