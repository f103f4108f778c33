import type { RuleId, Verdict } from '../../model/vocabulary';
import type { AnyPlainTrace } from '../plain/plain-stand';

/** A piece of the suite that one worker does alone. */
export type Job =
  | {
      readonly kind: 'check';
      readonly subject: string;
      readonly profile: string;
      readonly seed: string;
      readonly firstCase: number;
      readonly cases: number;
    }
  | {
      readonly kind: 'convict';
      readonly exhibit: string;
      /** Document of the stored trace of an exhibit that is hard to find; null: a search must find it. */
      readonly hard: object | null;
      readonly rule: RuleId;
      readonly profile: string;
      readonly seed: string;
      readonly maxCases: number;
    }
  | {
      readonly kind: 'check-plain';
      readonly machine: string;
      readonly subject: string;
      readonly seed: string;
      readonly firstCase: number;
      readonly cases: number;
    }
  | {
      readonly kind: 'convict-plain';
      readonly machine: string;
      readonly exhibit: string;
      readonly rule: RuleId;
      readonly seed: string;
      readonly maxCases: number;
    };

/** One attempt to convict an exhibit of one rule. */
export interface Attempt {
  readonly exhibit: string;
  readonly rule: RuleId;
  /** Cases until it was convicted; 0 where its stored trace convicts it; null if nothing does. */
  readonly cases: number | null;
  /** Ops of the smallest trace, and the other rules that it breaks. */
  readonly traceOps: number;
  readonly others: readonly RuleId[];
}

export type JobResult =
  | { readonly kind: 'check'; readonly verdict: Verdict }
  | { readonly kind: 'check-plain'; readonly machine: string; readonly verdict: Verdict<AnyPlainTrace> }
  | { readonly kind: 'convict'; readonly attempt: Attempt };

/** What a worker answers: a result, or the error that its job ended with. */
export type Answer =
  | { readonly ok: true; readonly result: JobResult }
  | { readonly ok: false; readonly message: string; readonly stack: string };
