import type { Finding, Trace } from '../../model/vocabulary';
import { isCasualty } from '../../model/vocabulary/subject';
import { counterexampleOf } from '../page-table/counterexample';
import { cameAfter, isSlowDeath, needsRelations, type Breach, type Inspector } from '../page-table/inspect';
import type { Deviation, KnownDeviations } from './deviations';
import { shrink } from './shrink';
import { parseTrace } from './trace-file';

/** Runs that shrinking a crash may spend: each costs a new process, and a search for the op. */
const CASUALTY_RUNS = 24;

/** A breach as it was noted, with the trace that was judged. */
export interface RawFinding {
  readonly breach: Breach;
  readonly trace: Trace;
  readonly caseNumber: number;
}

/** A finding with its smallest trace, seen in one case. */
export interface Settled {
  readonly finding: Finding;
  /** Ops that shrinking ran. */
  readonly opsUsed: number;
}

/** Makes findings of what was noted: shrinks it, and says what a deviations file says of it. */
export class FindingSettler {
  constructor(
    private readonly inspector: Inspector,
    private readonly seed: string,
    private readonly known: KnownDeviations,
  ) {}

  /** The finding that `raw` is; shrinking may run `budgetOps` ops. */
  async settle(raw: RawFinding, budgetOps: number): Promise<Settled> {
    const known = this.knownAs(raw);
    if (known !== null) return { finding: known, opsUsed: 0 };
    const { rule, effect } = raw.breach;
    if (rule === null && isSlowDeath(effect)) return { finding: this.cutOff(raw), opsUsed: 0 };
    return this.shrinkOne(raw, Math.min(budgetOps, this.budgetOf(raw.breach)));
  }

  /** The deviation that covers an unshrunk finding already, with its stored trace. */
  private knownAs(raw: RawFinding): Finding | null {
    const { breach, caseNumber } = raw;
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
    return this.finding({ rule, op: breach.op, effect: breach.effect }, counterexample);
  }

  private deviationOf({ rule, op, effect }: Breach): Deviation | undefined {
    return this.known.find({ rule: rule?.id ?? null, op, effect });
  }

  /** A trace that costs its subject the life is run a few times only; what comes after the fatal op is cut off at least. */
  private budgetOf({ rule, at, effect }: Breach): number {
    const dies = rule === null && isCasualty(effect);
    return dies ? CASUALTY_RUNS * (at + 1) : Infinity;
  }

  /** What hangs or allocates without end is only cut off behind the fatal op: every run more costs seconds. */
  private cutOff({ breach, trace, caseNumber }: RawFinding): Finding {
    const { at, op, effect, reason } = breach;
    const smallest = { ...trace, ops: trace.ops.slice(0, at + 1) };
    const origin = { seed: this.seed, caseNumber, originalOps: trace.ops.length };
    const counterexample = { trace: smallest, op: at, reason, entries: [], ...origin };
    return this.finding({ rule: null, op, effect }, counterexample);
  }

  private async shrinkOne(raw: RawFinding, budgetOps: number): Promise<Settled> {
    const { breach, caseNumber } = raw;
    const id = breach.rule?.id ?? null;
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
    const { trace, opsUsed } = await shrink(raw.trace, broken, { budgetOps, afterOp: breach.at });
    const inspection = await this.inspector.inspect(trace, related);
    const found = inspection.breaches.find(same) ?? breach;
    const origin = { seed: this.seed, caseNumber, originalOps: raw.trace.ops.length };
    const counterexample = counterexampleOf(trace, inspection, found, origin);
    return { finding: this.finding({ rule: id, op: found.op, effect: found.effect }, counterexample), opsUsed };
  }

  /** A finding with what the deviations file says of it. */
  private finding(what: Pick<Finding, 'rule' | 'op' | 'effect'>, counterexample: Finding['counterexample']): Finding {
    const deviation = this.known.find(what);
    const explained = deviation === undefined ? {} : { deviation: deviation.source };
    return { ...what, count: 1, known: deviation !== undefined, ...explained, counterexample };
  }
}
