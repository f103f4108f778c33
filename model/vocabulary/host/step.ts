import type { GpaPage } from '../rmp/entry';
import type { HostCall } from './op';
import type { ImportStep } from './import-step';
import type { OwnStep } from './own-step';
import type { PolicyStep } from './policy-step';
import type { StepKind } from './step-kind';

// Marks in the log. They take no time: nothing can come between a mark and the step after it.

/** A protocol begins, is over, or is given up: it went on without getting anywhere. */
export interface ProtocolMark {
  readonly kind: typeof StepKind.begin | typeof StepKind.end | typeof StepKind.abandon;
  readonly call: HostCall;
}
/** KVM's handler of an RMP fault begins and ends; `fatal`: it kills the guest. */
export interface FaultMark {
  readonly kind: typeof StepKind.faultBegin | typeof StepKind.faultEnd;
  readonly guest: number;
  readonly gfn: GpaPage;
  readonly fatal: boolean;
}
/** No protocol is under way; or some are, and none of them can go on. */
export interface HostMark {
  readonly kind: typeof StepKind.quiescent | typeof StepKind.stuck;
}

/** A revoke of the buffer of a BAR returns: its guarantees hold from here on (dma-mmio.md 1.6). */
export interface RevokeMark {
  readonly kind: typeof StepKind.revokeEnd;
  readonly bar: number;
}

/** A step that takes its turn. */
export type HostStep = PolicyStep | OwnStep | ImportStep;
/** One line of the log. */
export type LogStep = HostStep | ProtocolMark | FaultMark | HostMark | RevokeMark;
