import type { GoalInfo } from '../../model/vocabulary/campaign';

/** One op of the model, and what goals remember of the trace: numbers by name. */
export interface GoalStep<Config, Op, Outcome, View> {
  readonly config: Config;
  readonly op: Op;
  readonly outcome: Outcome;
  /** The state after the op. */
  readonly view: View;
  /** Empty at the start of a trace. Names begin with that of the goal. */
  readonly notes: Map<string, number>;
}

/** A state that a search must reach to be worth anything. Judged of the model's steps: a subject has no say in it. */
export interface PlainGoal<Config, Op, Outcome, View> extends GoalInfo {
  /** Names of the ops that it is asked of. */
  readonly on: readonly string[];
  /** True if the op reaches it. Called of every op in `on` until it does, so that it may take notes. */
  reached(step: GoalStep<Config, Op, Outcome, View>): boolean;
}

/** Watches the ops of one trace after the other, and says which goals each reached. */
export class PlainGoalWatch<Config, Op extends { readonly op: string }, Outcome, View> {
  private readonly byOp = new Map<string, number[]>();
  private readonly notes = new Map<string, number>();
  private readonly isReached: Uint8Array;
  private readonly found: number[] = [];
  private config!: Config;

  /** `goals`: numbered by their place. */
  constructor(private readonly goals: readonly PlainGoal<Config, Op, Outcome, View>[]) {
    this.isReached = new Uint8Array(goals.length);
    goals.forEach(({ on }, goal) => {
      for (const op of on) this.byOp.set(op, [...(this.byOp.get(op) ?? []), goal]);
    });
  }

  /** A new trace. */
  begin(config: Config): void {
    this.config = config;
    this.notes.clear();
    this.isReached.fill(0);
    this.found.length = 0;
  }

  /** Takes in one op of the model; `view` is its state after it. */
  take(op: Op, outcome: Outcome, view: View): void {
    const asked = this.byOp.get(op.op);
    if (asked === undefined) return;
    const step = { config: this.config, op, outcome, view, notes: this.notes };
    for (const goal of asked) {
      if (this.isReached[goal] === 1 || !this.goals[goal]!.reached(step)) continue;
      this.isReached[goal] = 1;
      this.found.push(goal);
    }
  }

  /** Goals that the trace has reached so far, by number, in the order in which it did. Copy it to keep it. */
  get reached(): readonly number[] {
    return this.found;
  }
}
