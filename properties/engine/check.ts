import { setImmediate } from 'node:timers/promises';
import { PROFILES } from '../../model/page-table/profiles';
import type {
  AssumptionChoices,
  Finding,
  Observation,
  RuleId,
  RuleVerdict,
  Subject,
  Verdict,
} from '../../model/vocabulary';
import { isCasualty } from '../../model/vocabulary/subject';
import { allRules } from '../page-table/catalogue';
import { FastLane, SuiteDefect, type ExaminedCase } from '../page-table/fast-lane';
import { CaseGenerator } from '../page-table/generator';
import { Inspector, isSlowDeath } from '../page-table/inspect';
import type { Rule } from '../page-table/rule';
import { untestable } from '../page-table/rule-set';
import { REACHED, comparesWholeTrees } from './cadence';
import { CaseJudge } from './case-judge';
import type { DeviationsFile } from './deviations';
import { seededDraw } from './draw';
import { FindingLog } from './findings';
import { staleDeviations } from './stale';

/** Ops that shrinking one finding may run: several times what the median needs. */
const SHRINK_BUDGET_OPS = 10_000;
/** The first cases go alone: a subject that hangs in each is found out before a whole batch of them. */
const CASES_ALONE = 4;
/** A subject that hung, or allocated without end, this often is searched no further: each time costs seconds. */
const MOST_SLOW_DEATHS = 3;
/** The same while no case has got through. The next one is under way by then: if it gets through, the search goes on. */
const MOST_SLOW_DEATHS_ALONE = 1;
/** Cases in one batch to a subject in another process: enough to hide the pipe, few enough to lose little. */
const BATCH = 128;

