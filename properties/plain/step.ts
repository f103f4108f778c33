/**
 * What a rule sees of one op: the subject's own states before and after it, and its own outcome. `before` belongs to a
 * second run of the same subject that is kept one op behind, so that a rule may look anywhere in it.
 */
export interface PlainStep<Config, Op, Outcome, View> {
  readonly config: Config;
  readonly index: number;
  readonly op: Op;
  readonly outcome: Outcome;
  readonly before: View;
  readonly after: View;
}

/** What a rule sees of a whole trace when it is over. */
export interface EndOfTrace<Config, Op, Outcome, View> {
  readonly config: Config;
  readonly ops: readonly Op[];
  readonly outcomes: readonly Outcome[];
  readonly view: View;
}

/** One run of a trace on a subject. */
export type Run<Config, Op, Outcome, View> = EndOfTrace<Config, Op, Outcome, View>;
