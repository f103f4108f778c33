import type { MachineSubject } from '../../model/vocabulary/plain';
import { BROKEN, NOT_EXERCISED } from '../page-table/rule';
import type { Difference, PlainMachine } from './machine';
import type { PlainRelationRule, PlainRule, PlainStepRule } from './rule';
import { RunsOfCase } from './runs';
import type { PlainStep, Run } from './step';

/** One way in which a trace showed something wrong. */
export interface PlainBreach<Rule> {
  /** Null: observed and expected part without this being against a rule. */
  readonly rule: Rule | null;
  /** Index of the op; the number of ops for the end of the trace. */
  readonly at: number;
  /** Name of the op, or `end`. */
  readonly op: string;
  readonly effect: string;
  readonly reason: string;
  /** The first difference from the model, where the run has one before this: from there on it may be a consequence. */
  readonly after?: FirstDifference;
}
interface FirstDifference {
  readonly op: string;
  readonly effect: string;
}

/** What a subject that threw in an op is accused of. */
const CRASHED = 'crashed';

interface NamedOp {
  readonly op: string;
}

/** Puts one trace to a subject: the model says what is expected, every rule judges what was observed. */
export class PlainJudge<Config, Op extends NamedOp, Outcome, View> {
  private readonly byOp = new Map<
    string,
    readonly { readonly slot: number; readonly rule: PlainStepRule<Config, Op, Outcome, View> }[]
  >();
  private readonly runs = new RunsOfCase<Config, Op, Outcome, View>();

  constructor(
    private readonly machine: PlainMachine<Config, Op, Outcome, View>,
    /** Tallies have one slot for each, in this order. */
    readonly rules: readonly PlainRule<Config, Op, Outcome, View>[] = machine.rules,
    /** False: rules alone judge; what parts from the model is not told. */
    private readonly asksModel = true,
  ) {}

  /**
   * Runs `ops` and judges each. Conformance ends with the first op that differs from the model (what follows is mostly
   * its consequence); rules are judged to the end, each breach told once.
   */
  judge(
    subject: MachineSubject<Config, Op, Outcome, View>,
    config: Config,
    ops: readonly Op[],
    tally: Int32Array,
  ): PlainBreach<PlainRule<Config, Op, Outcome, View>>[] {
    const breaches = new Breaches<PlainRule<Config, Op, Outcome, View>>();
    const { machine } = this;
    const model = this.asksModel ? machine.start(config) : null;
    let at = 0;
    try {
      const now = subject.start(config);
      const behind = subject.start(config);
      const outcomes: Outcome[] = [];
      let first: FirstDifference | undefined;
      for (; at < ops.length; at++) {
        const op = ops[at]!;
        const outcome = now.step(op);
        outcomes.push(outcome);
        const isAsked = model !== null && first === undefined;
        const difference = isAsked ? this.compare(op, model.step(op), outcome, model.view, now.view) : null;
        const step = { config, index: at, op, outcome, before: behind.view, after: now.view };
        const broken = this.judgeStep(step, tally, difference, breaches, first);
        if (difference !== null) first = { op: op.op, effect: difference.effect };
        if (difference !== null && !broken) breaches.add({ rule: null, at, op: op.op, ...difference });
        behind.step(op);
      }
      if (model !== null && first === undefined) {
        const difference = machine.compareState(null, model.view, now.view);
        if (difference !== null) breaches.add({ rule: null, at, op: 'end', ...difference });
      }
      const end = { config, ops, outcomes, view: now.view };
      this.runs.begin(subject, end);
      this.judgeEnd(end, tally, breaches);
    } catch (error) {
      const op = ops[at]?.op ?? 'end';
      breaches.add({ rule: null, at, op, effect: CRASHED, reason: `it threw: ${messageOf(error)}` });
    }
    return breaches.list;
  }

  /** Judges relation `rule` on a trace, if it applies: runs the traces that it derives. */
  judgeRelation(
    rule: PlainRelationRule<Config, Op, Outcome, View>,
    subject: MachineSubject<Config, Op, Outcome, View>,
    config: Config,
    ops: readonly Op[],
    tally: Int32Array,
  ): PlainBreach<PlainRule<Config, Op, Outcome, View>>[] {
    const variants = rule.vary(config, ops);
    if (variants === null) return [];
    const base = this.runs.base(subject, config, ops);
    const others = variants.map((variant) => this.runs.derived(subject, variant.config, variant.ops));
    // A crash is told by `judge`; runs that did not end cannot be laid side by side.
    if (base === null || !others.every((other) => other !== null)) return [];
    const judgement = rule.check(base, others);
    if (judgement === NOT_EXERCISED) return [];
    tally[this.rules.indexOf(rule)]!++;
    if (judgement !== BROKEN) return [];
    return [{ rule, at: ops.length, op: 'end', effect: 'runs differ', reason: rule.explain(base, others) }];
  }

  private compare(op: Op, expected: Outcome, observed: Outcome, model: View, subject: View): Difference | null {
    return this.machine.compareOutcome(op, expected, observed) ?? this.machine.compareState(op, model, subject);
  }

  /** True if a rule is broken in this step. */
  private judgeStep(
    step: PlainStep<Config, Op, Outcome, View>,
    tally: Int32Array,
    difference: Difference | null,
    breaches: Breaches<PlainRule<Config, Op, Outcome, View>>,
    after: FirstDifference | undefined,
  ): boolean {
    let broken = false;
    for (const { slot, rule } of this.rulesOn(step.op.op)) {
      const judgement = rule.check(step);
      if (judgement === NOT_EXERCISED) continue;
      tally[slot]!++;
      if (judgement !== BROKEN) continue;
      broken = true;
      const effect = difference?.effect ?? 'as expected of this state';
      const breach = { rule, at: step.index, op: step.op.op, effect, reason: rule.explain(step) };
      breaches.add(after === undefined ? breach : { ...breach, after });
    }
    return broken;
  }

  private judgeEnd(
    end: Run<Config, Op, Outcome, View>,
    tally: Int32Array,
    breaches: Breaches<PlainRule<Config, Op, Outcome, View>>,
  ): void {
    this.rules.forEach((rule, slot) => {
      if (rule.scope !== 'end') return;
      const judgement = rule.check(end);
      if (judgement === NOT_EXERCISED) return;
      tally[slot]!++;
      if (judgement === BROKEN)
        breaches.add({ rule, at: end.ops.length, op: 'end', effect: 'at the end', reason: rule.explain(end) });
    });
  }

  private rulesOn(op: string) {
    let rules = this.byOp.get(op);
    if (rules === undefined) {
      rules = this.rules.flatMap((rule, slot) =>
        rule.scope === 'step' && rule.on.includes(op) ? [{ slot, rule }] : [],
      );
      this.byOp.set(op, rules);
    }
    return rules;
  }
}

/** Breaches of one trace: each rule, op and effect once, where it began. */
class Breaches<Rule> {
  readonly list: PlainBreach<Rule>[] = [];

  add(breach: PlainBreach<Rule>): void {
    const seen = this.list.some(
      ({ rule, op, effect }) => rule === breach.rule && op === breach.op && effect === breach.effect,
    );
    if (!seen) this.list.push(breach);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
