import type { Finding } from '../../../model/vocabulary/verdict';
import type { Machine, MachineSubject } from '../../../model/vocabulary/plain';
import { KnownDeviations } from '../../../properties/engine/deviations';
import { drawCase, type PlainCase } from '../../../properties/plain/case';
import { PlainGoalWatch, type PlainGoal } from '../../../properties/plain/goal';
import { toJson } from '../../../properties/plain/json';
import { PlainJudge, type PlainBreach } from '../../../properties/plain/judge';
import type { PlainMachine, PlainSource } from '../../../properties/plain/machine';
import type { PlainRelationRule, PlainRule } from '../../../properties/plain/rule';
import { staleDeviations } from '../../../properties/plain/known';
import { settlePlain } from '../../../properties/plain/settle';
import { BehaviourMap } from '../../behaviours/behaviour-map';
import { showTally } from '../../behaviours/buckets';
import { Novelties } from '../../behaviours/novelties';
import { MUTATED, type CampaignCase, type CampaignTrace, type CaseBreach, type JudgedCase } from '../../case';
import type { Corpus } from '../../corpus/corpus';
import { guide } from '../../corpus/guide';
import { CaseStream } from '../../corpus/stream';
import type { Pace, RawFinding, Stand, StandInfo } from '../../stand';
import { assumedTexts, type PlainChoices } from '../choices';
import { digestOfText } from '../digest';
import { settleUnlessKnown } from '../known';
import { infoOf } from '../rule-info';
import { PlainFingerprint } from './fingerprint';
import { PlainTweaks } from './tweaks';

interface NamedOp {
  readonly op: string;
}

/** Longest trace that is made by mutation: longer than any that is drawn. */
const MOST_OPS = 200;

/** What a plain machine needs to be on a campaign's stand. */
export interface PlainStandParts<Name extends string, Config, Op extends NamedOp, Outcome, View> {
  readonly machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name };
  readonly subject: MachineSubject<Config, Op, Outcome, View>;
  readonly goals: readonly PlainGoal<Config, Op, Outcome, View>[];
  readonly pace: Pace;
  /** Reads a stored trace; `where` is for the error. */
  readonly read: (document: unknown, where: string) => CampaignTrace;
}

