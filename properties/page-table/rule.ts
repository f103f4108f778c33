import type {
  Contract,
  EventKind,
  Format,
  Leaf,
  ObservationLevel,
  OpKind,
  Outcome,
  PageTableConfig,
  PageTableRuleInfo,
  StateView,
  TableRef,
  Trace,
} from '../../model/vocabulary';
import type { Facts } from './facts';
import type { EndStep, Step } from './step';

/** What a check says of one step. Numbers, because this is the hot path. */
export const NOT_EXERCISED = 0;
export const HELD = 1;
export const BROKEN = 2;
export type Judgement = 0 | 1 | 2;

/** HELD or BROKEN. */
export const must = (condition: boolean): Judgement => (condition ? HELD : BROKEN);

/** Judged once per op of the kinds in `on`. */
export interface StepRule extends PageTableRuleInfo {
  readonly scope: 'step';
  readonly on: readonly OpKind[];
  /** Of these facts one must hold, or check would say NOT_EXERCISED: it is not called then. Left out: always called. */
  readonly when?: Facts;
  /** Where it is asked and none of these facts holds, check would say HELD: it counts as exercised without a call. */
  readonly doubt?: Facts;
  check(step: Step): Judgement;
  /** One sentence about a step for which check said BROKEN: what was expected, what was observed. */
  explain(step: Step): string;
}

/** Judged once per leaf that a map added. */
export interface LeafRule extends PageTableRuleInfo {
  readonly scope: 'leaf';
  /** As in StepRule; of the step or of the leaf. */
  readonly when?: Facts;
  /** The verdict follows from the request and the look of the leaf (look.ts): one speaks for all that look alike. */
  readonly byLook?: true;
  check(leaf: Leaf, step: Step): Judgement;
  explain(leaf: Leaf, step: Step): string;
}

/** Judged once per table pointer that an op added. */
export interface PointerRule extends PageTableRuleInfo {
  readonly scope: 'pointer';
  check(table: TableRef, step: Step): Judgement;
  explain(table: TableRef, step: Step): string;
}

/** Judged once per trace, at its end. */
export interface EndRule extends PageTableRuleInfo {
  readonly scope: 'end';
  check(end: EndStep): Judgement;
  explain(end: EndStep): string;
}

/** One run of a trace on a subject, decoded as far as a relation rule looks at it. */
export interface TraceRun {
  readonly trace: Trace;
  /** Of each op; without what it changed where the rule looks at `ends`. */
  readonly outcomes: readonly Outcome[];
  /** State of each domain after the last op; empty where the rule looks at `changes`. */
  readonly ends: readonly StateView[];
}

/**
 * Relates runs of several traces on one subject (mask independence, split calls). `vary` derives the other traces from
 * one, or says null where the rule does not apply; the judge runs them in a share of the cases.
 */
export interface RelationRule extends PageTableRuleInfo {
  readonly scope: 'relation';
  /** Leaves that each op changed, or what is there in the end: that takes one tree a run instead of one an op. */
  readonly looksAt: 'changes' | 'ends';
  /** The part of a trace that the variants are compared with; left out: all of it. Asked where `vary` is not null. */
  baseOf?(trace: Trace): Trace;
  vary(trace: Trace): readonly Trace[] | null;
  check(base: TraceRun, variants: readonly TraceRun[]): Judgement;
  explain(base: TraceRun, variants: readonly TraceRun[]): string;
}

/** Judged once per configuration: what the subject says of its domain. */
export interface InfoRule extends PageTableRuleInfo {
  readonly scope: 'info';
  check(config: PageTableConfig, info: { bitmap: bigint; apertureEnd: bigint }): Judgement;
  explain(config: PageTableConfig, info: { bitmap: bigint; apertureEnd: bigint }): string;
}

/** Known to the catalogue, but not judged: says why. */
export interface UntestedRule extends PageTableRuleInfo {
  readonly scope: 'untested';
  readonly reason: string;
}

export type Rule = StepRule | LeafRule | PointerRule | EndRule | RelationRule | InfoRule | UntestedRule;

export const BOTH_FORMATS: readonly Format[] = ['amdv1', 'amdv2'];
export const BOTH_CONTRACTS: readonly Contract[] = ['generic-pt', 'io-pgtable'];
export const GENERIC_PT: readonly Contract[] = ['generic-pt'];
export const IO_PGTABLE: readonly Contract[] = ['io-pgtable'];
export const ENTRIES: readonly ObservationLevel[] = ['entries'];
export const RESULTS: readonly ObservationLevel[] = ['results'];
export const EFFECTS: readonly ObservationLevel[] = ['effects'];
export type { EventKind };
