import type { z } from 'zod';
import type { Pace, Stand } from '../../campaign/stand';
import type { PlainChoices } from '../../campaign/stands/choices';
import { PlainCampaignStand } from '../../campaign/stands/plain/stand';
import type { MachineSubject, PlainTrace } from '../../model/vocabulary/plain';
import type { RuleId, RuleInfo } from '../../model/vocabulary/rule';
import type { Verdict } from '../../model/vocabulary/verdict';
import { checkPlain } from '../../properties/plain/check';
import { convictPlain, convictPlainByTrace, type PlainConvictOptions } from '../../properties/plain/convict';
import type { PlainGoal } from '../../properties/plain/goal';
import { PlainJudge, type PlainBreach } from '../../properties/plain/judge';
import type { PlainMachine } from '../../properties/plain/machine';
import { pictureAt, type PlainPicture, type PlainPictureParts } from '../../properties/plain/picture';
import type { RuleScope } from '../../properties/plain/rule';
import type { SearchOptions } from '../../properties/plain/search';
import { formatPlainTrace, parsePlainTrace, plainDocument } from '../../properties/plain/trace-file';
import type { ExhibitInfo } from '../../reference/museum/load-exhibits';
import type { Telling } from '../telling';
import type { Choices } from './choices';

/** A trace of some plain machine: only its own stand knows what is in it. */
export type AnyPlainTrace = PlainTrace<string, unknown, unknown>;
/** A rule of some plain machine: all but its predicate. */
export interface AnyPlainRule extends RuleInfo {
  readonly scope: RuleScope;
  readonly reason?: string;
}
type AnyBreach = PlainBreach<AnyPlainRule>;

/** An exhibit with the subject that it is. */
export interface PlainExhibit<Config, Op, Outcome, View> extends ExhibitInfo {
  readonly subject: MachineSubject<Config, Op, Outcome, View>;
}

/** One attempt to convict an exhibit. */
export interface PlainAttempt {
  /** Cases until it was convicted; 0 where its stored trace convicts it. */
  readonly cases: number;
  readonly traceOps: number;
  readonly others: readonly RuleId[];
}

/** What one op of a replayed trace gave, in words. */
export interface ReplayedStep {
  readonly op: string;
  readonly outcome: string;
}

/** A plain machine with all that can be put on its stand; its types stay inside. */
export interface PlainStand {
  readonly machine: string;
  readonly telling: Telling<AnyPlainTrace>;
  readonly subjects: readonly string[];
  /** What a subject is, in one line. */
  what(subject: string): string;
  /** The one of them that must hold every rule: the suite judges itself by it. Null: there is none. */
  readonly sound: string | null;
  /** Cases in which the sound subject exercises every rule often enough to be held. */
  readonly suiteCases: number;
  /** Subjects that cannot be put on the stand here, and why. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
  readonly themes: readonly string[];
  readonly choices: Choices;
  rules(): readonly AnyPlainRule[];
  exhibits(): readonly ExhibitInfo[];
  /** Throws TraceFileError for a known deviation whose trace is none of this machine's. */
  check(subject: string, options: SearchOptions): Promise<Verdict<AnyPlainTrace>>;
  /** The stand of one worker of a campaign. */
  campaign(subject: string, choices: PlainChoices): Stand;
  convict(exhibit: string, options: PlainConvictOptions): PlainAttempt | null;
  /** Reads a trace file's document. Throws TraceFileError. */
  parse(document: unknown, path: string): AnyPlainTrace & { readonly subject?: string };
  replay(
    trace: AnyPlainTrace,
    subject: string,
  ): { readonly steps: readonly ReplayedStep[]; readonly breaches: readonly AnyBreach[] };
  /** False: rules alone judge, nothing is expected. */
  readonly hasModel: boolean;
  /** What a picture shows of op `at`. */
  picture(trace: AnyPlainTrace, subject: string, at: number): PlainPictureParts;
}

/** About a second of work of one core for machines of plain records. */
const PACE: Pace = { epochCases: 128, shardCases: 4 };

