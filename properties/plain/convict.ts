import type { MachineSubject } from '../../model/vocabulary/plain';
import type { RuleId } from '../../model/vocabulary/rule';
import { seededDraw } from '../engine/draw';
import { drawCase } from './case';
import { smallestBreach } from './settle';
import { PlainJudge, type PlainBreach } from './judge';
import type { PlainMachine } from './machine';
import type { PlainRule } from './rule';
import type { Sequence } from './shrink';

/** How a known-bad variant was convicted of the rule that it is known to break. */
export interface PlainConviction<Config, Op> {
  /** Case that showed it; −1 for a stored trace. */
  readonly caseNumber: number;
  readonly config: Config;
  readonly ops: readonly Op[];
  readonly reason: string;
  /** Other rules that the smallest trace breaks. */
  readonly others: readonly RuleId[];
}

export interface PlainConvictOptions {
  readonly seed: string;
  readonly maxCases: number;
  readonly shrinkBudgetOps?: number;
  /** Choices that differ from the defaults. */
  readonly assume?: Readonly<Record<string, unknown>>;
}

interface NamedOp {
  readonly op: string;
}

/** Searches until `subject` breaks `ruleId` by the rule's own predicate; null if `maxCases` did not show it. */
export function convictPlain<Config, Op extends NamedOp, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  subject: MachineSubject<Config, Op, Outcome, View>,
  ruleId: RuleId,
  { seed, maxCases, shrinkBudgetOps = 10_000, assume = {} }: PlainConvictOptions,
): PlainConviction<Config, Op> | null {
  const rule = ruleCalled(machine, ruleId);
  const judge = new PlainJudge(machine, [rule], false);
  const source = machine.source(assume);
  for (let k = 0; k < maxCases; k++) {
    const { config, ops } = drawCase(machine, source, seededDraw(seed, k));
    const breach = breachOf(judge, rule, subject, { config, ops });
    if (breach === undefined) continue;
    const smallest = smallestBreach(judge, machine, subject, { config, ops }, breach, shrinkBudgetOps);
    return conviction(machine, subject, rule, smallest, smallest.breach.reason, k);
  }
  return null;
}

/** Replays the stored trace of a subject that is hard to convict; null if it does not break `ruleId`. */
export function convictPlainByTrace<Config, Op extends NamedOp, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  subject: MachineSubject<Config, Op, Outcome, View>,
  ruleId: RuleId,
  stored: Sequence<Config, Op>,
): PlainConviction<Config, Op> | null {
  const rule = ruleCalled(machine, ruleId);
  const breach = breachOf(new PlainJudge(machine, [rule], false), rule, subject, stored);
  return breach === undefined ? null : conviction(machine, subject, rule, stored, breach.reason, -1);
}

function ruleCalled<Config, Op, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  ruleId: RuleId,
): PlainRule<Config, Op, Outcome, View> {
  const rule = machine.rules.find(({ id }) => id === ruleId);
  if (rule === undefined) throw new RangeError(`no rule ${ruleId} in ${machine.name}`);
  return rule;
}

function breachOf<Config, Op extends NamedOp, Outcome, View>(
  judge: PlainJudge<Config, Op, Outcome, View>,
  rule: PlainRule<Config, Op, Outcome, View>,
  subject: MachineSubject<Config, Op, Outcome, View>,
  { config, ops }: Sequence<Config, Op>,
): PlainBreach<PlainRule<Config, Op, Outcome, View>> | undefined {
  const tally = new Int32Array(1);
  const breaches =
    rule.scope === 'relation'
      ? judge.judgeRelation(rule, subject, config, ops, tally)
      : judge.judge(subject, config, ops, tally);
  return breaches.find((breach) => breach.rule === rule);
}

function conviction<Config, Op extends NamedOp, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  subject: MachineSubject<Config, Op, Outcome, View>,
  rule: PlainRule<Config, Op, Outcome, View>,
  { config, ops }: Sequence<Config, Op>,
  reason: string,
  caseNumber: number,
): PlainConviction<Config, Op> {
  const others = rule.scope === 'relation' ? [] : othersBroken(machine, subject, { config, ops }, rule);
  return { caseNumber, config, ops, reason, others };
}

/** The rules besides `rule` that a trace breaks. */
function othersBroken<Config, Op extends NamedOp, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View>,
  subject: MachineSubject<Config, Op, Outcome, View>,
  { config, ops }: Sequence<Config, Op>,
  rule: PlainRule<Config, Op, Outcome, View>,
): readonly RuleId[] {
  const others = new PlainJudge(
    machine,
    machine.rules.filter((other) => other !== rule),
    false,
  );
  const breaches = others.judge(subject, config, ops, new Int32Array(others.rules.length));
  return [...new Set(breaches.flatMap((breach) => (breach.rule === null ? [] : [breach.rule.id])))];
}
