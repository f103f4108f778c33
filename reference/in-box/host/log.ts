import type { HostLog } from '../../../model/vocabulary/host/machine';
import type { LogStep } from '../../../model/vocabulary/host/step';

/** No actor: devices, and accesses of nobody's protocol. */
export const NOBODY = -1;

/** The log of a run; its arrays are filled again in the next. */
export class StepLog implements HostLog {
  length = 0;
  readonly steps: LogStep[] = [];
  readonly actors: number[] = [];

  add(step: LogStep, actor: number): void {
    this.steps[this.length] = step;
    this.actors[this.length] = actor;
    this.length++;
  }

  clear(): void {
    this.length = 0;
  }
}
