import type { GoalInfo } from '../model/vocabulary/campaign';
import type { RuleInfo } from '../model/vocabulary/rule';
import type { Finding } from '../model/vocabulary/verdict';
import type { BehaviourMap } from './behaviours/behaviour-map';
import type { CampaignCase, CampaignTrace, CaseBreach, JudgedCase } from './case';
import type { Corpus } from './corpus/corpus';

/** A rule as a stand judges it. */
export interface StandRule {
  readonly rule: RuleInfo;
  /** Why it cannot be tested here, or null. */
  readonly reason: string | null;
}

/** How many cases belong together. Part of what makes a campaign repeatable: never depends on the workers. */
export interface Pace {
  /** Cases that see the same corpus: about a second of work. */
  readonly epochCases: number;
  /** Cases that one worker takes at a time; divides `epochCases`. */
  readonly shardCases: number;
}

/** What a stand says of itself: plain data that can go to another thread. */
export interface StandInfo {
  readonly machine: string;
  readonly subject: string;
  readonly version: string;
  readonly profile: string;
  readonly assumed: readonly string[];
  /** Tallies have one slot for each, in this order. */
  readonly rules: readonly StandRule[];
  readonly goals: readonly GoalInfo[];
  readonly pace: Pace;
}

/** A breach with the case that showed it. */
export interface RawFinding extends CaseBreach {
  readonly caseNumber: number;
}

/** Makes and judges `count` cases; `make` is asked for them in order. */
export type JudgeAll = (
  make: (i: number) => CampaignCase,
  count: number,
) => Promise<readonly (readonly [CampaignCase, JudgedCase])[]>;

/**
 * A machine with one subject on it, as a worker holds it. A case is a function of seed, number, corpus and known
 * behaviours alone. A case is judged before the next one is made (the model's expectations live in buffers that are
 * used again), or a whole shard of them at once by `judgeAll`, where there is one.
 */
export interface Stand {
  readonly info: StandInfo;
  /** What is known so far: cases report only behaviours that it lacks, or has of longer traces. */
  readonly known: BehaviourMap;
  /** Adds up how often each rule was exercised by the cases judged. */
  readonly tally: Int32Array;
  /** Case `k` as `check` draws it. */
  draw(k: number): CampaignCase;
  /** Case `k` made from the corpus, which is not empty. */
  mutate(corpus: Corpus, k: number): CampaignCase;
  /** A trace from a file as a case. */
  adopt(trace: CampaignTrace, k: number): CampaignCase;
  /** Runs the case made last on the subject, and judges it. */
  judge(one: CampaignCase): JudgedCase | Promise<JudgedCase>;
  /** Makes and judges cases while the subject, which is another process, runs those before. */
  readonly judgeAll?: JudgeAll | undefined;
  /** Runs the case once more; a digest of all that is observed, equal for equal observations. */
  digest(one: CampaignCase): number | Promise<number>;
  /** Known deviations whose stored trace does not show them any more. */
  stale(): readonly string[] | Promise<readonly string[]>;
  /** Shrinks a finding and explains it. */
  shrink(raw: RawFinding, budgetOps: number): Finding<CampaignTrace> | Promise<Finding<CampaignTrace>>;
  close?(): void | Promise<void>;
}
