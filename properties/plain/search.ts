import { setImmediate } from 'node:timers/promises';
import type { RuleId, RuleInfo } from '../../model/vocabulary/rule';
import type { Finding, RuleVerdict, Verdict } from '../../model/vocabulary/verdict';
import { REACHED } from '../engine/cadence';
import type { DeviationsFile } from '../engine/deviations';
import { seededDraw, type Draw } from '../engine/draw';

/** Cases between two looks at the clock of whoever waits. */
const PROGRESS_EVERY = 64;

/** What to search for, and how long: the same for every machine that has no fast lane. */
export interface SearchOptions {
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
  /** Differences that are documented: what they cover does not count as broken. */
  readonly known?: DeviationsFile;
  readonly onProgress?: (p: {
    cases: number;
    totalCases: number;
    ops: number;
    seconds: number;
    broken: number;
  }) => void;
  readonly signal?: AbortSignal;
}

/** What one case was, for the counts. */
interface TakenCase {
  readonly ops: readonly unknown[];
  readonly activeOps: number;
}

/** What a search says of rules and findings. */
interface Outcome<T> {
  readonly rules: readonly RuleVerdict<T>[];
  readonly divergences: readonly Finding<T>[];
  readonly staleDeviations: readonly string[];
}

/** Runs the cases of one search and counts what it did. */
export class Search {
  private readonly themes: Record<string, number> = {};
  private readonly started = performance.now();
  private cases = 0;
  private ops = 0;
  private activeOps = 0;

  constructor(private readonly options: SearchOptions) {}

  /** Cases until there are enough, the time is over, or somebody aborts. `broken`: findings so far. */
  async run(
    themes: readonly string[],
    take: (caseNumber: number, draw: Draw, theme: string) => TakenCase,
    broken: () => number,
  ): Promise<void> {
    const { seed, firstCase = 0 } = this.options;
    for (; !this.isOver(); this.cases++) {
      const caseNumber = firstCase + this.cases;
      const draw = seededDraw(seed, caseNumber);
      const theme = draw.pick(this.options.themes ?? themes);
      const { ops, activeOps } = take(caseNumber, draw, theme);
      this.ops += ops.length;
      this.activeOps += activeOps;
      this.themes[theme] = (this.themes[theme] ?? 0) + 1;
      if (this.cases % PROGRESS_EVERY !== 0) continue;
      this.tell(broken());
      // Nothing above lets the event loop turn; without that no signal would ever abort the search.
      await setImmediate();
    }
  }

  verdict<T>({ name, version }: { readonly name: string; readonly version: string }, outcome: Outcome<T>): Verdict<T> {
    const { seed, profile = 'default', assume = {} } = this.options;
    return {
      subject: name,
      version,
      profile,
      assumed: Object.entries(assume).map(([assumption, position]) => `${assumption}=${String(position)}`),
      seed,
      cases: this.cases,
      ops: this.ops,
      activeShare: this.activeOps / Math.max(1, this.ops),
      meanOps: this.ops / Math.max(1, this.cases),
      themes: this.themes,
      ...outcome,
      seconds: this.elapsed(),
    };
  }

  private isOver(): boolean {
    const { seconds, signal, cases } = this.options;
    if (this.cases >= cases || signal?.aborted === true) return true;
    return seconds !== undefined && this.elapsed() > seconds;
  }

  private tell(broken: number): void {
    const { onProgress, cases: totalCases } = this.options;
    onProgress?.({ cases: this.cases, totalCases, ops: this.ops, seconds: this.elapsed(), broken });
  }

  private elapsed(): number {
    return (performance.now() - this.started) / 1000;
  }
}

/** What becomes of a rule that was exercised so often, with the findings of all rules. */
export function ruleVerdict<T>(rule: RuleInfo, exercised: number, all: readonly Finding<T>[]): RuleVerdict<T> {
  const findings = all.filter((finding) => finding.rule === rule.id);
  if (findings.length === 0)
    return { rule, status: exercised >= REACHED ? 'held' : 'not reached', exercised, findings };
  return { rule, status: findings.every(({ known }) => known) ? 'known' : 'broken', exercised, findings };
}
