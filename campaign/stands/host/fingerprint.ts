import type { HostLog } from '../../../model/vocabulary/host/machine';
import type { LogStep } from '../../../model/vocabulary/host/step';
import { mix } from '../../behaviours/behaviour-map';
import type { Novelties } from '../../behaviours/novelties';
import { kindOf } from '../plain/shape';

/** Kinds of behaviour. */
const STEP = 0;
const PAIR = 1;
const TRIPLE = 2;

/**
 * The behaviours of host software, from the log of atomic steps: each step with its codes, and two and three steps in a
 * row, with whether the same actor made them.
 */
export class HostFingerprint {
  private at = 0;
  private before = 0;
  private twoBefore = 0;

  constructor(private readonly novelties: Novelties) {}

  begin(): void {
    this.at = this.before = this.twoBefore = 0;
  }

  /** The behaviours of the steps that came to the log. */
  note({ length, steps, actors }: HostLog): void {
    for (; this.at < length; this.at++) {
      const isSame = this.at > 0 && actors[this.at] === actors[this.at - 1];
      this.noteStep(steps[this.at]!, isSame ? 1 : 0);
    }
  }

  private noteStep(step: LogStep, isSame: number): void {
    const { novelties } = this;
    const kind = (step.kind << 1) | isSame;
    novelties.show(STEP, kindOf(step));
    novelties.show(PAIR, mix(mix(this.before, kind), kindOf(step)));
    novelties.show(TRIPLE, mix(mix(this.twoBefore, this.before), kind));
    this.twoBefore = this.before;
    this.before = kind;
  }
}