/** What a stand is made of. */
export interface StandParts<Name extends string, Config, Op, Outcome, View> {
  readonly machine: PlainMachine<Config, Op, Outcome, View> & { readonly name: Name };
  readonly configSchema: z.ZodType<Config>;
  readonly opSchema: z.ZodType<Op>;
  readonly subjects: readonly MachineSubject<Config, Op, Outcome, View>[];
  /** What a subject is, in one line. */
  readonly describe: (subject: string) => string;
  readonly sound: string | null;
  /** Cases in which the sound subject exercises every rule often enough to be held. */
  readonly suiteCases: number;
  readonly choices: Choices;
  readonly missing?: readonly { readonly name: string; readonly reason: string }[];
  readonly exhibits: () => readonly PlainExhibit<Config, Op, Outcome, View>[];
  /** What is drawn of a breaking op; left out: nothing but the ops. */
  readonly picture?: PlainPicture<Config, Op, Outcome, View>;
  /** The state in a few words, told in pictures with each op that changes it. */
  readonly stateText?: (view: View) => string;
  /** States that a campaign must reach. */
  readonly goals?: readonly PlainGoal<Config, Op, Outcome, View>[];
  /** Cases of an epoch of a campaign: about a second of work. */
  readonly pace?: Pace;
}

/** Builds the stand of one machine. */
export function plainStand<Name extends string, Config, Op extends { readonly op: string }, Outcome, View>({
  machine,
  configSchema,
  opSchema,
  subjects,
  describe,
  sound,
  suiteCases,
  choices,
  missing = [],
  exhibits,
  picture,
  stateText,
  goals = [],
  pace = PACE,
}: StandParts<Name, Config, Op, Outcome, View>): PlainStand {
  const exhibitCalled = (name: string): PlainExhibit<Config, Op, Outcome, View> => {
    const found = exhibits().find((exhibit) => exhibit.name === name);
    if (found === undefined) throw new RangeError(`no exhibit ${name} of ${machine.name}`);
    return found;
  };
  const subjectCalled = (name: string): MachineSubject<Config, Op, Outcome, View> =>
    subjects.find((subject) => subject.name === name) ?? exhibitCalled(name.replace(/^exhibit:/, '')).subject;
  const parse = (document: unknown, path: string) =>
    parsePlainTrace(document, path, machine.name, configSchema, opSchema);
  // A trace that reaches this stand was parsed, or made, by it.
  const own = (trace: AnyPlainTrace) => trace as PlainTrace<Name, Config, Op>;
  return {
    machine: machine.name,
    telling: {
      machine: machine.name,
      describeConfig: (trace) => machine.describeConfig(own(trace).config),
      describeOp: (op) => machine.describeOp(op as Op),
      document: plainDocument,
      fileText: ({ ...trace }, { subject, rule }) =>
        formatPlainTrace(trace, {
          ...(subject === undefined ? {} : { subject }),
          ...(rule === undefined ? {} : { rule }),
        }),
    },
    subjects: subjects.map(({ name }) => name),
    what: (name) => `${machine.name} machine: ${describe(name)}`,
    sound,
    suiteCases,
    missing,
    themes: machine.source({}).themes,
    choices,
    rules: () => machine.rules,
    exhibits,
    check: (subject, options) => checkPlain(machine, subjectCalled(subject), options, parse),
    campaign: (name, chosen) =>
      new PlainCampaignStand({ machine, subject: subjectCalled(name), goals, pace, read: parse }, chosen),
    convict(exhibit, options) {
      const { rule, subject, hard } = exhibitCalled(exhibit);
      const found =
        hard === undefined
          ? convictPlain(machine, subject, rule, options)
          : convictPlainByTrace(machine, subject, rule, parse(hard, `the stored trace of ${exhibit}`));
      return found && { cases: found.caseNumber + 1, traceOps: found.ops.length, others: found.others };
    },
    parse,
    replay(trace, name) {
      const { config, ops } = own(trace);
      const subject = subjectCalled(name);
      const running = subject.start(config);
      const steps = ops.map((op) => ({
        op: machine.describeOp(op),
        outcome: machine.describeOutcome(op, running.step(op)),
      }));
      const judge = new PlainJudge(machine);
      return { steps, breaches: judge.judge(subject, config, ops, new Int32Array(judge.rules.length)) };
    },
    hasModel: true,
    picture: (trace, name, at) => pictureAt(machine, { picture, stateText }, subjectCalled(name), own(trace), at),
  };
}
