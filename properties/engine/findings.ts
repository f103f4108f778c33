import type { Finding, Trace } from '../../model/vocabulary';
import { cameAfter, type Breach, type Inspector } from '../page-table/inspect';
import { KnownDeviations, findingKey, type DeviationsFile } from './deviations';
import { FindingSettler, type RawFinding } from './settle';

/** Ways of failing that one check keeps: a subject with more is broken whatever the rest is, and memory stays bounded. */
const MOST_KINDS = 200;
/** Ops that all shrinking of one check may run, in budgets of one finding: a verdict does not keep a person waiting. */
const TOTAL_BUDGETS = 12;
/** For a rule that breaks only after another difference: traces tried, since most are consequences of that one. */
const MOST_AFTERMATHS = 2;

interface Noted extends RawFinding {
  count: number;
}

/**
 * Collects breaches by rule, kind of op and effect while the search goes on (nothing is shrunk yet, so nothing can be
 * lost to a slow shrink), and turns them into findings with smallest traces at the end.
 */
export class FindingLog {
  private readonly raw = new Map<string, Noted>();
  private readonly known: KnownDeviations;
  private readonly passedOver = new Set<string>();
  private readonly settler: FindingSettler;
  private opsLeft: number;

  constructor(
    inspector: Inspector,
    seed: string,
    private readonly shrinkBudgetOps: number,
    known: DeviationsFile | null,
  ) {
    this.known = new KnownDeviations(known);
    this.settler = new FindingSettler(inspector, seed, this.known);
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
      const { finding, opsUsed } = await this.settler.settle(raw, Math.min(this.opsLeft, this.shrinkBudgetOps));
      this.opsLeft = Math.max(0, this.opsLeft - opsUsed);
      const key = findingKey(finding);
      const twin = findings.get(key);
      const smaller =
        twin === undefined || finding.counterexample.trace.ops.length < twin.counterexample.trace.ops.length;
      const kept = smaller ? finding : twin;
      findings.set(key, { ...kept, count: raw.count + (twin?.count ?? 0) });
    }
    return [...findings.values()].sort((a, b) => a.counterexample.trace.ops.length - b.counterexample.trace.ops.length);
  }
}
