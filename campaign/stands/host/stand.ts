import type { Finding } from '../../../model/vocabulary/verdict';
import type { HostConfig } from '../../../model/vocabulary/host/config';
import type { HostSight, HostSubject } from '../../../model/vocabulary/host/machine';
import type { HostOp } from '../../../model/vocabulary/host/op';
import { KnownDeviations } from '../../../properties/engine/deviations';
import { HostJudge, HostSource, hostRules, settleHost, simplerConfigs, simplerOps } from '../../../properties/host';
import type { HostBreach } from '../../../properties/host';
import { toJson } from '../../../properties/plain/json';
import { staleDeviations } from '../../../properties/plain/known';
import { BehaviourMap } from '../../behaviours/behaviour-map';
import { showTally } from '../../behaviours/buckets';
import { Novelties } from '../../behaviours/novelties';
import { MUTATED, type CampaignCase, type CampaignTrace, type JudgedCase } from '../../case';
import type { Corpus } from '../../corpus/corpus';
import { guide } from '../../corpus/guide';
import { CaseStream } from '../../corpus/stream';
import type { RawFinding, Stand, StandInfo } from '../../stand';
import { assumedTexts, type PlainChoices } from '../choices';
import { digestOfText } from '../digest';
import { settleUnlessKnown } from '../known';
import { PlainTweaks } from '../plain/tweaks';
import { infoOf } from '../rule-info';
import { HostFingerprint } from './fingerprint';
import { HostGoalWatch, hostGoals } from './goals';

/** About a second of work of one core. */
const PACE = { epochCases: 256, shardCases: 8 };
/** Longest trace that is made by mutation. */
const MOST_OPS = 80;

/** A case with what it broke: a host is judged while it is drawn, since nothing else can say what is there. */
interface HostCase extends CampaignCase {
  readonly breaches: readonly HostBreach[];
}

/** The host machine with one policy, or with the kernel or hardware below it. */
export class HostStand implements Stand {
  readonly info: StandInfo;
  readonly known = new BehaviourMap();
  readonly tally: Int32Array;
  private readonly rules = hostRules();
  private readonly caseTally = new Int32Array(this.rules.length);
  private readonly judgeOfCase = new HostJudge(this.rules, this.caseTally);
  private readonly goals = new HostGoalWatch(this.judgeOfCase);
  private readonly source: HostSource;
  private readonly themes: readonly string[];
  private readonly tweaks = new PlainTweaks<HostConfig, HostOp>({ simplerOps, simplerConfigs });
  private readonly novelties = new Novelties(this.known);
  private readonly fingerprint = new HostFingerprint(this.novelties);
  private readonly deviations: KnownDeviations;
  private stream: CaseStream | null = null;

  constructor(
    private readonly subject: HostSubject,
    private readonly choices: PlainChoices,
    /** Reads a stored trace; `where` is for the error. */
    private readonly read: (document: unknown, where: string) => CampaignTrace,
  ) {
    this.tally = new Int32Array(this.rules.length);
    this.source = new HostSource(choices.assume, null);
    this.themes = choices.themes ?? this.source.themes;
    this.deviations = new KnownDeviations(choices.known);
    this.info = {
      machine: 'host',
      subject: subject.name,
      version: subject.version,
      profile: choices.profile,
      assumed: assumedTexts(choices.assume),
      rules: this.rules.map((rule) => ({ rule: infoOf(rule), reason: null })),
      goals: hostGoals(this.judgeOfCase),
      pace: PACE,
    };
  }

  draw(k: number): CampaignCase {
    return this.drawn(k, new CaseStream(this.choices.seed, [], k), null);
  }

  mutate(corpus: Corpus, k: number): CampaignCase {
    const { seed } = this.choices;
    const guided = guide(seed, k, corpus, this.tweaks, MOST_OPS);
    const { id } = guided.parent;
    if (guided.kind === 'branch') return this.drawn(k, new CaseStream(seed, guided.origin, k), id);
    return this.given(k, guided.trace, id);
  }

  adopt(trace: CampaignTrace, k: number): CampaignCase {
    return this.given(k, trace, null);
  }

  judge(one: CampaignCase): JudgedCase {
    const { trace, breaches } = one as HostCase;
    const found = breaches.map(({ rule, at, step, reason }) => {
      const op = (trace.ops[at] as HostOp | undefined)?.op ?? 'end';
      return { rule: rule.id, op, effect: `in step ${step}`, at, reason, trace };
    });
    return { breaches: found, diedSlowly: false };
  }

  digest({ trace }: CampaignCase): number {
    const host = this.subject.start(trace.config as HostConfig);
    for (const op of trace.ops) host.step(op as HostOp);
    host.finish();
    return digestOfText(JSON.stringify(toJson(host.log.steps.slice(0, host.log.length))));
  }

  stale(): readonly string[] {
    return staleDeviations(this.choices.known ?? undefined, (document, where) => {
      return this.judge(this.adopt(this.read(document, where), -1)).breaches;
    });
  }

  shrink(raw: RawFinding, budgetOps: number): Finding<CampaignTrace> {
    const { subject, rules, choices, deviations } = this;
    const { trace, caseNumber, at, reason, effect } = raw;
    const rule = rules.find(({ id }) => id === raw.rule)!;
    const breach = { rule, at, reason, step: effect.replace(/^in step /, '') };
    const own = { config: trace.config as HostConfig, ops: trace.ops as readonly HostOp[] };
    const settle = () => settleHost(subject, rules, { breach, ...own, caseNumber }, choices.seed, budgetOps);
    return settleUnlessKnown(raw, choices.seed, deviations, settle);
  }

  private drawn(k: number, stream: CaseStream, parent: number | null): CampaignCase {
    this.stream = stream;
    const { draw } = stream;
    const theme = draw.pick(this.themes);
    const config = this.source.begin(draw, theme);
    return this.run(k, parent, theme, config, (sight) => {
      if (stream.isAtBranch) this.source.prolong();
      return this.source.next(sight);
    });
  }

  private given(k: number, { config, ops }: CampaignTrace, parent: number | null): CampaignCase {
    this.stream = null;
    let next = 0;
    return this.run(k, parent, MUTATED, config as HostConfig, () => (ops[next++] as HostOp | undefined) ?? null);
  }

  /** Runs a case op by op. */
  private run(
    caseNumber: number,
    parent: number | null,
    theme: string,
    config: HostConfig,
    next: (sight: HostSight) => HostOp | null,
  ): HostCase {
    const { judgeOfCase, novelties, fingerprint, caseTally, stream } = this;
    caseTally.fill(0);
    novelties.begin();
    fingerprint.begin();
    const host = judgeOfCase.begin(this.subject, config);
    const ops: HostOp[] = [];
    let activeOps = 0;
    for (let op = next(host.sight); op !== null; op = next(host.sight)) {
      const before = host.log.length;
      judgeOfCase.take(host, op, ops.length);
      if (host.log.length > before) activeOps++;
      ops.push(op);
      novelties.reach(ops.length, stream?.draws ?? -1);
      fingerprint.note(host.log);
    }
    const breaches = [...judgeOfCase.end(host, ops.length)];
    fingerprint.note(host.log);
    showTally(novelties, caseTally);
    for (let i = 0; i < caseTally.length; i++) this.tally[i]! += caseTally[i]!;
    const trace = { machine: 'host', config, ops };
    const goals = this.goals.take();
    const origin = stream?.origin ?? null;
    return { caseNumber, trace, theme, parent, origin, activeOps, novelties: novelties.found, goals, breaches };
  }
}
