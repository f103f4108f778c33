import type { HostPolicy, HostView } from '../../../model/vocabulary/host/policy';
import type { HostStep, LogStep } from '../../../model/vocabulary/host/step';
import type { HostParts } from './parts';
import type { HostState } from './state';

/** What an actor does, step by step, and what comes of it. */
export type Protocol<Result = void> = Generator<HostStep, Result, void>;

/** What the code of one actor works with. */
export interface Context {
  readonly actor: number;
  readonly state: HostState;
  readonly parts: HostParts;
  readonly policy: HostPolicy;
  readonly view: HostView;
  /** Code of this actor's last PSMASH or PSMASH_IO. */
  smashCode(): number;
  /** Writes into the log what takes no time. */
  mark(step: LogStep): void;
}
