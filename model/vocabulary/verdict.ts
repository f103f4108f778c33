import type { RuleId, RuleInfo } from './rule';
import type { Trace } from './trace';

/** Exactly one per rule (design.md, nouns). */
export type RuleStatus = 'held' | 'broken' | 'known' | 'not reached' | 'not tested';

/** One decoded field of a raw entry, expected beside observed. */
export interface DecodedField {
  readonly field: string;
  readonly expected: string;
  readonly observed: string;
}

/** The smallest trace that breaks a rule, with everything that a report prints of it. `T`: the machine's traces. */
export interface Counterexample<T = Trace> {
  readonly trace: T;
  /** Index of the op at which it breaks; `trace.ops.length` for the end of the trace. */
  readonly op: number;
  /** What is wrong, in one sentence. */
  readonly reason: string;
  /** Where raw entries differ: the entry, bit by bit. */
  readonly entries: readonly {
    readonly where: string;
    readonly expectedRaw: string;
    readonly observedRaw: string;
    readonly fields: readonly DecodedField[];
  }[];
  readonly seed: string;
  readonly caseNumber: number;
  /** Ops of the trace before shrinking. */
  readonly originalOps: number;
}

/**
 * A distinct failure: rule + kind of op + effect, with its smallest trace. `effect` says in one word group how the
 * observation of the breaking op differs from what the model expects: `ret(0 for -ERANGE)`, `entries(bit 51)`, ….
 */
export interface Finding<T = Trace> {
  /** The rule that is broken, or null where only conformance is: observed and expected part. */
  readonly rule: RuleId | null;
  /** Name of the kind of op, or `end` for the end of the trace. */
  readonly op: string;
  readonly effect: string;
  /** Cases that showed it. */
  readonly count: number;
  /** True if a deviation of the `--known` file covers it. */
  readonly known: boolean;
  /** Where that deviation is explained; only of a known finding. */
  readonly deviation?: string;
  /** Open questions whose other answers would acquit the subject, if it was asked. */
  readonly restsOn?: readonly string[];
  readonly counterexample: Counterexample<T>;
}

export interface RuleVerdict<T = Trace> {
  readonly rule: RuleInfo;
  readonly status: RuleStatus;
  /** Times exercised. */
  readonly exercised: number;
  /** Why it was not tested. */
  readonly reason?: string;
  /** Smallest trace first. */
  readonly findings: readonly Finding<T>[];
}

/** A state that a meaningful search must reach, and how often one did (design.md, nouns). */
export interface Goal {
  /** A few words, or the document's number: `RC5`. */
  readonly name: string;
  /** What counts. */
  readonly statement: string;
  readonly count: number;
  /** Where `count` is a part of something: of how many; it is reached by its share. */
  readonly of?: number;
  readonly reached: boolean;
}

/** What the judge says of one subject. */
export interface Verdict<T = Trace> {
  readonly subject: string;
  readonly version: string;
  readonly profile: string;
  /** Choices that differ from the profile's, as `NAME=position`. */
  readonly assumed: readonly string[];
  readonly seed: string;
  readonly cases: number;
  readonly ops: number;
  /** Share of ops that change or hit state (0 … 1), mean ops per case. */
  readonly activeShare: number;
  readonly meanOps: number;
  /** Cases by theme. */
  readonly themes: Readonly<Record<string, number>>;
  readonly rules: readonly RuleVerdict<T>[];
  /** Findings where observed and expected part without any rule being broken, crashes included. */
  readonly divergences: readonly Finding<T>[];
  /** Deviations of the `--known` file whose stored trace replays clean. */
  readonly staleDeviations: readonly string[];
  /** Goals of the machine, where it has any. */
  readonly goals?: readonly Goal[];
  /** Ways of failing that were seen but not kept, beyond the most that one search keeps; 0 if left out. */
  readonly waysDropped?: number;
  readonly seconds: number;
}
