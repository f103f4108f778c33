import type { MachineSubject, PlainTrace } from '../../model/vocabulary/plain';
import type { Finding, RuleVerdict, Verdict } from '../../model/vocabulary/verdict';
import { findingKey, KnownDeviations } from '../engine/deviations';
import { drawCase } from './case';
import { PlainJudge, type PlainBreach } from './judge';
import { knownFinding, staleDeviations, type FindingId } from './known';
import type { PlainMachine } from './machine';
import type { PlainRelationRule, PlainRule } from './rule';
import { ruleVerdict, Search, type SearchOptions } from './search';
import { settlePlain } from './settle';
import type { Sequence } from './shrink';

/** Ops that shrinking one finding may run. */
const SHRINK_BUDGET_OPS = 20_000;
/** Distinct ways of failing that are kept; more say nothing new of one subject. */
const MOST_KINDS = 100;

interface NamedOp {
  readonly op: string;
}

/** Reads a stored trace of one machine; `where` is for the error. */
export type ReadTrace<Config, Op> = (document: unknown, where: string) => Sequence<Config, Op>;

/**
 * Searches for traces with which `subject` breaks a rule, or parts from the model; shrinks what it finds. `readTrace` is
 * needed where some deviations are known: their traces are run again.
 */
export async function checkPlain<Name extends string, Config, Op extends NamedOp, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name },
  subject: MachineSubject<Config, Op, Outcome, View>,
  options: SearchOptions,
  readTrace: ReadTrace<Config, Op> = unreadable,
): Promise<Verdict<PlainTrace<Name, Config, Op>>> {
  return new PlainCheck(machine, subject, options).run(readTrace);
}

const unreadable = (): never => {
  throw new RangeError('known deviations need somebody who reads their traces');
};

interface Raw<Config, Op, Rule> {
  readonly breach: PlainBreach<Rule>;
  readonly config: Config;
  readonly ops: readonly Op[];
  readonly caseNumber: number;
  count: number;
}

class PlainCheck<Name extends string, Config, Op extends NamedOp, Outcome, View> {
  private readonly rules: readonly PlainRule<Config, Op, Outcome, View>[];
  private readonly relations: readonly PlainRelationRule<Config, Op, Outcome, View>[];
  private readonly judge: PlainJudge<Config, Op, Outcome, View>;
  private readonly tally: Int32Array;
  private readonly raw = new Map<string, Raw<Config, Op, PlainRule<Config, Op, Outcome, View>>>();
  private readonly known: KnownDeviations;

  constructor(
    private readonly machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name },
    private readonly subject: MachineSubject<Config, Op, Outcome, View>,
    private readonly options: SearchOptions,
  ) {
    this.rules = machine.rules.filter((rule) => options.rules === undefined || options.rules.includes(rule.id));
    this.relations = this.rules.filter((rule) => rule.scope === 'relation');
    this.judge = new PlainJudge(machine, this.rules);
    this.tally = new Int32Array(this.rules.length);
    this.known = new KnownDeviations(options.known ?? null);
  }

  async run(readTrace: ReadTrace<Config, Op>): Promise<Verdict<PlainTrace<Name, Config, Op>>> {
    const source = this.machine.source(this.options.assume ?? {});
    const search = new Search(this.options);
    await search.run(
      source.themes,
      (caseNumber, draw, theme) => {
        const drawn = drawCase(this.machine, source, draw, theme);
        this.noteAll(caseNumber, drawn);
        return drawn;
      },
      () => this.raw.size,
    );
    const findings = merged([...this.raw.values()].map((raw) => this.finding(raw)));
    return search.verdict(this.subject, {
      rules: this.rules.map((rule, slot) => verdictOf(rule, this.tally[slot]!, findings)),
      divergences: findings.filter(({ rule }) => rule === null),
      staleDeviations: staleDeviations(this.options.known, (trace, where) => this.idsOf(readTrace(trace, where))),
    });
  }

  private noteAll(caseNumber: number, { config, ops }: Sequence<Config, Op>): void {
    this.note(caseNumber, config, ops, this.judge.judge(this.subject, config, ops, this.tally));
    // Judging a case costs far more than running it again: every relation has its say of every case.
    for (const rule of this.relations)
      this.note(caseNumber, config, ops, this.judge.judgeRelation(rule, this.subject, config, ops, this.tally));
  }

  private note(
    caseNumber: number,
    config: Config,
    ops: readonly Op[],
    breaches: readonly PlainBreach<PlainRule<Config, Op, Outcome, View>>[],
  ): void {
    for (const breach of breaches) {
      if (this.known.explains(breach.after)) continue;
      const key = findingKey(idOf(breach));
      const seen = this.raw.get(key);
      if (seen !== undefined) seen.count++;
      else if (this.raw.size < MOST_KINDS) this.raw.set(key, { breach, config, ops, caseNumber, count: 1 });
    }
  }

  private finding(raw: Raw<Config, Op, PlainRule<Config, Op, Outcome, View>>): Finding<PlainTrace<Name, Config, Op>> {
    const { seed, shrinkBudgetOps = SHRINK_BUDGET_OPS } = this.options;
    const { machine, subject, judge, known } = this;
    const id = idOf(raw.breach);
    const deviation = known.find(id);
    if (deviation === undefined) {
      return { ...settlePlain({ machine, subject, judge, seed, known }, raw, shrinkBudgetOps), count: raw.count };
    }
    const { config, ops, caseNumber, count } = raw;
    const trace = { machine: machine.name, config, ops };
    return knownFinding(id, deviation, { trace, at: raw.breach.at, count }, { seed, caseNumber });
  }

  /** What a stored trace shows. */
  private idsOf({ config, ops }: Sequence<Config, Op>): readonly FindingId[] {
    const scratch = new Int32Array(this.rules.length);
    const related = this.relations.flatMap((rule) =>
      this.judge.judgeRelation(rule, this.subject, config, ops, scratch),
    );
    return [...this.judge.judge(this.subject, config, ops, scratch), ...related].map(idOf);
  }
}

const idOf = <Config, Op, Outcome, View>({
  rule,
  op,
  effect,
}: PlainBreach<PlainRule<Config, Op, Outcome, View>>): FindingId => ({ rule: rule?.id ?? null, op, effect });

function verdictOf<Config, Op, Outcome, View, T>(
  rule: PlainRule<Config, Op, Outcome, View>,
  exercised: number,
  findings: readonly Finding<T>[],
): RuleVerdict<T> {
  const verdict = ruleVerdict(rule, exercised, findings);
  const isUntested = rule.scope === 'untested' && verdict.findings.length === 0;
  return isUntested ? { ...verdict, status: 'not tested', reason: rule.reason } : verdict;
}

/** Findings that turned out the same when shrunk become one, with the smallest trace. Smallest first. */
function merged<T extends { readonly ops: readonly unknown[] }>(found: readonly Finding<T>[]): Finding<T>[] {
  const findings = new Map<string, Finding<T>>();
  for (const finding of found) {
    const key = findingKey(finding);
    const twin = findings.get(key);
    const length = (f: Finding<T>): number => f.counterexample.trace.ops.length;
    const kept = twin === undefined || length(finding) < length(twin) ? finding : twin;
    findings.set(key, { ...kept, count: finding.count + (twin?.count ?? 0) });
  }
  return [...findings.values()].sort((a, b) => a.counterexample.trace.ops.length - b.counterexample.trace.ops.length);
}
