import type { ShardResult } from './shard';

/** Totals as they are written down. */
export interface TotalsState {
  readonly cases: number;
  readonly ops: number;
  readonly activeOps: number;
  readonly failedCases: number;
  readonly rerun: number;
  readonly unstable: number;
  readonly slowDeaths: number;
  readonly tally: readonly number[];
  readonly themes: Readonly<Record<string, number>>;
  readonly goalCases: readonly number[];
  /** −1: no case. */
  readonly goalFirst: readonly number[];
}

/** What the cases of a campaign add up to. */
export class Totals {
  cases = 0;
  ops = 0;
  activeOps = 0;
  failedCases = 0;
  rerun = 0;
  unstable = 0;
  slowDeaths = 0;
  /** Doubles: in a night a rule is exercised more often than 32 bits count. */
  readonly tally: Float64Array;
  readonly themes: Record<string, number> = {};
  readonly goalCases: Float64Array;
  readonly goalFirst: Float64Array;

  constructor(rules: number, goals: number) {
    this.tally = new Float64Array(rules);
    this.goalCases = new Float64Array(goals);
    this.goalFirst = new Float64Array(goals).fill(-1);
  }

  /** Takes in a shard of cases; shards come in case order. */
  take(result: ShardResult): void {
    this.cases += result.cases;
    this.ops += result.ops;
    this.activeOps += result.activeOps;
    this.rerun += result.rerun;
    this.unstable += result.unstable;
    for (const [theme, n] of Object.entries(result.themes)) this.themes[theme] = (this.themes[theme] ?? 0) + n;
    this.takeReplayed(result);
  }

  /** Takes in traces of an earlier campaign: they are no cases of this one, but what they show counts. */
  takeReplayed(result: ShardResult): void {
    this.failedCases += result.failedCases;
    this.slowDeaths += result.slowDeaths;
    for (let i = 0; i < this.tally.length; i++) this.tally[i]! += result.tally[i]!;
    for (let i = 0; i < this.goalCases.length; i++) {
      if (this.goalCases[i] === 0) this.goalFirst[i] = result.goalFirst[i]!;
      this.goalCases[i]! += result.goalCases[i]!;
    }
  }

  get state(): TotalsState {
    const { cases, ops, activeOps, failedCases, rerun, unstable, slowDeaths, themes } = this;
    const arrays = { tally: [...this.tally], goalCases: [...this.goalCases], goalFirst: [...this.goalFirst] };
    return { cases, ops, activeOps, failedCases, rerun, unstable, slowDeaths, themes: { ...themes }, ...arrays };
  }

  restore({ tally, themes, goalCases, goalFirst, ...counts }: TotalsState): void {
    Object.assign(this, counts);
    Object.assign(this.themes, themes);
    this.tally.set(tally);
    this.goalCases.set(goalCases);
    this.goalFirst.set(goalFirst);
  }
}
