import type { LogStep } from '../../model/vocabulary/host/step';
import type { StepKind } from '../../model/vocabulary/host/step-kind';
import type { RuleInfo } from '../../model/vocabulary/rule';
import type { Judgement } from '../page-table/rule';
import type { HostFacts } from './facts/facts';

/** Those lines of the log that may be of kind K. */
type Matching<S, K> = S extends { readonly kind: infer Kind } ? ([Kind & K] extends [never] ? never : S) : never;
/** A step of one kind. */
export type StepOf<K extends StepKind> = Matching<LogStep, K>;

/**
 * Judged once per step of the kinds in `on`: with the facts as they were before the step, or as they are after it. What
 * must hold at quiescence is judged on the marks `quiescent`, what must hold in the end on `end`, `abandon` and `stuck`
 * (host.md, Which rules when).
 */
export interface HostRule<K extends StepKind = StepKind> extends RuleInfo {
  readonly scope: 'log';
  readonly on: readonly K[];
  readonly facts: 'before' | 'after';
  check(facts: HostFacts, step: StepOf<K>, actor: number): Judgement;
  /** One sentence about a step for which check said BROKEN. */
  explain(facts: HostFacts, step: StepOf<K>, actor: number): string;
}

/** Lets `on` decide what steps `check` sees. */
export const hostRule = <K extends StepKind>(rule: Omit<HostRule<K>, 'scope'>): HostRule<K> => ({
  scope: 'log',
  ...rule,
});
