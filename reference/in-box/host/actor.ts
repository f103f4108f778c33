import type { HostCall } from '../../../model/vocabulary/host/op';
import type { HostStep } from '../../../model/vocabulary/host/step';
import type { Protocol } from './context';

/** One actor: the protocol that it is in, if any. */
export class Actor {
  protocol: Protocol | null = null;
  call: HostCall | null = null;
  /** The step that waits for a lock. */
  waiting: HostStep | null = null;
  smashCode = 0;

  constructor(readonly index: number) {}
}
