import { parseTrace } from './trace-file';
import type { Finding, Trace } from '../../model/vocabulary';
import { isCasualty } from '../../model/vocabulary/subject';
import { counterexampleOf } from '../page-table/counterexample';
import { cameAfter, isSlowDeath, needsRelations, type Breach, type Inspector } from '../page-table/inspect';
import { KnownDeviations, findingKey, type Deviation, type DeviationsFile } from './deviations';
import { shrink } from './shrink';

/** Ways of failing that one check keeps: a subject with more is broken whatever the rest is, and memory stays bounded. */
const MOST_KINDS = 200;
/** Ops that all shrinking of one check may run, in budgets of one finding: a verdict does not keep a person waiting. */
const TOTAL_BUDGETS = 12;
/** For a rule that breaks only after another difference: traces tried, since most are consequences of that one. */
const MOST_AFTERMATHS = 2;

/** Runs that shrinking a crash may spend: each costs a new process, and a search for the op. */
const CASUALTY_RUNS = 24;

interface RawFinding {
  readonly breach: Breach;
  readonly trace: Trace;
  readonly caseNumber: number;
  count: number;
}

/**
 * Collects breaches by rule, kind of op and effect while the search goes on (nothing is shrunk yet, so nothing can be
 * lost to a slow shrink), and turns them into findings with smallest traces at the end.
 */
export class FindingLog {
  private readonly raw = new Map<string, RawFinding>();
  private readonly known: KnownDeviations;
  private readonly passedOver = new Set<string>();
  private opsLeft: number;

  constructor(
    private readonly inspector: Inspector,
    private readonly seed: string,
    private readonly shrinkBudgetOps: number,
    known: DeviationsFile | null,
  ) {
    this.known = new KnownDeviations(known);
    this.opsLeft = shrinkBudgetOps * TOTAL_BUDGETS;
  }

  get size(): number {
    return this.raw.size;
  }

  /** Ways of failing beyond MOST_KINDS, of which nothing else was kept. */
  get dropped(): number {
    return this.passedOver.size;
  }

  note(caseNumber: number, trace: Trace, breaches: readonly Breach[]): void {
    for (const breach of breaches) {
      if (this.known.explains(breach.after)) continue;
      const key = findingKey({ rule: breach.rule?.id ?? null, op: breach.op, effect: breach.effect });
      const seen = this.raw.get(key);
      if (seen !== undefined) seen.count++;
      else if (this.raw.size < MOST_KINDS) this.raw.set(key, { breach, trace, caseNumber, count: 1 });
      else this.passedOver.add(key);
    }
  }

  /** Shrinks what was noted and merges what turns out to be the same. */
  async settle(): Promise<Finding[]> {
    const findings = new Map<string, Finding>();
    const aftermaths = new Map<string, number>();
    const queue = [...this.raw.values()].sort((a, b) => Number(cameAfter(a.breach)) - Number(cameAfter(b.breach)));
    for (const raw of queue) {
      if (cameAfter(raw.breach)) {
        const id = raw.breach.rule?.id ?? '';
        const tried = aftermaths.get(id) ?? 0;
        aftermaths.set(id, tried + 1);
        if (tried >= MOST_AFTERMATHS) continue;
      }
      const finding = this.knownAs(raw) ?? (await this.shrinkOne(raw));
      const key = findingKey(finding);
      const twin = findings.get(key);
      const smaller =
        twin === undefined || finding.counterexample.trace.ops.length < twin.counterexample.trace.ops.length;
      const kept = smaller ? finding : twin;
      findings.set(key, { ...kept, count: finding.count + (twin?.count ?? 0) });
    }
    return [...findings.values()].sort((a, b) => a.counterexample.trace.ops.length - b.counterexample.trace.ops.length);
  }

  /** The deviation that covers an unshrunk finding already, with its stored trace. */
  private knownAs(raw: RawFinding): Finding | null {
    const { breach, count, caseNumber } = raw;
    const rule = breach.rule?.id ?? null;
    const deviation = this.deviationOf(breach);
    if (deviation === undefined) return null;
    const { trace } = parseTrace(deviation.trace, 'the deviations file');
    const counterexample = {
      trace,
      op: trace.ops.length - 1,
      reason: deviation.source,
      entries: [],
      seed: this.seed,
      caseNumber,
      originalOps: raw.trace.ops.length,
    };
    return this.finding({ rule, op: breach.op, effect: breach.effect }, count, counterexample);
  }

  private deviationOf({ rule, op, effect }: Breach): Deviation | undefined {
    return this.known.find({ rule: rule?.id ?? null, op, effect });
  }

  /** A trace that costs its subject the life is run a few times only; what comes after the fatal op is cut off at least. */
  private budgetOf({ rule, at, effect }: Breach): number {
    const dies = rule === null && isCasualty(effect);
    return dies ? Math.min(this.shrinkBudgetOps, CASUALTY_RUNS * (at + 1)) : this.shrinkBudgetOps;
  }

  /** What hangs or allocates without end is only cut off behind the fatal op: every run more costs seconds. */
  private cutOff({ breach, trace, caseNumber, count }: RawFinding): Finding {
    const { at, op, effect, reason } = breach;
    const smallest = { ...trace, ops: trace.ops.slice(0, at + 1) };
    const origin = { seed: this.seed, caseNumber, originalOps: trace.ops.length };
    const counterexample = { trace: smallest, op: at, reason, entries: [], ...origin };
    return this.finding({ rule: null, op, effect }, count, counterexample);
  }

  private async shrinkOne(raw: RawFinding): Promise<Finding> {
    const { breach, caseNumber, count } = raw;
    const id = breach.rule?.id ?? null;
    if (id === null && isSlowDeath(breach.effect)) return this.cutOff(raw);
    // Beside known deviations a finding keeps its op and effect: on the way to a smaller trace it must neither turn
    // into a known one, and hide behind it, nor into another that is found anyway.
    const exact = id === null || (this.known.size > 0 && !cameAfter(breach));
    const same = (b: Breach): boolean =>
      (b.rule?.id ?? null) === id &&
      (!exact || (b.op === breach.op && b.effect === breach.effect)) &&
      this.deviationOf(b) === undefined &&
      !this.known.explains(b.after);
    const related = needsRelations(breach.rule) ? breach.rule : null;
    // That no rule is broken only all of them can tell.
    const broken =
      breach.rule === null
        ? async (trace: Trace): Promise<boolean> => (await this.inspector.inspect(trace)).breaches.some(same)
        : this.inspector.breaking(breach.rule, same);
    const budgetOps = Math.min(this.opsLeft, this.budgetOf(breach));
    const { trace, opsUsed } = await shrink(raw.trace, broken, { budgetOps, afterOp: breach.at });
    this.opsLeft = Math.max(0, this.opsLeft - opsUsed);
    const inspection = await this.inspector.inspect(trace, related);
    const found = inspection.breaches.find(same) ?? breach;
    const origin = { seed: this.seed, caseNumber, originalOps: raw.trace.ops.length };
    const counterexample = counterexampleOf(trace, inspection, found, origin);
    return this.finding({ rule: id, op: found.op, effect: found.effect }, count, counterexample);
  }

  /** A finding with what the deviations file says of it. */
  private finding(
    what: Pick<Finding, 'rule' | 'op' | 'effect'>,
    count: number,
    counterexample: Finding['counterexample'],
  ): Finding {
    const deviation = this.known.find(what);
    const explained = deviation === undefined ? {} : { deviation: deviation.source };
    return { ...what, count, known: deviation !== undefined, ...explained, counterexample };
  }
}
