import { BROKEN, HELD, type LeafRule, type PointerRule, type StepRule } from '../rule';
import type { Step } from '../step';
import { explanation, judge } from './steps';

/** A rule with a step of the model, where it must hold, and what a subject with a bug makes of it. */
export interface RuleCase {
  readonly rule: StepRule | LeafRule | PointerRule;
  readonly bug: string;
  readonly held: () => Step;
  readonly broken: (held: Step) => Step;
}

/** One test per case: the rule holds of the good step, and is broken, and says why, by the bad one. */
export function describeRules(title: string, cases: readonly RuleCase[]): void {
  describe(title, () => {
    test.each(cases.map((c) => [c.rule.id, c.bug, c] as const))('%s: %s', (_id, _bug, { rule, held, broken }) => {
      expect(judge(rule, held())).toBe(HELD);
      const bad = broken(held());
      expect(judge(rule, bad)).toBe(BROKEN);
      expect(explanation(rule, bad)).not.toMatch(/undefined|NaN|^$/);
    });
  });
}
