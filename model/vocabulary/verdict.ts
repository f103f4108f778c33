import type { RuleInfo } from './rule';
import type { Trace } from './trace';

/** Exactly one per rule (design.md, nouns). */
export type RuleStatus = 'held' | 'broken' | 'known' | 'not reached' | 'not tested';

/** One decoded field of a raw entry, expected beside observed. */
export interface DecodedField {
  readonly field: string;
  readonly expected: string;
  readonly observed: string;
}

/** The smallest trace that breaks a rule, with everything that a report prints of it. */
export interface Counterexample {
  readonly trace: Trace;
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

export interface RuleVerdict {
  readonly rule: RuleInfo;
  readonly status: RuleStatus;
  /** Times exercised. */
  readonly exercised: number;
  /** Why it was not tested. */
  readonly reason?: string;
  readonly counterexample?: Counterexample;
}

/** Where observed and expected outcomes part without any rule being broken. */
export interface Divergence {
  /** `op/effect`: the kind of op and the first word group that differs. */
  readonly place: string;
  readonly count: number;
  readonly known: boolean;
  readonly counterexample: Counterexample;
}

/** What the judge says of one subject. */
export interface Verdict {
  readonly subject: string;
  readonly version: string;
  readonly profile: string;
  readonly seed: string;
  readonly cases: number;
  readonly ops: number;
  /** Share of ops that change or hit state (0 … 1), mean ops per case. */
  readonly activeShare: number;
  readonly meanOps: number;
  readonly rules: readonly RuleVerdict[];
  readonly divergences: readonly Divergence[];
  /** Stored deviations of `--known` whose trace replays clean. */
  readonly staleDeviations: readonly string[];
  readonly seconds: number;
}
