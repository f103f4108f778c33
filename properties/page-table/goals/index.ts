import type { Capabilities, Contract } from '../../../model/vocabulary';
import type { Facts } from '../facts';
import type { Step } from '../step';
import { DIRTY_GOALS } from './dirty';
import { FLUSH_GOALS } from './flush';
import { Past, type PageTableGoal } from './goal';
import { GROWTH_GOALS } from './growth';
import { LEAF_GOALS } from './leaves';

export type { PageTableGoal } from './goal';

/** All goals of the page-table machine. */
export const PAGE_TABLE_GOALS: readonly PageTableGoal[] = [
  ...LEAF_GOALS,
  ...GROWTH_GOALS,
  ...FLUSH_GOALS,
  ...DIRTY_GOALS,
];

/** The goals that a search on a subject with these capabilities can reach under `contract`. */
export const pageTableGoals = (capabilities: Capabilities, contract: Contract): readonly PageTableGoal[] =>
  PAGE_TABLE_GOALS.filter((goal) => {
    const { formats, contracts, ops, limits = {} } = goal;
    if (formats !== undefined && !formats.some((format) => capabilities.formats.includes(format))) return false;
    if (contracts !== undefined && !contracts.includes(contract)) return false;
    if (!ops.some((op) => capabilities.ops.includes(op))) return false;
    const { flush, queued, domains } = capabilities.limits;
    return isPossible(flush, limits.flush) && isPossible(queued, limits.queued) && isPossible(domains, limits.domains);
  });

const isPossible = <T>(has: readonly T[] | undefined, wanted: T | undefined): boolean =>
  has === undefined || wanted === undefined || has.includes(wanted);

/** Watches the steps of one trace after the other, and says which goals each reached. */
export class GoalWatch {
  private readonly past = new Past();
  /** All facts that a goal asks for. */
  private readonly named: Facts;
  private readonly isReached: Uint8Array;
  private readonly found: number[] = [];

  /** `goals`: numbered by their place. */
  constructor(private readonly goals: readonly PageTableGoal[]) {
    this.named = goals.reduce((facts, goal) => facts | goal.when, 0);
    this.isReached = new Uint8Array(goals.length);
  }

  /** A new trace. */
  begin(): void {
    this.past.begin();
    for (let i = 0; i < this.found.length; i++) this.isReached[this.found[i]!] = 0;
    this.found.length = 0;
  }

  /** Takes in one step of the model; `facts` are its facts. */
  take(step: Step, facts: Facts): void {
    if ((facts & this.named) === 0) return;
    const { goals, isReached, past } = this;
    for (let i = 0; i < goals.length; i++) {
      const goal = goals[i]!;
      if (isReached[i] === 1 || (goal.when & facts) === 0 || !goal.reached(step, past)) continue;
      isReached[i] = 1;
      this.found.push(i);
    }
  }

  /** Goals that the trace has reached so far, by number, in the order in which it did. Copy it to keep it. */
  get reached(): readonly number[] {
    return this.found;
  }
}
