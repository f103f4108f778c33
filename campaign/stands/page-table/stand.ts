import type { Finding } from '../../../model/vocabulary/verdict';
import { PROFILES } from '../../../model/page-table/profiles';
import type { AssumptionChoices, Observation, Subject, Trace } from '../../../model/vocabulary';
import { CaseJudge } from '../../../properties/engine/case-judge';
import { comparesWholeTrees } from '../../../properties/engine/cadence';
import { KnownDeviations, type DeviationsFile } from '../../../properties/engine/deviations';
import { FindingSettler } from '../../../properties/engine/settle';
import { staleDeviations } from '../../../properties/engine/stale';
import { isRisky } from '../../../properties/engine/shrink-contract';
import { isCostly } from '../../../properties/engine/shrink-work';
import { allRules } from '../../../properties/page-table/catalogue';
import { CASE_FLAGS, FastLane } from '../../../properties/page-table/fast-lane';
import { GoalWatch, pageTableGoals } from '../../../properties/page-table/goals';
import { CaseGenerator } from '../../../properties/page-table/generator';
import { MAX_OPS } from '../../../properties/page-table/generator/bounds';
import { Inspector, isSlowDeath, type Breach } from '../../../properties/page-table/inspect';
import type { Rule } from '../../../properties/page-table/rule';
import { untestable } from '../../../properties/page-table/rule-set';
import { BehaviourMap } from '../../behaviours/behaviour-map';
import { showTally } from '../../behaviours/buckets';
import { Novelties } from '../../behaviours/novelties';
import type { CampaignCase, CampaignTrace, CaseBreach, JudgedCase } from '../../case';
import type { Corpus } from '../../corpus/corpus';
import { guide } from '../../corpus/guide';
import { CaseStream } from '../../corpus/stream';
import type { JudgeAll, RawFinding, Stand, StandInfo } from '../../stand';
import { digestOf } from '../digest';
import { infoOf } from '../rule-info';
import { judgeInBatches } from './batches';
import type { PageTableCase } from './case';
import { PageTableFingerprint } from './fingerprint';
import { CampaignSource } from './source';
import { PageTableTweaks } from './tweaks';

/** About a second of work of one core. */
const PACE = { epochCases: 1024, shardCases: 32 };
/** What a page-table subject is judged by. */
export interface PageTableChoices {
  readonly seed: string;
  readonly profile: string;
  readonly assume: Partial<AssumptionChoices>;
  /** Null: all. */
  readonly themes: readonly string[] | null;
  readonly known: DeviationsFile | null;
}

/** The page-table machine with one subject, on the fast lane. */
export class PageTableStand implements Stand {
  readonly info: StandInfo;
  readonly judgeAll: JudgeAll | undefined;
  readonly known = new BehaviourMap();
  readonly tally: Int32Array;
  private readonly rules: readonly Rule[] = allRules();
  private readonly deviations: KnownDeviations;
  private readonly source: CampaignSource;
  private readonly lane: FastLane;
  private readonly inspector: Inspector;
  private readonly novelties = new Novelties(this.known);
  private readonly fingerprint = new PageTableFingerprint(this.novelties);
  private readonly goals: GoalWatch;
  private readonly judgeOfCase: CaseJudge;
  private readonly settler: FindingSettler;
  private readonly tweaks: PageTableTweaks;
  private stream: CaseStream | null = null;
  private ops = 0;
  private breaches: CaseBreach[] = [];

  constructor(
    private readonly subject: Subject,
    private readonly choices: PageTableChoices,
  ) {
    const { capabilities } = subject;
    const { contract, assumptions } = PROFILES[choices.profile]!;
    const { assume, themes, seed } = choices;
    this.tally = new Int32Array(this.rules.length);
    this.deviations = new KnownDeviations(choices.known);
    this.tweaks = new PageTableTweaks(capabilities);
    const generator = new CaseGenerator({
      contract,
      assumptions: { ...assumptions, ...assume },
      capabilities,
      ...(themes === null ? {} : { themes }),
    });
    this.source = new CampaignSource(generator, capabilities.hostile, () => this.noteStep());
    this.lane = new FastLane(this.rules, capabilities, this.source);
    this.inspector = new Inspector(subject, this.rules);
    const log = { note: (_: number, trace: Trace, found: readonly Breach[]) => this.noteBreaches(trace, found) };
    this.judgeOfCase = new CaseJudge(subject, this.lane, this.inspector, log, this.tally);
    this.settler = new FindingSettler(this.inspector, seed, this.deviations);
    const goals = pageTableGoals(capabilities, contract);
    this.goals = new GoalWatch(goals);
    const runBatch = subject.runBatch?.bind(subject);
    const take = (one: PageTableCase, seen: Observation) => this.take(one, seen);
    this.judgeAll =
      runBatch && ((make, count) => judgeInBatches(runBatch, (i) => make(i) as PageTableCase, count, take));
    this.info = {
      machine: 'page-table',
      subject: capabilities.name,
      version: capabilities.version,
      profile: choices.profile,
      assumed: Object.entries(assume).map(([name, position]) => `${name}=${position}`),
      rules: this.rules.map((rule) => ({ rule: infoOf(rule), reason: untestable(rule, capabilities, contract) })),
      goals: goals.map(({ name, statement }) => ({ name, statement })),
      pace: PACE,
    };
  }