/** A plain machine with one subject. */
export class PlainCampaignStand<Name extends string, Config, Op extends NamedOp, Outcome, View> implements Stand {
  readonly info: StandInfo;
  readonly known = new BehaviourMap();
  readonly tally: Int32Array;
  private readonly machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name };
  private readonly subject: MachineSubject<Config, Op, Outcome, View>;
  private readonly rules: readonly PlainRule<Config, Op, Outcome, View>[];
  private readonly relations: readonly PlainRelationRule<Config, Op, Outcome, View>[];
  private readonly judgeOfCase: PlainJudge<Config, Op, Outcome, View>;
  private readonly source: PlainSource<Config, Op, Outcome, View>;
  private readonly themes: readonly string[];
  private readonly tweaks: PlainTweaks<Config, Op>;
  private readonly novelties = new Novelties(this.known);
  private readonly fingerprint = new PlainFingerprint(this.novelties);
  private readonly goals: PlainGoalWatch<Config, Op, Outcome, View>;
  private readonly deviations: KnownDeviations;
  private readonly caseTally: Int32Array;
  private readonly read: (document: unknown, where: string) => CampaignTrace;
  private stream: CaseStream | null = null;
  private ops = 0;

  constructor(
    { machine, subject, goals, pace, read }: PlainStandParts<Name, Config, Op, Outcome, View>,
    private readonly choices: PlainChoices,
  ) {
    this.machine = machine;
    this.subject = subject;
    this.read = read;
    this.rules = machine.rules;
    this.relations = this.rules.filter((rule) => rule.scope === 'relation');
    this.judgeOfCase = new PlainJudge(machine, this.rules);
    this.tally = new Int32Array(this.rules.length);
    this.caseTally = new Int32Array(this.rules.length);
    this.source = machine.source(choices.assume);
    this.themes = choices.themes ?? this.source.themes;
    this.tweaks = new PlainTweaks(machine);
    this.goals = new PlainGoalWatch(goals);
    this.deviations = new KnownDeviations(choices.known);
    this.info = {
      machine: machine.name,
      subject: subject.name,
      version: subject.version,
      profile: choices.profile,
      assumed: assumedTexts(choices.assume),
      rules: this.rules.map((rule) => ({ rule: infoOf(rule), reason: rule.scope === 'untested' ? rule.reason : null })),
      goals: goals.map(({ name, statement }) => ({ name, statement })),
      pace,
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
    try {
      return this.given(k, guided.trace, id);
    } catch {
      // An op that makes no sense under its configuration: the model need not know an answer.
      return this.given(k, guided.base, id);
    }
  }

  adopt(trace: CampaignTrace, k: number): CampaignCase {
    return this.given(k, trace, null);
  }

  judge(one: CampaignCase): JudgedCase {
    const { judgeOfCase, subject, caseTally, novelties } = this;
    const { config, ops } = this.own(one.trace);
    caseTally.fill(0);
    const found = judgeOfCase.judge(subject, config, ops, caseTally);
    // Judging a case costs far more than running it again: every relation has its say of every case.
    for (const rule of this.relations) found.push(...judgeOfCase.judgeRelation(rule, subject, config, ops, caseTally));
    for (let i = 0; i < caseTally.length; i++) this.tally[i]! += caseTally[i]!;
    novelties.reach(ops.length, this.stream?.draws ?? -1);
    showTally(novelties, caseTally);
    return { breaches: found.map((breach) => breachOf(breach, one.trace)), diedSlowly: false };
  }

  digest(one: CampaignCase): number {
    const { config, ops } = this.own(one.trace);
    try {
      const machine = this.subject.start(config);
      return digestOfText(JSON.stringify(ops.map((op) => toJson(machine.step(op)))));
    } catch (error) {
      return digestOfText(String(error));
    }
  }

  stale(): readonly string[] {
    return staleDeviations(this.choices.known ?? undefined, (document, where) => {
      const one = this.adopt(this.read(document, where), -1);
      return this.judge(one).breaches;
    });
  }

  shrink(raw: RawFinding, budgetOps: number): Finding<CampaignTrace> {
    const { machine, subject, judgeOfCase: judge, deviations, choices } = this;
    const { rule: id, trace, caseNumber, at, op, effect, reason } = raw;
    const rule = this.rules.find((candidate) => candidate.id === id) ?? null;
    const noted = { breach: { rule, at, op, effect, reason }, ...this.own(trace), caseNumber };
    const settle = () =>
      settlePlain({ machine, subject, judge, seed: choices.seed, known: deviations }, noted, budgetOps);
    return settleUnlessKnown(raw, choices.seed, deviations, settle);
  }

  private drawn(k: number, stream: CaseStream, parent: number | null): CampaignCase {
    this.stream = stream;
    const { draw } = stream;
    const source = prolongedIn(stream, this.source);
    const made = this.watched((machine) => drawCase(machine, source, draw, draw.pick(this.themes)));
    return this.asCase(k, parent, made);
  }

  private given(k: number, trace: CampaignTrace, parent: number | null): CampaignCase {
    this.stream = null;
    const { config, ops } = this.own(trace);
    const made = this.watched((machine) => {
      const model = machine.start(config);
      let activeOps = 0;
      for (const op of ops) if (machine.isActive(op, model.step(op))) activeOps++;
      return { config, ops, theme: MUTATED, activeOps };
    });
    return this.asCase(k, parent, made);
  }

  /** Makes a case on a model that tells of each op. */
  private watched(
    make: (machine: PlainMachine<Config, Op, Outcome, View>) => PlainCase<Config, Op>,
  ): PlainCase<Config, Op> {
    const { machine } = this;
    this.ops = 0;
    this.novelties.begin();
    this.fingerprint.begin();
    const start = (config: Config): Machine<Op, Outcome, View> => {
      this.goals.begin(config);
      const model = machine.start(config);
      return {
        step: (op) => {
          const outcome = model.step(op);
          this.note(op, outcome, model.view);
          return outcome;
        },
        get view() {
          return model.view;
        },
      };
    };
    return make({ ...machine, start });
  }

  private note(op: Op, outcome: Outcome, view: View): void {
    this.novelties.reach(++this.ops, this.stream?.draws ?? -1);
    this.fingerprint.note(op, outcome);
    this.goals.take(op, outcome, view);
  }

  private asCase(caseNumber: number, parent: number | null, made: PlainCase<Config, Op>): CampaignCase {
    const { config, ops, theme, activeOps } = made;
    const trace = { machine: this.machine.name, config, ops };
    const origin = this.stream?.origin ?? null;
    const goals = [...this.goals.reached];
    return { caseNumber, trace, theme, parent, origin, activeOps, novelties: this.novelties.found, goals };
  }

  /** A trace that reaches this stand was made, or parsed, for it. */
  private own({ config, ops }: CampaignTrace): { readonly config: Config; readonly ops: readonly Op[] } {
    return { config: config as Config, ops: ops as readonly Op[] };
  }
}

/** The source, whose cases go on for as long as one that begins where they go their own way. */
const prolongedIn = <Config, Op, Outcome, View>(
  stream: CaseStream,
  source: PlainSource<Config, Op, Outcome, View>,
): PlainSource<Config, Op, Outcome, View> => ({
  themes: source.themes,
  begin: (draw, theme) => source.begin(draw, theme),
  prolong: () => source.prolong(),
  next: (model) => {
    if (stream.isAtBranch) source.prolong();
    return source.next(model);
  },
});

function breachOf<Config, Op, Outcome, View>(
  { rule, op, effect, at, reason }: PlainBreach<PlainRule<Config, Op, Outcome, View>>,
  trace: CampaignTrace,
): CaseBreach {
  return { rule: rule?.id ?? null, op, effect, at, reason, trace };
}
