import type { RuleInfo } from '../../model/vocabulary/rule';
import type { Judgement } from '../page-table/rule';
import type { EndOfTrace, PlainStep, Run } from './step';

/** Judged once per op whose name is in `on`. */
export interface PlainStepRule<Config, Op, Outcome, View> extends RuleInfo {
  readonly scope: 'step';
  readonly on: readonly string[];
  check(step: PlainStep<Config, Op, Outcome, View>): Judgement;
  /** One sentence about a step for which check said BROKEN: what was expected, what was observed. */
  explain(step: PlainStep<Config, Op, Outcome, View>): string;
}

/** Judged once per trace, at its end. */
export interface PlainEndRule<Config, Op, Outcome, View> extends RuleInfo {
  readonly scope: 'end';
  check(end: EndOfTrace<Config, Op, Outcome, View>): Judgement;
  explain(end: EndOfTrace<Config, Op, Outcome, View>): string;
}

/**
 * Relates runs of several traces on one subject. `vary` derives the other traces from one, or says null where the rule
 * does not apply; the judge runs them in a share of the cases.
 */
export interface PlainRelationRule<Config, Op, Outcome, View> extends RuleInfo {
  readonly scope: 'relation';
  vary(config: Config, ops: readonly Op[]): readonly { readonly config: Config; readonly ops: readonly Op[] }[] | null;
  check(base: Run<Config, Op, Outcome, View>, variants: readonly Run<Config, Op, Outcome, View>[]): Judgement;
  explain(base: Run<Config, Op, Outcome, View>, variants: readonly Run<Config, Op, Outcome, View>[]): string;
}

/** Known to the catalogue, but not judged: says why. */
export interface PlainUntestedRule extends RuleInfo {
  readonly scope: 'untested';
  readonly reason: string;
}

/** What a rule is judged by. `log`: the log of atomic steps of the host machine (properties/host/rule.ts). */
export type RuleScope = 'step' | 'end' | 'relation' | 'untested' | 'log';

export type PlainRule<Config, Op, Outcome, View> =
  | PlainStepRule<Config, Op, Outcome, View>
  | PlainEndRule<Config, Op, Outcome, View>
  | PlainRelationRule<Config, Op, Outcome, View>
  | PlainUntestedRule;