export interface CheckOptions {
  readonly seed: string;
  readonly cases: number;
  readonly seconds?: number;
  readonly firstCase?: number;
  readonly profile: string;
  readonly assume?: Partial<AssumptionChoices>;
  readonly themes?: readonly string[];
  readonly rules?: readonly RuleId[];
  readonly known?: DeviationsFile;
  readonly shrinkBudgetOps?: number;
  /** Stop the search at the first finding that no deviation covers. */
  readonly stopAtFirst?: boolean;
  readonly onProgress?: (p: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface Progress {
  readonly cases: number;
  readonly totalCases: number;
  readonly ops: number;
  readonly seconds: number;
  /** Distinct ways of failing so far. */
  readonly broken: number;
}

/** Puts `subject` on the stand: generates cases, judges each, shrinks what broke. */
export async function checkSubject(subject: Subject, options: CheckOptions): Promise<Verdict> {
  return new Check(subject, options).run();
}

class Check {
  private readonly rules: readonly Rule[];
  private readonly contract;
  private readonly lane: FastLane;
  private readonly inspector: Inspector;
  private readonly log: FindingLog;
  private readonly judge: CaseJudge;
  private readonly tally: Int32Array;
  private readonly themes: Record<string, number> = {};
  private readonly started = performance.now();
  private cases = 0;
  private ops = 0;
  private activeOps = 0;
  private slowDeaths = 0;

  constructor(
    private readonly subject: Subject,
    private readonly options: CheckOptions,
  ) {
    const profile = PROFILES[options.profile]!;
    const { capabilities } = subject;
    this.contract = profile.contract;
    this.rules = allRules().filter((rule) => options.rules === undefined || options.rules.includes(rule.id));
    this.tally = new Int32Array(this.rules.length);
    this.lane = new FastLane(
      this.rules,
      capabilities,
      new CaseGenerator({
        contract: profile.contract,
        assumptions: { ...profile.assumptions, ...options.assume },
        capabilities,
        ...(options.themes === undefined ? {} : { themes: options.themes }),
      }),
    );
    this.inspector = new Inspector(subject, this.rules);
    const budget = options.shrinkBudgetOps ?? SHRINK_BUDGET_OPS;
    this.log = new FindingLog(this.inspector, options.seed, budget, options.known ?? null);
    this.judge = new CaseJudge(subject, this.lane, this.inspector, this.log, this.tally);
  }

  async run(): Promise<Verdict> {
    if (this.subject.runBatch === undefined) await this.searchAlone();
    else await this.searchInBatches(this.subject.runBatch.bind(this.subject));
    const findings = await this.log.settle();
    return this.verdict(findings, await staleDeviations(this.inspector, this.options.known ?? null));
  }

  /** A subject in this process: case by case, nothing copied. */
  private async searchAlone(): Promise<void> {
    for (let k = this.firstCase(); !this.over(k); k++) {
      const examined = this.examine(k);
      const observation = this.subject.run(examined.trace, examined.flags);
      // Awaiting costs more than many a case: only where there is something to wait for.
      const pending = this.take(k, examined, observation instanceof Promise ? await observation : observation);
      if (pending !== null) await pending;
      this.progress(k);
      // Nothing above lets the event loop turn; without that no signal would ever abort the search.
      if ((k & 63) === 0) await setImmediate();
    }
  }

  /** A subject in another process: while it runs one batch, the next is drawn. */
  private async searchInBatches(runBatch: NonNullable<Subject['runBatch']>): Promise<void> {
    let k = this.firstCase();
    let inFlight: { first: number; cases: ExaminedCase[]; reply: Promise<readonly Observation[]> } | null = null;
    while (inFlight !== null || !this.over(k)) {
      const first = k;
      const cases: ExaminedCase[] = [];
      const size = k - this.firstCase() < CASES_ALONE ? 1 : BATCH;
      for (; cases.length < size && !this.over(k); k++) {
        const examined = this.examine(k);
        cases.push({ ...examined, expected: examined.expected.slice() });
      }
      const waiting = inFlight;
      const replies = waiting === null ? [] : await waiting.reply;
      inFlight =
        cases.length === 0
          ? null
          : {
              first,
              cases,
              reply: runBatch(
                cases.map((c) => c.trace),
                cases.map((c) => c.flags),
              ),
            };
      // A reply that fails while this batch is still being judged must not count as unhandled.
      inFlight?.reply.catch(() => undefined);
      for (let i = 0; i < replies.length; i++) {
        const pending = this.take(waiting!.first + i, waiting!.cases[i]!, replies[i]!);
        if (pending !== null) await pending;
      }
      this.progress(k);
    }
  }

  private firstCase(): number {
    return this.options.firstCase ?? 0;
  }

  private over(k: number): boolean {
    const { cases, seconds, signal, stopAtFirst } = this.options;
    if (k - this.firstCase() >= cases || signal?.aborted === true) return true;
    const alone = this.cases > 0 && this.slowDeaths === this.cases;
    if (this.slowDeaths >= (alone ? MOST_SLOW_DEATHS_ALONE : MOST_SLOW_DEATHS)) return true;
    if (stopAtFirst === true && this.log.size > 0) return true;
    return seconds !== undefined && performance.now() - this.started > seconds * 1000;
  }

  private examine(k: number): ExaminedCase {
    const { seed } = this.options;
    try {
      return this.lane.draw(seededDraw(seed, k), comparesWholeTrees(k));
    } catch (error) {
      if (error instanceof SuiteDefect) error.message += ` (case ${k} of seed ${seed})`;
      throw error;
    }
  }

  /** Judges one observation. A promise only where the slow lane has work to do. */
  private take(k: number, examined: ExaminedCase, observation: Observation): Promise<void> | null {
    this.cases++;
    this.ops += examined.trace.ops.length;
    this.activeOps += examined.activeOps;
    this.themes[examined.theme] = (this.themes[examined.theme] ?? 0) + 1;
    if (observation.casualty !== null && isSlowDeath(observation.casualty.kind)) this.slowDeaths++;
    return this.judge.judge(k, examined, observation);
  }

  private progress(k: number): void {
    if (this.options.onProgress === undefined || (k & 63) !== 0) return;
    this.options.onProgress({
      cases: this.cases,
      totalCases: this.options.cases,
      ops: this.ops,
      seconds: this.elapsed(),
      broken: this.log.size,
    });
  }

  private elapsed(): number {
    return (performance.now() - this.started) / 1000;
  }

  private verdict(findings: readonly Finding[], staleDeviations: readonly string[]): Verdict {
    const { capabilities } = this.subject;
    return {
      subject: capabilities.name,
      version: capabilities.version,
      profile: this.options.profile,
      assumed: Object.entries(this.options.assume ?? {}).map(([name, position]) => `${name}=${position}`),
      seed: this.options.seed,
      cases: this.cases,
      ops: this.ops,
      activeShare: this.activeOps / Math.max(1, this.ops),
      meanOps: this.ops / Math.max(1, this.cases),
      themes: this.themes,
      rules: this.rules.map((rule, slot) => this.ruleVerdict(rule, this.tally[slot]!, findings)),
      divergences: findings.filter(
        (f) => f.rule === null && (this.options.rules === undefined || isCasualty(f.effect)),
      ),
      staleDeviations,
      waysDropped: this.log.dropped,
      seconds: this.elapsed(),
    };
  }

  private ruleVerdict(rule: Rule, exercised: number, all: readonly Finding[]): RuleVerdict {
    const findings = all.filter((f) => f.rule === rule.id);
    const reason = untestable(rule, this.subject.capabilities, this.contract);
    if (findings.length > 0) {
      return { rule, status: findings.every((f) => f.known) ? 'known' : 'broken', exercised, findings };
    }
    if (reason !== null) return { rule, status: 'not tested', exercised, reason, findings };
    return { rule, status: exercised >= REACHED ? 'held' : 'not reached', exercised, findings };
  }
}
