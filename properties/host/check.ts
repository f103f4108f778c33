import { setImmediate } from 'node:timers/promises';
import type { Backing, HostConfig } from '../../model/vocabulary/host/config';
import type { HostSubject } from '../../model/vocabulary/host/machine';
import type { HostOp } from '../../model/vocabulary/host/op';
import type { RuleId } from '../../model/vocabulary/rule';
import type { PlainTrace } from '../../model/vocabulary/plain';
import type { Finding, RuleVerdict, Verdict } from '../../model/vocabulary/verdict';
import { REACHED } from '../engine/cadence';
import { seededDraw } from '../engine/draw';
import { shrinkPlain } from '../plain/shrink';
import { otherChoices } from '../rmp/alternatives';
import { hostRules } from './catalogue';
import { HostSource } from './generator';
import type { Goals } from './goals';
import { HostJudge, type HostBreach } from './judge';
import { retimed } from './retime';
import { simplerConfigs, simplerOps } from './simpler';

/** Ops that shrinking one finding may run. */
const SHRINK_BUDGET_OPS = 20_000;
const PROGRESS_EVERY = 64;

export interface PolicyCheckOptions {
  readonly seed: string;
  readonly cases: number;
  readonly firstCase?: number;
  readonly seconds?: number;
  /** Ops of a case; default 40. */
  readonly caseOps?: number;
  /** Hosts of one kind only. */
  readonly backing?: Backing;
  /** Name of the profile that `assume` comes from, for the verdict. */
  readonly profile?: string;
  /** Choices that differ from the defaults. */
  readonly assume?: Readonly<Record<string, unknown>>;
  readonly themes?: readonly string[];
  readonly rules?: readonly RuleId[];
  readonly shrinkBudgetOps?: number;
  readonly onProgress?: (p: {
    cases: number;
    totalCases: number;
    ops: number;
    seconds: number;
    broken: number;
  }) => void;
  readonly signal?: AbortSignal;
}

export type HostTrace = PlainTrace<'host', HostConfig, HostOp>;
/** What the judge says of host software, and how much of what a useful policy does it has done. */
export interface HostVerdict extends Verdict<HostTrace> {
  /** Atomic steps judged. */
  readonly steps: number;
  /** What the policy did besides holding rules. */
  readonly tally: Goals;
}

interface RawFinding {
  readonly breach: HostBreach;
  readonly config: HostConfig;
  readonly ops: readonly HostOp[];
  readonly caseNumber: number;
  count: number;
}

/** Searches for traces with which the subject breaks a rule; shrinks what it finds. */
export async function checkPolicy(subject: HostSubject, options: PolicyCheckOptions): Promise<HostVerdict> {
  const rules = hostRules().filter(({ id }) => options.rules?.includes(id) ?? true);
  const judge = new HostJudge(rules);
  const source = new HostSource(options.assume ?? {}, options.backing ?? null, options.caseOps);
  const themes = options.themes ?? source.themes;
  const raw = new Map<RuleId, RawFinding>();
  const themeCases: Record<string, number> = {};
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const first = options.firstCase ?? 0;
  let ops = 0;
  let activeOps = 0;
  let cases = 0;
  for (; cases < options.cases; cases++) {
    if (options.signal?.aborted === true) break;
    if (options.seconds !== undefined && elapsed() > options.seconds) break;
    const draw = seededDraw(options.seed, first + cases);
    const theme = draw.pick(themes);
    const found = runCase(judge, subject, source, draw, theme);
    themeCases[theme] = (themeCases[theme] ?? 0) + 1;
    ops += found.ops.length;
    activeOps += found.activeOps;
    for (const breach of found.breaches) {
      const seen = raw.get(breach.rule.id);
      if (seen !== undefined) seen.count++;
      else raw.set(breach.rule.id, { ...found, breach, caseNumber: first + cases, count: 1 });
    }
    if (cases % PROGRESS_EVERY === 0) {
      options.onProgress?.({ cases, totalCases: options.cases, ops, seconds: elapsed(), broken: raw.size });
      // Nothing above lets the event loop turn; without that no signal would ever abort the search.
      await setImmediate();
    }
  }
  const budget = options.shrinkBudgetOps ?? SHRINK_BUDGET_OPS;
  const { steps, goals, races } = judge;
  const findings = [...raw.values()].map((finding) => ({
    ...settleHost(subject, rules, finding, options.seed, budget),
    count: finding.count,
  }));
  return {
    subject: subject.name,
    version: subject.version,
    profile: options.profile ?? 'default',
    assumed: Object.entries(options.assume ?? {}).map(([name, position]) => `${name}=${String(position)}`),
    seed: options.seed,
    cases,
    ops,
    activeShare: activeOps / Math.max(1, ops),
    meanOps: ops / Math.max(1, cases),
    themes: themeCases,
    rules: rules.map((rule, slot) => {
      const own = findings.filter((finding) => finding.rule === rule.id);
      const exercised = judge.tally[slot]!;
      const status = own.length > 0 ? 'broken' : exercised >= REACHED ? 'held' : 'not reached';
      return { rule, status, exercised, findings: own } satisfies RuleVerdict<HostTrace>;
    }),
    divergences: [],
    staleDeviations: [],
    seconds: elapsed(),
    goals: [...goals.list(), ...races.list()],
    steps,
    tally: goals,
  };
}

/** One drawn case and what it broke. */
export interface JudgedCase {
  readonly config: HostConfig;
  readonly ops: readonly HostOp[];
  /** Ops that made at least one step. */
  readonly activeOps: number;
  readonly breaches: readonly HostBreach[];
}

/** Draws one case and judges it as it goes. */
export function runCase(
  judge: HostJudge,
  subject: HostSubject,
  source: HostSource,
  draw: Parameters<HostSource['begin']>[0],
  theme: string,
): JudgedCase {
  const config = source.begin(draw, theme);
  const host = judge.begin(subject, config);
  const ops: HostOp[] = [];
  let activeOps = 0;
  for (let op = source.next(host.sight); op !== null; op = source.next(host.sight)) {
    const before = host.log.length;
    judge.take(host, op, ops.length);
    if (host.log.length > before) activeOps++;
    ops.push(op);
  }
  return { config, ops, activeOps, breaches: judge.end(host, ops.length) };
}

/** The smallest trace found that breaks the same rule. */
export function smallestBreach(
  subject: HostSubject,
  rules: HostJudge['rules'],
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
  rules: HostJudge['rules'],
  { breach, config, ops, caseNumber }: Omit<RawFinding, 'count'>,
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
  const op = smallest.ops[found.at]?.op ?? 'end';
  const restsOn = questionsUnder(subject, rules, smallest, id);
  return { rule: id, op, effect: `in step ${found.step}`, count: 1, known: false, restsOn, counterexample };
}

/** The open questions whose other answers would acquit the subject of breaking the rule with this trace. */
function questionsUnder(
  subject: HostSubject,
  rules: HostJudge['rules'],
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