  draw(k: number): CampaignCase {
    return this.drawn(k, new CaseStream(this.choices.seed, [], k), null);
  }

  mutate(corpus: Corpus, k: number): CampaignCase {
    const { seed } = this.choices;
    const guided = guide(seed, k, corpus, this.tweaks, Math.min(MAX_OPS, this.subject.capabilities.maxOps));
    const { id } = guided.parent;
    if (guided.kind === 'branch') return this.drawn(k, new CaseStream(seed, guided.origin, k), id);
    const mutant = guided.trace as Trace;
    const base = guided.base as Trace;
    // What may not return, or needs gigabytes, is drawn by the generator alone, with care.
    const tame = isRisky(mutant, base) || isCostly(mutant, base) ? base : mutant;
    return this.given(k, tame, id);
  }

  adopt(trace: CampaignTrace, k: number): CampaignCase {
    return this.given(k, trace as Trace, null);
  }

  judge(one: CampaignCase): JudgedCase | Promise<JudgedCase> {
    const { trace, examined } = one as PageTableCase;
    const observation = this.subject.run(trace, examined.flags);
    if (observation instanceof Promise) return observation.then((seen) => this.take(one as PageTableCase, seen));
    return this.take(one as PageTableCase, observation);
  }

  async digest(one: CampaignCase): Promise<number> {
    const { words, casualty } = await this.subject.run(one.trace as Trace, CASE_FLAGS);
    return casualty === null ? digestOf(words) : -1;
  }

  stale(): Promise<readonly string[]> {
    return staleDeviations(this.inspector, this.choices.known);
  }

  async shrink(raw: RawFinding, budgetOps: number): Promise<Finding<CampaignTrace>> {
    const { rule: id, trace, caseNumber, ...rest } = raw;
    const rule = this.rules.find((candidate) => candidate.id === id) ?? null;
    const breach = { ...rest, rule, op: raw.op as Breach['op'] };
    return (await this.settler.settle({ breach, trace: trace as Trace, caseNumber }, budgetOps)).finding;
  }

  close(): void | Promise<void> {
    return this.subject.close?.();
  }

  private drawn(k: number, stream: CaseStream, parent: number | null): PageTableCase {
    this.stream = stream;
    this.source.follow(stream);
    return this.examine(k, parent);
  }

  private given(k: number, trace: Trace, parent: number | null): PageTableCase {
    this.stream = null;
    this.source.give(trace);
    return this.examine(k, parent);
  }

  private examine(caseNumber: number, parent: number | null): PageTableCase {
    const { novelties, stream } = this;
    this.ops = 0;
    novelties.begin();
    this.goals.begin();
    const draw = stream ?? new CaseStream(this.choices.seed, [], caseNumber);
    const examined = this.lane.draw(draw.draw, comparesWholeTrees(caseNumber));
    showTally(novelties, examined.tally);
    const { trace, theme, activeOps } = examined;
    const origin = stream?.origin ?? null;
    const goals = [...this.goals.reached];
    return { caseNumber, trace, theme, parent, origin, activeOps, novelties: novelties.found, goals, examined };
  }

  private noteStep(): void {
    const { step } = this.lane;
    if (this.ops === 0) this.fingerprint.begin(step.config);
    this.novelties.reach(++this.ops, this.stream?.draws ?? -1);
    const { facts } = this.lane;
    this.fingerprint.note(step, facts);
    this.goals.take(step, facts);
  }

  private noteBreaches(trace: Trace, found: readonly Breach[]): void {
    for (const { rule, op, effect, at, reason, after } of found) {
      if (this.deviations.explains(after)) continue;
      this.breaches.push({ rule: rule?.id ?? null, op, effect, at, reason, trace });
    }
  }

  private take(one: PageTableCase, observation: Observation): JudgedCase | Promise<JudgedCase> {
    this.breaches = [];
    const diedSlowly = observation.casualty !== null && isSlowDeath(observation.casualty.kind);
    const pending = this.judgeOfCase.judge(one.caseNumber, one.examined, observation);
    if (pending === null) return { breaches: this.breaches, diedSlowly };
    return pending.then(() => ({ breaches: this.breaches, diedSlowly }));
  }
}
