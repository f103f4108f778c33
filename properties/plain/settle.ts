import type { MachineSubject, PlainTrace } from '../../model/vocabulary/plain';
import type { Finding } from '../../model/vocabulary/verdict';
import type { KnownDeviations } from '../engine/deviations';
import type { PlainBreach, PlainJudge } from './judge';
import type { PlainMachine } from './machine';
import type { PlainRule } from './rule';
import { shrinkPlain } from './shrink';

interface NamedOp {
  readonly op: string;
}

/** What a finding is settled on: the machine, the subject, and who judges it. */
export interface PlainBench<Name extends string, Config, Op extends NamedOp, Outcome, View> {
  readonly machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name };
  readonly subject: MachineSubject<Config, Op, Outcome, View>;
  readonly judge: PlainJudge<Config, Op, Outcome, View>;
  readonly seed: string;
  /** What is documented: a finding beside it keeps its op and effect, and never turns into it. */
  readonly known?: KnownDeviations;
}

/** A breach as it was noted, with the case that showed it. */
export interface RawPlainFinding<Config, Op, Rule> {
  readonly breach: PlainBreach<Rule>;
  readonly config: Config;
  readonly ops: readonly Op[];
  readonly caseNumber: number;
}

/** The finding that a breach is: shrunk, and with the open questions that it rests on; seen in one case. */
export function settlePlain<Name extends string, Config, Op extends NamedOp, Outcome, View>(
  bench: PlainBench<Name, Config, Op, Outcome, View>,
  raw: RawPlainFinding<Config, Op, PlainRule<Config, Op, Outcome, View>>,
  budgetOps: number,
): Finding<PlainTrace<Name, Config, Op>> {
  const { machine, subject, judge, seed, known } = bench;
  const { breach, caseNumber } = raw;
  const found = smallestBreach(judge, machine, subject, raw, breach, budgetOps, known);
  const trace = { machine: machine.name, config: found.config, ops: found.ops };
  const { at, op, effect, reason } = found.breach;
  const counterexample = { trace, op: at, reason, entries: [], seed, caseNumber, originalOps: raw.ops.length };
  const restsOn = questionsUnder(bench, found.config, found.ops, breach.rule);
  return { rule: breach.rule?.id ?? null, op, effect, count: 1, known: false, restsOn, counterexample };
}

/** The open questions whose other answers would acquit the subject of breaking `rule` with this trace. */
function questionsUnder<Name extends string, Config, Op extends NamedOp, Outcome, View>(
  { machine, subject, judge }: PlainBench<Name, Config, Op, Outcome, View>,
  config: Config,
  ops: readonly Op[],
  rule: PlainRule<Config, Op, Outcome, View> | null,
): readonly string[] {
  const resting = new Set<string>();
  const scratch = new Int32Array(judge.rules.length);
  for (const { assumption, config: other } of machine.alternatives?.(config) ?? []) {
    if (resting.has(assumption)) continue;
    const breaches = judge.judge(subject, other, ops, scratch);
    if (!breaches.some((breach) => breach.rule === rule)) resting.add(assumption);
  }
  return [...resting];
}

/** The smallest trace found that shows the same rule broken (or the same divergence), and how it does. */
export function smallestBreach<Config, Op extends NamedOp, Outcome, View>(
  judge: PlainJudge<Config, Op, Outcome, View>,
  machine: PlainMachine<Config, Op, Outcome, View>,
  subject: MachineSubject<Config, Op, Outcome, View>,
  trace: { readonly config: Config; readonly ops: readonly Op[] },
  breach: PlainBreach<PlainRule<Config, Op, Outcome, View>>,
  budgetOps: number,
  known?: KnownDeviations,
): {
  readonly config: Config;
  readonly ops: readonly Op[];
  readonly breach: PlainBreach<PlainRule<Config, Op, Outcome, View>>;
} {
  const { rule } = breach;
  const scratch = new Int32Array(judge.rules.length);
  const breachesOf = (config: Config, ops: readonly Op[]) =>
    rule?.scope === 'relation'
      ? judge.judgeRelation(rule, subject, config, ops, scratch)
      : judge.judge(subject, config, ops, scratch);
  const isExact = rule === null || (known !== undefined && known.size > 0);
  const same = (b: PlainBreach<PlainRule<Config, Op, Outcome, View>>): boolean =>
    b.rule === rule &&
    (!isExact || (b.op === breach.op && b.effect === breach.effect)) &&
    known?.explains(b.after) !== true;
  const cut = { config: trace.config, ops: trace.ops.slice(0, breach.at + 1) };
  const start = breachesOf(cut.config, cut.ops).some(same) ? cut : { config: trace.config, ops: trace.ops };
  const smallest = shrinkPlain(machine, start, ({ config, ops }) => breachesOf(config, ops).some(same), budgetOps);
  return { ...smallest, breach: breachesOf(smallest.config, smallest.ops).find(same) ?? breach };
}
