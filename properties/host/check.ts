import type { Backing } from '../../model/vocabulary/host/config';
import type { HostSubject } from '../../model/vocabulary/host/machine';
import type { Finding, Verdict } from '../../model/vocabulary/verdict';
import { findingKey, KnownDeviations } from '../engine/deviations';
import { knownFinding, staleDeviations, type FindingId } from '../plain/known';
import { ruleVerdict, Search, type SearchOptions } from '../plain/search';
import type { Sequence } from '../plain/shrink';
import { hostRules } from './catalogue';
import { HostSource } from './generator';
import type { Goals } from './goals';
import { HostJudge } from './judge';
import { runCase } from './run-case';
import { findingId, settleHost, type HostTrace, type RawHostFinding } from './settle';

/** Ops that shrinking one finding may run. */
const SHRINK_BUDGET_OPS = 20_000;

export interface PolicyCheckOptions extends SearchOptions {
  /** Ops of a case; default 40. */
  readonly caseOps?: number;
  /** Hosts of one kind only. */
  readonly backing?: Backing;
}

/** What the judge says of host software, and how much of what a useful policy does it has done. */
export interface HostVerdict extends Verdict<HostTrace> {
  /** Atomic steps judged. */
  readonly steps: number;
  /** What the policy did besides holding rules. */
  readonly tally: Goals;
}

/** Reads a stored trace; `where` is for the error. */
type ReadTrace = (document: unknown, where: string) => Sequence<HostTrace['config'], HostTrace['ops'][number]>;

/**
 * Searches for traces with which the subject breaks a rule; shrinks what it finds. `readTrace` is needed where some
 * deviations are known.
 */
export async function checkPolicy(
  subject: HostSubject,
  options: PolicyCheckOptions,
  readTrace?: ReadTrace,
): Promise<HostVerdict> {
  const rules = hostRules().filter(({ id }) => options.rules?.includes(id) ?? true);
  const judge = new HostJudge(rules);
  const source = new HostSource(options.assume ?? {}, options.backing ?? null, options.caseOps);
  const known = new KnownDeviations(options.known ?? null);
  // One finding for each rule; what is known of it does not stand in the way of what is not.
  const raw = new Map<string, RawHostFinding & { count: number }>();
  const search = new Search(options);
  await search.run(
    source.themes,
    (caseNumber, draw, theme) => {
      const found = runCase(judge, subject, source, draw, theme);
      for (const breach of found.breaches) {
        const id = findingId(breach, found.ops);
        const key = known.find(id) === undefined ? breach.rule.id : findingKey(id);
        const seen = raw.get(key);
        if (seen !== undefined) seen.count++;
        else raw.set(key, { ...found, breach, caseNumber, count: 1 });
      }
      return found;
    },
    () => raw.size,
  );
  const { steps, goals, races, importGoals } = judge;
  const findings = [...raw.values()].map((noted): Finding<HostTrace> => {
    const { breach, config, ops, caseNumber, count } = noted;
    const id = findingId(breach, ops);
    const deviation = known.find(id);
    if (deviation === undefined) {
      const budget = options.shrinkBudgetOps ?? SHRINK_BUDGET_OPS;
      return { ...settleHost(subject, rules, noted, options.seed, budget), count };
    }
    const trace = { machine: 'host', config, ops } as const;
    return knownFinding(id, deviation, { trace, at: breach.at, count }, { seed: options.seed, caseNumber });
  });
  const idsOf = (document: unknown, where: string): readonly FindingId[] => {
    const { config, ops } = readTrace!(document, where);
    return new HostJudge(rules).judge(subject, config, ops).map((breach) => findingId(breach, ops));
  };
  const verdict = search.verdict(subject, {
    rules: rules.map((rule, slot) => ruleVerdict(rule, judge.tally[slot]!, findings)),
    divergences: [],
    staleDeviations: staleDeviations(options.known, idsOf),
  });
  return { ...verdict, goals: [...goals.list(), ...races.list(), ...importGoals.list()], steps, tally: goals };
}
