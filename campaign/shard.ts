import type { CampaignCase, CampaignTrace, CaseBreach, JudgedCase } from './case';
import type { Corpus, CorpusEntry } from './corpus/corpus';
import { packTrace } from './corpus/packed-trace';
import { beginningOf } from './corpus/stream';
import { isFresh } from './corpus/guide';
import { findingKeyOf } from './findings/key';
import type { RawFinding, Stand } from './stand';

/** One case in this many runs again when its shard is over, after other cases. */
const RERUN_EVERY = 64;
/** A subject that hung, or allocated without end, so often in one shard is not run through the rest of it. */
const MOST_SLOW_DEATHS = 2;

/** What a way of failing is called whose observation differs from run to run. */
export const UNSTABLE = 'differs when run again';

/** A case that showed something new. */
export interface Discovery {
  readonly entry: CorpusEntry;
  /** Corpus entry that it was made from; null: none. */
  readonly parent: number | null;
}

/** A way of failing within a shard: the first case that showed it, and how many did. */
export interface Failure {
  readonly key: string;
  readonly raw: RawFinding;
  readonly count: number;
}

/** What came of some cases in a row: plain data that can go to another thread or machine. */
export interface ShardResult {
  readonly cases: number;
  readonly ops: number;
  readonly activeOps: number;
  readonly tally: Int32Array;
  readonly themes: Readonly<Record<string, number>>;
  /** Cases that reached each goal, and the first of them (−1: none). */
  readonly goalCases: Int32Array;
  readonly goalFirst: Float64Array;
  /** In case order. */
  readonly discoveries: readonly Discovery[];
  /** Ops spent on children of each corpus entry. */
  readonly spent: readonly (readonly [parent: number, ops: number])[];
  readonly failures: readonly Failure[];
  readonly failedCases: number;
  readonly rerun: number;
  readonly unstable: number;
  readonly slowDeaths: number;
}

/** Makes and judges cases `first` … `first + count − 1`. */
export async function runShard(
  stand: Stand,
  corpus: Corpus,
  seed: string,
  first: number,
  count: number,
): Promise<ShardResult> {
  const make = (i: number): CampaignCase =>
    isFresh(seed, first + i, corpus) ? stand.draw(first + i) : stand.mutate(corpus, first + i);
  return collect(stand, make, count);
}

/** Judges traces of earlier campaigns; their cases are numbered down from `first`, which is negative. */
export const replayShard = (stand: Stand, traces: readonly CampaignTrace[], first: number): Promise<ShardResult> =>
  collect(stand, (i) => stand.adopt(traces[i]!, first - i), traces.length);

async function collect(stand: Stand, make: (i: number) => CampaignCase, count: number): Promise<ShardResult> {
  const summary = new Summary(stand);
  if (stand.judgeAll === undefined) {
    for (let i = 0; i < count && !summary.isOver; i++) {
      const one = make(i);
      const judged = stand.judge(one);
      summary.take(one, judged instanceof Promise ? await judged : judged);
    }
  } else {
    for (const [one, judged] of await stand.judgeAll(make, count)) if (!summary.isOver) summary.take(one, judged);
  }
  return summary.finish();
}

/** Adds up what the cases of a shard gave, in case order. */
class Summary {
  private readonly tallyBefore: Int32Array;
  private readonly themes: Record<string, number> = {};
  private readonly goalCases: Int32Array;
  private readonly goalFirst: Float64Array;
  private readonly discoveries: Discovery[] = [];
  /** Fewest ops of each behaviour that was new in this shard. */
  private readonly fewest = new Map<number, number>();
  private readonly spent = new Map<number, number>();
  private readonly failures = new Map<string, { raw: RawFinding; count: number }>();
  private readonly toRerun: CampaignCase[] = [];
  private cases = 0;
  private ops = 0;
  private activeOps = 0;
  private failedCases = 0;
  private slowDeaths = 0;

  constructor(private readonly stand: Stand) {
    this.tallyBefore = stand.tally.slice();
    this.goalCases = new Int32Array(stand.info.goals.length);
    this.goalFirst = new Float64Array(stand.info.goals.length).fill(-1);
  }

  get isOver(): boolean {
    return this.slowDeaths >= MOST_SLOW_DEATHS;
  }

  take(one: CampaignCase, judged: JudgedCase): void {
    const { trace, theme, parent, caseNumber } = one;
    this.cases++;
    this.ops += trace.ops.length;
    this.activeOps += one.activeOps;
    this.themes[theme] = (this.themes[theme] ?? 0) + 1;
    if (parent !== null) this.spent.set(parent, (this.spent.get(parent) ?? 0) + trace.ops.length);
    for (const goal of one.goals) {
      if (this.goalCases[goal]!++ === 0) this.goalFirst[goal] = caseNumber;
    }
    if (judged.diedSlowly) this.slowDeaths++;
    if (judged.breaches.length > 0) this.failedCases++;
    for (const breach of judged.breaches) this.fail(caseNumber, breach);
    this.discover(one);
    if (caseNumber % RERUN_EVERY === 0 && !judged.diedSlowly) this.toRerun.push(one);
  }

  private fail(caseNumber: number, breach: CaseBreach): void {
    const key = findingKeyOf(breach);
    const seen = this.failures.get(key);
    if (seen !== undefined) seen.count++;
    else this.failures.set(key, { raw: { ...breach, caseNumber }, count: 1 });
  }

  private discover({ novelties, trace, origin, parent, caseNumber }: CampaignCase): void {
    const better = novelties.filter(({ behaviour, ops }) => ops < (this.fewest.get(behaviour) ?? Infinity));
    if (better.length === 0) return;
    for (const { behaviour, ops } of better) this.fewest.set(behaviour, ops);
    const { ops, draws } = better.reduce((a, b) => (b.ops > a.ops ? b : a));
    const cut = packTrace({ ...trace, ops: trace.ops.slice(0, ops) });
    const entry = {
      id: caseNumber,
      trace: cut,
      origin: origin === null ? null : beginningOf(origin, draws),
      novelties: better,
    };
    this.discoveries.push({ entry, parent });
  }

  async finish(): Promise<ShardResult> {
    const unstable = await this.rerun();
    const { stand, tallyBefore, cases, ops, activeOps, themes, goalCases, goalFirst, discoveries } = this;
    return {
      cases,
      ops,
      activeOps,
      tally: stand.tally.map((n, i) => n - tallyBefore[i]!),
      themes,
      goalCases,
      goalFirst,
      discoveries,
      spent: [...this.spent],
      failures: [...this.failures].map(([key, { raw, count }]) => ({ key, raw, count })),
      failedCases: this.failedCases,
      rerun: this.toRerun.length,
      unstable,
      slowDeaths: this.slowDeaths,
    };
  }

  /** Runs some cases again, twice: after other cases, and after themselves. Returns how many were not the same. */
  private async rerun(): Promise<number> {
    let unstable = 0;
    for (const one of this.toRerun) {
      const first = await this.stand.digest(one);
      if (first === (await this.stand.digest(one))) continue;
      unstable++;
      const { trace, caseNumber } = one;
      const reason = 'the same trace, run again on the same subject, gave another observation';
      this.fail(caseNumber, { rule: null, op: 'end', effect: UNSTABLE, at: trace.ops.length, reason, trace });
    }
    return unstable;
  }
}
