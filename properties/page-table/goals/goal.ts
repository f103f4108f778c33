import type { Contract, Format, OpName, PageTableConfig } from '../../../model/vocabulary';
import type { GoalInfo } from '../../../model/vocabulary/campaign';
import type { Facts } from '../facts';
import type { Step } from '../step';

/** What goals remember of one trace. */
export class Past {
  /** What became of a span of 2 MiB, by its number: the bits of Span. */
  readonly spans = new Map<number, number>();
  /** Domain of the last sync that released tables; −1: none yet. */
  flushedDomain = -1;

  begin(): void {
    this.spans.clear();
    this.flushedDomain = -1;
  }
}

/** A state that a search must reach to be worth anything. Judged of the model's steps: a subject has no say in it. */
export interface PageTableGoal extends GoalInfo {
  /** What must be on the stand for it to be reached at all; all where left out. */
  readonly formats?: readonly Format[];
  readonly contracts?: readonly Contract[];
  /** Kinds of op of which the subject must have at least one. */
  readonly ops: readonly OpName[];
  /** Values of which the subject must be able to take at least one. */
  readonly limits?: {
    readonly flush?: PageTableConfig['flush'];
    readonly queued?: boolean;
    readonly domains?: 1 | 2;
  };
  /** Facts of which one must hold; a step without them is not looked at. */
  readonly when: Facts;
  /** True if `step` reaches it. Called of every step with one of the facts, so that it may remember. */
  reached(step: Step, past: Past): boolean;
}
