import { setImmediate } from 'node:timers/promises';
import type { MachineSubject, PlainTrace } from '../../model/vocabulary/plain';
import type { RuleId } from '../../model/vocabulary/rule';
import type { Finding, RuleVerdict, Verdict } from '../../model/vocabulary/verdict';
import { REACHED } from '../engine/cadence';
import { seededDraw } from '../engine/draw';
import type { PlainCase } from './case';
import { drawCase } from './case';
import { PlainJudge, type PlainBreach } from './judge';
import type { PlainMachine } from './machine';
import type { PlainRelationRule, PlainRule } from './rule';
import { settlePlain } from './settle';

/** Ops that shrinking one finding may run. */
const SHRINK_BUDGET_OPS = 20_000;
/** Distinct ways of failing that are kept; more say nothing new of one subject. */
const MOST_KINDS = 100;

export interface PlainCheckOptions {
  readonly seed: string;
  readonly cases: number;
  readonly seconds?: number;
  readonly firstCase?: number;
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

interface NamedOp {
  readonly op: string;
}

/** Searches for traces with which `subject` breaks a rule, or parts from the model; shrinks what it finds. */
export async function checkPlain<Name extends string, Config, Op extends NamedOp, Outcome, View>(
  machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name },
  subject: MachineSubject<Config, Op, Outcome, View>,
  options: PlainCheckOptions,
): Promise<Verdict<PlainTrace<Name, Config, Op>>> {
  return new PlainCheck(machine, subject, options).run();
}

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
  private readonly themes: Record<string, number> = {};
  private readonly started = performance.now();
  private cases = 0;
  private ops = 0;
  private activeOps = 0;

  constructor(
    private readonly machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name },
    private readonly subject: MachineSubject<Config, Op, Outcome, View>,
    private readonly options: PlainCheckOptions,
  ) {
    this.rules = machine.rules.filter((rule) => options.rules === undefined || options.rules.includes(rule.id));
    this.relations = this.rules.filter((rule) => rule.scope === 'relation');
    this.judge = new PlainJudge(machine, this.rules);
    this.tally = new Int32Array(this.rules.length);
  }

  async run(): Promise<Verdict<PlainTrace<Name, Config, Op>>> {
    const source = this.machine.source(this.options.assume ?? {});
    const themes = this.options.themes ?? source.themes;
    const first = this.options.firstCase ?? 0;
    for (let k = first; !this.over(k - first); k++) {
      const draw = seededDraw(this.options.seed, k);
      this.take(k, drawCase(this.machine, source, draw, draw.pick(themes)));
      // Nothing above lets the event loop turn; without that no signal would ever abort the search.
      if ((k & 63) === 0) {
        this.progress();
        await setImmediate();
      }
    }
    return this.verdict([...this.raw.values()].map((raw) => this.shrunk(raw)));
  }

  private over(cases: number): boolean {
    const { seconds, signal } = this.options;
    if (cases >= this.options.cases || signal?.aborted === true) return true;
    return seconds !== undefined && this.elapsed() > seconds;
  }

  private take(k: number, { config, ops, theme, activeOps }: PlainCase<Config, Op>): void {
    this.cases++;
    this.ops += ops.length;
    this.activeOps += activeOps;
    this.themes[theme] = (this.themes[theme] ?? 0) + 1;
    this.note(k, config, ops, this.judge.judge(this.subject, config, ops, this.tally));
    // Judging a case costs far more than running it again: every relation has its say of every case.
    for (const rule of this.relations)
      this.note(k, config, ops, this.judge.judgeRelation(rule, this.subject, config, ops, this.tally));
  }

  private note(
    caseNumber: number,
    config: Config,
    ops: readonly Op[],
    breaches: readonly PlainBreach<PlainRule<Config, Op, Outcome, View>>[],
  ): void {
    for (const breach of breaches) {
      const key = `${breach.rule?.id ?? ''} ${breach.op} ${breach.effect}`;
      const seen = this.raw.get(key);
      if (seen !== undefined) seen.count++;
      else if (this.raw.size < MOST_KINDS) this.raw.set(key, { breach, config, ops, caseNumber, count: 1 });
    }
  }

  private shrunk(raw: Raw<Config, Op, PlainRule<Config, Op, Outcome, View>>): Finding<PlainTrace<Name, Config, Op>> {
    const { seed, shrinkBudgetOps = SHRINK_BUDGET_OPS } = this.options;
    const { machine, subject, judge } = this;
    return { ...settlePlain({ machine, subject, judge, seed }, raw, shrinkBudgetOps), count: raw.count };
  }

  private verdict(found: readonly Finding<PlainTrace<Name, Config, Op>>[]): Verdict<PlainTrace<Name, Config, Op>> {
    const findings = merged(found);
    return {
      subject: this.subject.name,
      version: this.subject.version,
      profile: this.options.profile ?? 'default',
      assumed: Object.entries(this.options.assume ?? {}).map(([name, position]) => `${name}=${String(position)}`),
      seed: this.options.seed,
      cases: this.cases,
      ops: this.ops,
      activeShare: this.activeOps / Math.max(1, this.ops),
      meanOps: this.ops / Math.max(1, this.cases),
      themes: this.themes,
      rules: this.rules.map((rule, slot) => ruleVerdict(rule, this.tally[slot]!, findings)),
      divergences: findings.filter(({ rule }) => rule === null),
      staleDeviations: [],
      seconds: this.elapsed(),
    };
  }

  private progress(): void {
    const { onProgress, cases: totalCases } = this.options;
    onProgress?.({ cases: this.cases, totalCases, ops: this.ops, seconds: this.elapsed(), broken: this.raw.size });
  }

  private elapsed(): number {
    return (performance.now() - this.started) / 1000;
  }
}

/** Findings that turned out the same when shrunk become one, with the smallest trace. Smallest first. */
function merged<T extends { readonly ops: readonly unknown[] }>(found: readonly Finding<T>[]): Finding<T>[] {
  const findings = new Map<string, Finding<T>>();
  for (const finding of found) {
    const key = `${finding.rule ?? ''} ${finding.op} ${finding.effect}`;
    const twin = findings.get(key);
    const length = (f: Finding<T>): number => f.counterexample.trace.ops.length;
    const kept = twin === undefined || length(finding) < length(twin) ? finding : twin;
    findings.set(key, { ...kept, count: finding.count + (twin?.count ?? 0) });
  }
  return [...findings.values()].sort((a, b) => a.counterexample.trace.ops.length - b.counterexample.trace.ops.length);
}

function ruleVerdict<Config, Op, Outcome, View, T>(
  rule: PlainRule<Config, Op, Outcome, View>,
  exercised: number,
  all: readonly Finding<T>[],
): RuleVerdict<T> {
  const findings = all.filter((finding) => finding.rule === rule.id);
  if (findings.length > 0) return { rule, status: 'broken', exercised, findings };
  if (rule.scope === 'untested') return { rule, status: 'not tested', exercised, reason: rule.reason, findings };
  return { rule, status: exercised >= REACHED ? 'held' : 'not reached', exercised, findings };
}
