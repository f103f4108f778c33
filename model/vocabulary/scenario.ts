import type { RuleId } from './rule';

/** What decided a step: the check, and where it is written. */
export interface Decision {
  /** One sentence: which check passed or failed, on what values. */
  readonly text: string;
  /** The rule that demands it, if one does. */
  readonly rule: RuleId | null;
  readonly source: string;
}

/** What one step of a scenario gave. */
export interface AnswerStep {
  /** What is done, in words. */
  readonly text: string;
  readonly note: string | null;
  /** What came of it, in words. */
  readonly result: string;
  /** True where the step was refused, or faulted. */
  readonly refused: boolean;
  readonly decision: Decision | null;
  /** Answers to open questions under which it would have come out differently. */
  readonly otherwise: readonly { readonly assumption: string; readonly position: string; readonly result: string }[];
}

/** A scenario, answered: what happens at each step, why, and what it rests on. */
export interface ScenarioAnswer {
  readonly title: string;
  readonly question: string | null;
  /** Answers that the scenario gives itself, as `NAME=position`. */
  readonly assumed: readonly string[];
  readonly steps: readonly AnswerStep[];
}
