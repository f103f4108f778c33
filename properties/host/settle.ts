import type { HostConfig } from '../../model/vocabulary/host/config';
import type { HostSubject } from '../../model/vocabulary/host/machine';
import type { HostOp } from '../../model/vocabulary/host/op';
import type { PlainTrace } from '../../model/vocabulary/plain';
import type { RuleId } from '../../model/vocabulary/rule';
import type { Finding } from '../../model/vocabulary/verdict';
import { shrinkPlain } from '../plain/shrink';
import { otherChoices } from '../rmp/alternatives';
import { HostJudge, type HostBreach } from './judge';
import { retimed } from './retime';
import type { HostRule } from './rule';
import { simplerConfigs, simplerOps } from './simpler';

export type HostTrace = PlainTrace<'host', HostConfig, HostOp>;

/** A breach as it was noted, with the case that showed it. */
export interface RawHostFinding {
  readonly breach: HostBreach;
  readonly config: HostConfig;
  readonly ops: readonly HostOp[];
  readonly caseNumber: number;
}

/** What a finding says besides its trace: rule, op that shows it, the step in which it does. */
export const findingId = ({ rule, at, step }: HostBreach, ops: readonly HostOp[]) => ({
  rule: rule.id,
  op: ops[at]?.op ?? 'end',
  effect: `in step ${step}`,
});

/** The smallest trace found that breaks the same rule. */
export function smallestBreach(
  subject: HostSubject,
  rules: readonly HostRule[],
  trace: { readonly config: HostConfig; readonly ops: readonly HostOp[] },
  rule: RuleId,
  budgetOps: number,
): { readonly config: HostConfig; readonly ops: readonly HostOp[]; readonly breaches: readonly HostBreach[] } {
  const judge = new HostJudge(rules);
  const breaks = ({ config, ops }: { readonly config: HostConfig; readonly ops: readonly HostOp[] }): boolean =>
    judge.judge(subject, config, ops).some((breach) => breach.rule.id === rule);
  const shrink = (from: typeof trace): typeof trace =>
    shrinkPlain({ simplerOps, simplerConfigs }, from, breaks, budgetOps);
  let smallest = shrink(trace);
  for (let fewer = retimed(smallest, breaks); fewer !== null; fewer = retimed(smallest, breaks))
    smallest = shrink(fewer);
  return { ...smallest, breaches: judge.judge(subject, smallest.config, smallest.ops) };
}

/** The finding that a breach is: shrunk, and with the open questions that it rests on; seen in one case. */
export function settleHost(
  subject: HostSubject,
  rules: readonly HostRule[],
  { breach, config, ops, caseNumber }: RawHostFinding,
  seed: string,
  budgetOps: number,
): Finding<HostTrace> {
  const { id } = breach.rule;
  const cut = { config, ops: ops.slice(0, breach.at + 1) };
  const smallest = smallestBreach(subject, rules, cut, id, budgetOps);
  const found = smallest.breaches.find(({ rule }) => rule.id === id) ?? breach;
  const trace = { machine: 'host', config: smallest.config, ops: smallest.ops } as const;
  const counterexample = {
    trace,
    op: found.at,
    reason: found.reason,
    entries: [],
    seed,
    caseNumber,
    originalOps: ops.length,
  };
  const restsOn = questionsUnder(subject, rules, smallest, id);
  return { ...findingId(found, smallest.ops), count: 1, known: false, restsOn, counterexample };
}

/** The open questions whose other answers would acquit the subject of breaking the rule with this trace. */
function questionsUnder(
  subject: HostSubject,
  rules: readonly HostRule[],
  { config, ops }: { readonly config: HostConfig; readonly ops: readonly HostOp[] },
  rule: RuleId,
): readonly string[] {
  const judge = new HostJudge(rules);
  const resting = new Set<string>();
  for (const { assumption, choices } of otherChoices(config.assumptions)) {
    const breaches = judge.judge(subject, { ...config, assumptions: choices }, ops);
    if (!breaches.some((breach) => breach.rule.id === rule)) resting.add(assumption);
  }
  return [...resting];
}
