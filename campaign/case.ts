import type { PlainTrace } from '../model/vocabulary/plain';
import type { RuleId } from '../model/vocabulary/rule';

/** A trace of any machine: only its own stand knows what is in it. */
export type CampaignTrace = PlainTrace<string, unknown, unknown>;

/**
 * Where the choices of a case come from: the stream of case `caseNumber` for `draws` numbers, then the next one. A case
 * that is drawn again from its origin is the same case; one that goes on with another stream is a branch of it.
 */
export type Origin = readonly OriginPart[];
export interface OriginPart {
  readonly caseNumber: number;
  readonly draws: number;
}

/** A behaviour that a case showed and that was not known, or only by longer traces. */
export interface Novelty {
  /** Number of the behaviour: a slot of the BehaviourMap. */
  readonly behaviour: number;
  /** Ops of the shortest beginning of the case that shows it. */
  readonly ops: number;
  /** Choices that had been made by then; −1 for a case that no stream can give again. */
  readonly draws: number;
}

/** Theme of cases that were made from the corpus. */
export const MUTATED = 'mutated';

/** One case: drawn, or made from the corpus, with what the model says of it. */
export interface CampaignCase {
  readonly caseNumber: number;
  readonly trace: CampaignTrace;
  /** Theme of the generator, or `mutated`. */
  readonly theme: string;
  /** The corpus entry that it was made from; null: it is fresh. */
  readonly parent: number | null;
  /** Null where it was not drawn. */
  readonly origin: Origin | null;
  readonly activeOps: number;
  readonly novelties: readonly Novelty[];
  /** Goals that it reached, by index. */
  readonly goals: readonly number[];
}

/** One way in which a case went wrong. */
export interface CaseBreach {
  readonly rule: RuleId | null;
  /** Name of the kind of op, or `end`. */
  readonly op: string;
  readonly effect: string;
  /** Index of the op. */
  readonly at: number;
  readonly reason: string;
  /** What was judged: the case, or its beginning up to where it went wrong. */
  readonly trace: CampaignTrace;
}

/** What came of a case on the subject. */
export interface JudgedCase {
  readonly breaches: readonly CaseBreach[];
  /** True if the subject hung or allocated without end: each such case costs seconds. */
  readonly diedSlowly: boolean;
}
