/**
 * What a campaign says of itself: while it runs (samples), and at its end (a report). Written by the campaign, read by
 * renderers and by other programs: `stats.jsonl` holds one CampaignSample a line, `report.json` the CampaignReport.
 */
import type { PlainTrace } from './plain';
import type { RuleId, RuleInfo } from './rule';
import type { Counterexample, RuleStatus } from './verdict';

/** What is true of a campaign from beginning to end. */
export interface CampaignHead {
  readonly machine: string;
  readonly subject: string;
  /** Version of the subject, and of this tool. */
  readonly version: string;
  readonly toolVersion: string;
  readonly profile: string;
  /** Choices that differ from the profile's, as `NAME=position`. */
  readonly assumed: readonly string[];
  readonly themes: readonly string[] | 'all';
  readonly seed: string;
  readonly limits: CampaignLimits;
}

/** When a campaign ends: whichever comes first. Null: no such limit. */
export interface CampaignLimits {
  readonly seconds: number | null;
  readonly cases: number | null;
  /** Seconds without a new behaviour. */
  readonly plateauSeconds: number | null;
}

/** Why a campaign ended; `running` in a report that is written on the way. */
export type CampaignEnd = 'running' | 'cases' | 'time' | 'plateau' | 'interrupted' | 'casualties';

/** One moment of a campaign. Counts are totals since its beginning, what was done before a resume included. */
export interface CampaignSample {
  /** Seconds that the campaign has run, without the time between a kill and its resume. */
  readonly seconds: number;
  readonly epoch: number;
  readonly cases: number;
  readonly ops: number;
  /** Rates since the sample before. */
  readonly casesPerSecond: number;
  readonly opsPerSecond: number;
  /** Distinct behaviours (docs/campaigns.md), those of the last five minutes, and seconds since the last new one. */
  readonly behaviours: number;
  readonly behavioursLately: number;
  readonly quietSeconds: number;
  /** Traces in the corpus. */
  readonly corpus: number;
  readonly goalsReached: number;
  readonly goals: number;
  /** Rules exercised often enough to be held or broken, of those that can be tested here. */
  readonly rulesReached: number;
  readonly rules: number;
  /** Distinct findings that no deviation covers, distinct known ones, and cases that showed any of them. */
  readonly findings: number;
  readonly knownFindings: number;
  readonly failedCases: number;
  readonly workers: number;
  /** Workers that died and were replaced. */
  readonly workersLost: number;
  /** Cases that were run twice, and those of them that gave another observation the second time. */
  readonly rerun: number;
  readonly unstable: number;
  /** Resident memory of this process, its workers included. */
  readonly memoryBytes: number;
}

/** casualty: the subject crashed, hung, … . unstable: it gave another observation when a case was run again. */
export type CampaignFindingKind = 'rule' | 'divergence' | 'casualty' | 'unstable';

/** A distinct failure of a campaign: rule + kind of op + effect, with its smallest trace. */
export interface CampaignFinding {
  /** Name of its folder: made of rule, kind of op and effect; distinct within a campaign. */
  readonly key: string;
  readonly kind: CampaignFindingKind;
  /** Null where no rule is broken. */
  readonly rule: RuleId | null;
  /** Name of the kind of op, or `end`. */
  readonly op: string;
  readonly effect: string;
  /** Cases that showed it. */
  readonly count: number;
  /** True if a deviation of the `--known` file covers it; `deviation` says where that is explained. */
  readonly known: boolean;
  readonly deviation?: string;
  /** Open questions whose other answers would acquit the subject. */
  readonly restsOn: readonly string[];
  /** Case that showed it first, and when; null where a trace of an earlier campaign did, before the first case. */
  readonly firstCase: number | null;
  readonly firstSeconds: number;
  /** False while it waits to be shrunk: the trace is then the whole case. */
  readonly shrunk: boolean;
  readonly counterexample: Counterexample<PlainTrace<string, unknown, unknown>>;
  /** The configuration and each op of the smallest trace in words. */
  readonly configText: string;
  readonly opTexts: readonly string[];
  /** Its folder as a person would type it, and the line that replays it. */
  readonly folder: string;
  readonly replay: string;
}

/** A state that a meaningful search must reach. */
export interface GoalInfo {
  /** Short name, distinct within its machine. */
  readonly name: string;
  /** The state, in one sentence. */
  readonly statement: string;
}

/** A goal and how the campaign did at it. */
export interface CampaignGoal extends GoalInfo {
  /** Cases that reached it; the first of them, or null. */
  readonly cases: number;
  readonly firstCase: number | null;
}

/** A rule and how the campaign did at it. */
export interface CampaignRule {
  readonly rule: RuleInfo;
  readonly status: RuleStatus;
  readonly exercised: number;
  /** Why it was not tested. */
  readonly reason?: string;
}

/** Everything that a report of a campaign tells. */
export interface CampaignReport {
  readonly head: CampaignHead;
  readonly end: CampaignEnd;
  /** The last sample is the state that the report is about. Thinned out: at most a thousand or so. */
  readonly samples: readonly CampaignSample[];
  readonly rules: readonly CampaignRule[];
  readonly goals: readonly CampaignGoal[];
  /** Cases by theme; `mutated` for those made from the corpus. */
  readonly themes: Readonly<Record<string, number>>;
  /** Unknown ones first, then by rule. */
  readonly findings: readonly CampaignFinding[];
  /** Ways of failing beyond the most that a campaign keeps. */
  readonly waysDropped: number;
  /** Deviations of the `--known` file whose stored trace replays clean. */
  readonly staleDeviations: readonly string[];
}
