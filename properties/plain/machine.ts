import type { Machine } from '../../model/vocabulary/plain';
import type { Draw } from '../engine/draw';
import type { PlainRule } from './rule';

/** Where an observation parts from what the model says, in the two parts that a finding is keyed by. */
export interface Difference {
  /** A word group: `code 4 for 2`, `entry of the 2M region`, … */
  readonly effect: string;
  /** One sentence with the values. */
  readonly reason: string;
}

/** A configuration in which one open question has another answer. */
export interface Alternative<Config> {
  readonly assumption: string;
  readonly position: string;
  readonly config: Config;
}

/** Draws one case: a configuration, then op by op with the model's state in sight. */
export interface PlainSource<Config, Op, Outcome, View> {
  readonly themes: readonly string[];
  begin(draw: Draw, theme: string): Config;
  /** The case goes on from here as far as one that begins. */
  prolong(): void;
  /** The next op, or null when the case is long enough. */
  next(model: Machine<Op, Outcome, View>): Op | null;
}

/** Everything that the engine must know of a plain machine to put its implementations on the stand. */
export interface PlainMachine<Config, Op, Outcome, View> {
  readonly name: string;
  /** The model. */
  start(config: Config): Machine<Op, Outcome, View>;
  source(assumptions: Readonly<Record<string, unknown>>): PlainSource<Config, Op, Outcome, View>;
  readonly rules: readonly PlainRule<Config, Op, Outcome, View>[];
  /** Null where the observed outcome is one that the model allows. */
  compareOutcome(op: Op, expected: Outcome, observed: Outcome): Difference | null;
  /** Compares the states that `op` may have touched; the whole states where `op` is null. */
  compareState(op: Op | null, expected: View, observed: View): Difference | null;
  /** True if the op changed state or met it: counts for the printed share. */
  isActive(op: Op, outcome: Outcome): boolean;
  describeConfig(config: Config): string;
  describeOp(op: Op): string;
  /** What came of an op, in words. */
  describeOutcome(op: Op, outcome: Outcome): string;
  /** Ops simpler than `op`, simplest first; the shrinker tries each. */
  simplerOps(op: Op): Iterable<Op>;
  /** The configuration with one open question answered otherwise, for each question and answer. */
  alternatives?(config: Config): Iterable<Alternative<Config>>;
  /** Configurations simpler than `config`, simplest first. */
  simplerConfigs(config: Config): Iterable<Config>;
}
